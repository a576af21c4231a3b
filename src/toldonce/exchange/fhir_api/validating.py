"""$validate: what would be said of a resource if it were stored, without storing it."""

from __future__ import annotations

from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api import conditions, outcomes, writing
from toldonce.exchange.fhir_api.asks import Answer, Ask, Sent
from toldonce.exchange.fhir_api.disclosure import check_may_see
from toldonce.exchange.fhir_api.outcomes import ERROR, INFORMATION, Issue
from toldonce.exchange.fhir_api.readers import READ
from toldonce.exchange.fhir_api.sending import parsed
from toldonce.exchange.fhir_api.troubles import BadRequest
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.errors import NotThere, RecordTrouble
from toldonce.record.store import Stored

MODES = ("", "create", "update", "delete", "profile")


def validate(ask: Ask) -> Answer:
    """Say what is wrong and what is doubtful; 200 whatever is found."""
    if ask.rtype in RTYPE:
        ask.reader.check(ask.rtype, READ)
    ask.check_parameters("mode", "profile")
    parameters, sent = _taken_apart(ask)
    mode = parameters.get("mode") or ask.value("mode")
    profile = parameters.get("profile") or ask.value("profile")
    if mode not in MODES:
        raise BadRequest(
            f"mode={str(mode)[:20]} is not create, update, delete or profile.", "Parameters.parameter"
        )
    id = ask.id if len(ask.path) == 3 else ""
    stored = _stored(ask, id) if id else None
    if mode == "delete":
        return _told(_of_a_deletion(ask, id, stored))
    sent = sent or (parsed(stored.body) if stored and stored.body else None)
    if sent is None:
        raise BadRequest("There is nothing to validate: send a resource, or ask about one by its address.")
    return _told([*_of_a_profile(str(profile or "")), *_of_a_resource(ask, sent, mode, id)])


def _taken_apart(ask: Ask) -> tuple[dict[str, str], Sent | None]:
    """Return the simple parameters and the resource, which may be sent bare or inside Parameters."""
    sent = ask.sent
    if sent is None or sent.resource.get("resourceType") != "Parameters" or ask.rtype == "Parameters":
        return {}, sent
    simple, inner = {}, None
    rows = sent.resource.get("parameter")
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(row, dict):
            continue
        if row.get("name") == "resource" and isinstance(row.get("resource"), dict):
            inner = Sent(row["resource"], sent.document["parameter"][number]["resource"])
        for name in ("valueCode", "valueUri", "valueString"):
            if isinstance(row.get(name), str):
                simple[str(row.get("name"))] = row[name]
    return simple, inner


def _stored(ask: Ask, id: str) -> Stored | None:
    stored = store.read(ask.rtype, id)
    if stored is not None:
        stored = check_may_see(ask.reader, stored)
    ledger.write(
        by=ask.reader.actor,
        act="record.read",
        pids=(stored.pid,) if stored and stored.pid else (),
        subject=f"{ask.rtype}/{id}/$validate",
    )
    return stored


def _of_a_deletion(ask: Ask, id: str, stored: Stored | None) -> list[Issue]:
    if stored is None:
        raise NotThere(f"{ask.rtype}/{id} is not in the record, so there is nothing to delete.")
    return _of_the_directory(ask.rtype, id, None)


def _of_a_profile(profile: str) -> list[Issue]:
    if not profile or profile.startswith("http://hl7.org/fhir/StructureDefinition/"):
        return []
    sentence = (
        f"The profile {profile[:200]} is not checked; R4 is, and UK Core's mandatory elements as warnings."
    )
    return [Issue("warning", "not-supported", sentence)]


def _of_a_resource(ask: Ask, sent: Sent, mode: str, id: str) -> list[Issue]:
    resource = sent.resource
    kind = str(resource.get("resourceType"))
    if kind not in RTYPE:
        return [
            Issue(ERROR, "structure", f"{kind[:60]!r} is not a resource type of FHIR R4.", "resourceType")
        ]
    issues = (
        []
        if kind == ask.rtype
        else [Issue(ERROR, "invalid", f"A {kind} was sent to {ask.rtype}.", "resourceType")]
    )
    issues += [Issue(ERROR, "invalid", each.reason, each.place) for each in validation.problems(resource)]
    if mode == "update" and id and resource.get("id") != id:
        issues.append(Issue(ERROR, "invalid", f"An update names the id of its address, {id}.", f"{kind}.id"))
    if mode == "update":
        issues += _of_the_directory(kind, str(resource.get("id") or id), resource)
    if not issues:
        issues += writing.doubts(resource)
    return issues


def _of_the_directory(rtype: str, id: str, resource: dict | None) -> list[Issue]:
    try:
        conditions.check_not_of_the_directory(rtype, id, resource)
    except RecordTrouble as trouble:
        return [Issue(ERROR, "business-rule", str(trouble))]
    return []


def _told(issues: list[Issue]) -> Answer:
    if not issues:
        issues = [Issue(INFORMATION, "informational", "Nothing is wrong with it.")]
    return Answer(200, outcomes.written(issues))
