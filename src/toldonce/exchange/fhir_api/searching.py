"""Search by GET and POST, of a type or inside one Patient's compartment."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.codes.fhir.definitions import patient_compartment
from toldonce.exchange.fhir_api import bundles
from toldonce.exchange.fhir_api.asks import Answer, Ask, Pairs
from toldonce.exchange.fhir_api.disclosure import disclosed, pids_that_may_be_searched, said_to
from toldonce.exchange.fhir_api.outcomes import WARNING, Issue
from toldonce.exchange.fhir_api.parts import SUBSETTED, Part
from toldonce.exchange.fhir_api.readers import READ
from toldonce.exchange.fhir_api.troubles import BadRequest, Forbidden, Unknown
from toldonce.ledger import actions as ledger
from toldonce.record.search import parse, run
from toldonce.record.search.criteria import Chain, Has, Search, Wanted
from toldonce.record.search.run import Page

PAGE = "_page"
WHO_FIRST = ("patient", "subject", "beneficiary")
LONGEST_SUBJECT = 1000


def search(ask: Ask) -> Answer:
    """Answer a search of a type."""
    return _answered(ask, ask.rtype, ask.pairs)


def compartment(ask: Ask) -> Answer:
    """Answer a search of a type inside one Patient's compartment."""
    return _answered(ask, ask.path[2], (*_whose(ask), *ask.pairs))


def check(ask: Ask) -> None:
    """Refuse beforehand what could not be answered: a transaction must not be stored and then found to be wrong."""
    rtype, pairs = (ask.rtype, ask.pairs) if len(ask.path) == 1 else (ask.path[2], (*_whose(ask), *ask.pairs))
    _asked(ask, rtype, pairs)


def _whose(ask: Ask) -> Pairs:
    """Return the condition that a resource is about this Patient, for a search that does not say so itself."""
    rtype = ask.path[2]
    if ask.rtype != "Patient":
        raise Unknown(f"Only Patients have a compartment here, so there is no {ask.rtype}/{ask.id}/{rtype}.")
    if ask.value(PAGE):
        return ()
    if rtype == "Patient":
        return (("_id", ask.id),)
    codes = patient_compartment(rtype)
    if not codes:
        raise Unknown(
            f"{rtype} is never about a Patient, so it is in nobody's compartment. Search {rtype} itself."
        )
    code = next((code for code in WHO_FIRST if code in codes), codes[0])
    return ((code, f"Patient/{ask.id}"),)


def _answered(ask: Ask, rtype: str, pairs: Pairs) -> Answer:
    asked, after = _asked(ask, rtype, pairs)
    only = pids_that_may_be_searched(ask.reader, asked)
    page = run.run(asked, only_pids=only, after=after)
    return _told(ask, asked, page)


def _asked(ask: Ask, rtype: str, pairs: Pairs) -> tuple[Search, str | None]:
    ask.reader.check(rtype, READ)
    asked, after = _search_of(ask, rtype, pairs)
    _check_scopes(ask, asked.wanted)
    return asked, after


def _search_of(ask: Ask, rtype: str, pairs: Pairs) -> tuple[Search, str | None]:
    """Return what is searched, and the place to go on from where the address is a link to a next page."""
    page = ask.value(PAGE)
    if not page:
        return parse.parse(rtype, map(_in_words_of_fhir, pairs), lenient=ask.prefer.lenient), None
    asked = run.search_of(page)
    if asked.rtype != rtype:
        raise BadRequest(f"This link to a page belongs to a search of {asked.rtype}.")
    ask.check_parameters(PAGE)
    return asked, page


_TOTALS = {"count": "accurate", "estimate": "estimate", "countNotNecessary": "none"}


def _in_words_of_fhir(pair: tuple[str, str]) -> tuple[str, str]:
    """Read `_totalMethod`, which the widespread client fhirpy sends, as the `_total` that it means."""
    name, value = pair
    return ("_total", _TOTALS[value]) if name == "_totalMethod" and value in _TOTALS else pair


def _check_scopes(ask: Ask, wanted: Wanted) -> None:
    """Every type that decides what is found must be covered; otherwise the answer would tell of it."""
    for rtype in _followed(wanted):
        if not ask.reader.may(rtype, READ):
            raise Forbidden(
                f"The search asks about {rtype}, which the scopes of this token do not cover. Name the type that a "
                f"reference leads to, as in subject:Patient.name, or get the scope system/{rtype}.read."
            )


def _followed(wanted: Wanted) -> Iterator[str]:
    for condition in wanted.conditions:
        inner = condition.wanted if isinstance(condition, Chain) else ()
        for each in (condition.wanted,) if isinstance(condition, Has) else inner:
            yield each.rtype
            yield from _followed(each)


def _told(ask: Ask, asked: Search, page: Page) -> Answer:
    matches, hidden = disclosed(ask.reader, page.matches)
    included, hidden_too = disclosed(ask.reader, page.included)
    ledger.write(
        by=ask.reader.actor,
        act="record.search",
        pids=sorted({each.pid for each in (*matches, *included) if each.pid}),
        subject=_question(asked)[:LONGEST_SUBJECT],
        detail={"found": len(matches), "included": len(included), "total": page.total},
    )
    part = Part(str(asked.summary or ""), asked.elements)
    issues = [
        *_ignored(asked),
        *said_to(ask.reader, asked.rtype),
        *hidden,
        *(each for each in hidden_too if each not in hidden),
    ]
    entries = [bundles.found(ask.base, each, "match", part) for each in matches]
    entries += [bundles.found(ask.base, each, "include", _part_beside(part)) for each in included]
    return Answer(
        200,
        bundles.bundle(
            "searchset",
            [*entries, *bundles.said(issues)],
            links=_links(ask, asked, page),
            total=page.total,
            tag=None if part.is_whole or asked.only_counts else SUBSETTED,
        ),
    )


def _question(asked: Search) -> str:
    """Return the search as it is written in an address, for people to read."""
    said = "&".join(f"{name}={value}" for name, value in asked.pairs)
    return f"{asked.rtype}?{said}" if said else asked.rtype


def _part_beside(part: Part) -> Part:
    """_elements names elements of the type that is searched: what is included comes whole."""
    return Part(part.summary)


def _ignored(asked: Search) -> list[Issue]:
    return [
        Issue(WARNING, "not-supported", f"{each.param}={each.value[:100]} was left out: {each.reason}")
        for each in asked.ignored
    ]


def _links(ask: Ask, asked: Search, page: Page) -> list[tuple[str, str]]:
    """Return the links of a page; self says what was really asked: a compartment as a condition, nothing left out."""
    path = asked.rtype
    ignored = {(each.param, each.value) for each in asked.ignored}
    used = tuple(pair for pair in asked.pairs if pair not in ignored)
    links = [("self", bundles.link(ask.base, path, _here(ask) or used))]
    if _here(ask):
        links.append(("first", bundles.link(ask.base, path, used)))
    if page.next:
        links.append(("next", bundles.link(ask.base, path, ((PAGE, page.next),))))
    return links


def _here(ask: Ask) -> Pairs:
    return ((PAGE, ask.value(PAGE)),) if ask.value(PAGE) else ()
