"""What the door for computers refuses, in the words of OAuth 2; the message of each is a sentence.

SmartTrouble
├── ClientRefused            a client cannot be registered as it was described
└── TokenRefused             no token is given
    ├── BadRequest           invalid_request           a parameter is missing or sent twice
    ├── UnknownClient        invalid_client            the assertion does not prove who asks
    ├── BadScope             invalid_scope             nothing of what is asked may be given
    └── UnsupportedGrant     unsupported_grant_type    tokens are given for client credentials only
"""


class SmartTrouble(Exception):
    """A client cannot be registered, or gets no token."""


class ClientRefused(SmartTrouble):
    """A client cannot be registered as it was described."""


class TokenRefused(SmartTrouble):
    """No token is given."""

    code, status = "invalid_request", 400


class BadRequest(TokenRefused):
    """A parameter is missing or sent twice."""


class UnknownClient(TokenRefused):
    """The assertion does not prove who asks."""

    code, status = "invalid_client", 401


class BadScope(TokenRefused):
    """Nothing of what is asked may be given."""

    code = "invalid_scope"


class UnsupportedGrant(TokenRefused):
    """Tokens are given for client credentials only."""

    code = "unsupported_grant_type"
