"""Where a computer learns how to sign in (`smart-configuration`), and where it does (the token endpoint)."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from toldonce.exchange.smart import actions, keys
from toldonce.exchange.smart.assertions import proof
from toldonce.exchange.smart.errors import BadRequest, TokenRefused, UnsupportedGrant

TOKEN_PATH = "/oauth/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_FORM = 64 * 1024  # bytes


def configuration(request: HttpRequest) -> HttpResponse:
    """Say how clients sign in."""
    if request.method not in ("GET", "HEAD"):
        return _json({"error": "invalid_request", "error_description": "This address answers GET only."}, 405)
    return _json(
        {
            "token_endpoint": token_address(request),
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": list(keys.ALGORITHMS),
            "scopes_supported": [
                "system/*.rs",
                "system/*.cruds",
                "system/*.read",
                "system/*.write",
                "system/*.*",
            ],
            "capabilities": ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
        }
    )


def token_address(request: HttpRequest) -> str:
    """Return the address of the token endpoint as this client wrote it; it is the aud of assertions."""
    return f"{request.scheme}://{request.get_host()}{TOKEN_PATH}"


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for an assertion."""
    try:
        return _json(_granted(request))
    except TokenRefused as trouble:
        return _json({"error": trouble.code, "error_description": str(trouble)}, trouble.status)


def _granted(request: HttpRequest) -> dict[str, object]:
    if request.method != "POST":
        raise BadRequest("A token is asked for by POST.")
    form = _form(request)
    if _one(form, "grant_type") != "client_credentials":
        raise UnsupportedGrant("Tokens are given for grant_type=client_credentials only.")
    if _one(form, "client_assertion_type") != ASSERTION:
        raise BadRequest(f"The client_assertion_type is {ASSERTION}.")
    proved = proof(_one(form, "client_assertion"), token_address(request))
    given, secret = actions.give_token(
        by=proved, scope=_one(form, "scope"), whence=request.META.get("REMOTE_ADDR", "")
    )
    lifetime = int(actions.LIFETIME.total_seconds())
    return {"access_token": secret, "token_type": "bearer", "expires_in": lifetime, "scope": given.scopes}


def _form(request: HttpRequest) -> QueryDict:
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadRequest("The parameters are sent as application/x-www-form-urlencoded.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_FORM:
        raise BadRequest("The form is longer than any assertion needs to be.")
    return request.POST


def _one(form: QueryDict, name: str) -> str:
    values = form.getlist(name)
    if len(values) != 1 or not values[0]:
        raise BadRequest(f"The parameter {name} is sent once, with a value.")
    return values[0]


def _json(told: dict, status: int = 200) -> HttpResponse:
    answer = HttpResponse(orjson.dumps(told), content_type="application/json", status=status)
    answer["Cache-Control"], answer["Pragma"] = "no-store", "no-cache"
    return answer
