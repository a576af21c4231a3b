"""Search against two references: a naive one that reads the standard again, and the matcher over every body."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.record.search import fetching
from toldonce.record.search.criteria import Criterion
from toldonce.record.search.matching import matches
from toldonce.record.search.parse import parse
from toldonce.record.search.run import run

from .conftest import ids, stored

SYSTEMS, CODES, DAYS = (
    ("http://a", "http://b", None),
    ("x", "y"),
    ("2024-01-05", "2024-01-31", "2024-02", "2023"),
)
PATIENTS, ORGANISATIONS, VALUES = ("p1", "p2"), ("o1", "o2"), (1, 1.5, 2.04, 10)

PERIODS = ({"start": "2023-06-01"}, {"end": "2024-01-20"}, {"start": "2024-01-10", "end": "2024-01-12"})

codings = st.builds(
    lambda system, code: {**({"system": system} if system else {}), "code": code},
    st.sampled_from(SYSTEMS),
    st.sampled_from(CODES),
)
observations = st.builds(
    lambda code, who, day, value, by, status: {
        "resourceType": "Observation", "status": status, "code": {"coding": code},
        **({"subject": {"reference": f"Patient/{who}"}} if who else {}),
        **({"effectiveDateTime": day} if isinstance(day, str) else {"effectivePeriod": day} if day else {}),
        **({"valueQuantity": {"value": value}} if value else {}),
        **({"performer": [{"reference": each} for each in by]} if by else {}),
    },
    st.lists(codings, min_size=1, max_size=2),
    st.sampled_from((*PATIENTS, None)),
    st.sampled_from((*DAYS, *PERIODS, None)),
    st.sampled_from((*VALUES, None)),
    st.lists(st.sampled_from([*(f"Patient/{p}" for p in PATIENTS), *(f"Organization/{o}" for o in ORGANISATIONS)]),
             max_size=2, unique=True),
    st.sampled_from(("final", "amended")),
)  # fmt: skip

# --- the naive reference ------------------------------------------------------------------------------------------


def days(text: str) -> tuple[int, int]:
    """First and last day of a date, as numbers."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1).toordinal()
    if day:
        return first, first
    after = date(year + (month in (0, 12)), 1 if month in (0, 12) else month + 1, 1)
    return first, after.toordinal() - 1


def effective(item) -> tuple[int, int] | None:
    if "effectiveDateTime" in item:
        return days(item["effectiveDateTime"])
    if "effectivePeriod" in item:
        start, end = item["effectivePeriod"].get("start"), item["effectivePeriod"].get("end")
        return (days(start)[0] if start else 0), (days(end)[1] if end else 10**9)
    return None


def naive_date(item, prefix, text):
    found, (first, last) = effective(item), days(text)
    if found is None:
        return False
    return {
        "eq": first <= found[0] and found[1] <= last,
        "ne": not (first <= found[0] and found[1] <= last),
        "gt": found[1] > last,
        "lt": found[0] < first,
        "ge": found[1] >= first,
        "le": found[0] <= last,
        "sa": found[0] > last,
        "eb": found[1] < first,
    }[prefix]


def naive_code(item, system, code):
    return any(
        each["code"] == code and (system is None or each.get("system", "") == system)
        for each in item["code"]["coding"]
    )


def naive_value(item, prefix, text):
    value = item.get("valueQuantity", {}).get("value")
    if value is None:
        return False
    asked, half = float(text), 0.5 / 10 ** (len(text.partition(".")[2]))
    return {
        "eq": asked - half <= value < asked + half, "gt": value > asked, "lt": value < asked,
        "ge": value >= asked, "le": value <= asked,
    }[prefix]  # fmt: skip


def naive_performer(item, reference):
    return any(each["reference"] == reference for each in item.get("performer", ()))


questions = st.one_of(
    st.tuples(st.sampled_from(["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"]), st.sampled_from(DAYS)).map(
        lambda q: (f"date={q[0]}{q[1]}", lambda item: naive_date(item, *q))
    ),
    st.tuples(st.sampled_from((*SYSTEMS, "")), st.sampled_from(CODES)).map(
        lambda q: ("code=" + (q[1] if q[0] is None else f"{q[0]}|{q[1]}"), lambda item: naive_code(item, *q))
    ),
    st.sampled_from(CODES).map(lambda q: (f"code:not={q}", lambda item: not naive_code(item, None, q))),
    st.tuples(
        st.sampled_from(["eq", "gt", "lt", "ge", "le"]), st.sampled_from(["1", "1.5", "2.0", "10"])
    ).map(lambda q: (f"value-quantity={q[0]}{q[1]}", lambda item: naive_value(item, *q))),
    st.sampled_from(PATIENTS).map(
        lambda q: (f"patient={q}", lambda item: item.get("subject", {}).get("reference") == f"Patient/{q}")
    ),
    st.sampled_from(["Patient/p1", "Patient/p2", "Organization/o1"]).map(
        lambda q: (f"performer={q}", lambda item: naive_performer(item, q))
    ),
    st.sampled_from(["final", "amended"]).map(lambda q: (f"status={q}", lambda item: item["status"] == q)),
    st.booleans().map(
        lambda q: (f"subject:missing={str(q).lower()}", lambda item: ("subject" not in item) == q)
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    items=st.lists(observations, max_size=25),
    asked=st.lists(st.lists(questions, min_size=1, max_size=3), max_size=6),
)
def test_search_agrees_with_a_naive_reading_of_the_standard(db, monkeypatch, items, asked):
    connection.cursor().execute("delete from resource")
    resources = [{**item, "id": f"o{number:02}"} for number, item in enumerate(items)]
    if resources:
        stored(*resources)
    for rare in (1000, 0):
        monkeypatch.setattr(fetching, "RARE", rare)
        for parts in asked:
            expected = [each["id"] for each in resources if all(holds(each) for _, holds in parts)]
            assert ids("Observation?_sort=_id&_count=100&" + "&".join(text for text, _ in parts)) == expected


# --- the matcher over every body ------------------------------------------------------------------------------------

MORE_QUESTIONS = {
    "Patient": (
        "family=a",
        "family=hardy",
        "given=t",
        "name=thomas",
        "name:exact=Hardy",
        "phonetic=hardie",
        "birthdate=1840",
        "birthdate=1840-06",
        "birthdate=1840-06-02",
        "birthdate=gt1900",
        "birthdate=1840-06-02T10:00",
        "address=dor",
        "address-city=dorchester",
        "telecom=01305-1",
        "identifier=17",
        "identifier=s|",
        "identifier=s|17",
        "identifier=|17",
        "active=true",
        "deceased=true",
        "death-date=1928",
        "link=Patient/p2",
        "general-practitioner=Organization/o1",
        "general-practitioner:identifier=17",
        "language=en",
        "_tag=x",
        "_profile=http://p",
    ),
    "Condition": (
        "onset-date=2020",
        "onset-date=ge2020",
        "recorded-date=lt2020",
        "onset-date=ap2020",
        "onset-age=gt30",
        "patient=p1",
        "asserter=Patient/p1",
        "verification-status=confirmed",
        "evidence-detail=Observation/x",
        "code:text=hay",
        "subject=p1",
        "subject=Group/p1",
    ),
    "Encounter": (
        "date=2020",
        "date=ge2021",
        "date=le2020",
        "date=sa2020",
        "date=eb2021",
        "length=gt5",
        "participant=Practitioner/x",
        "status=finished",
        "location-period=2020",
    ),
    "Appointment": ("actor=Patient/p2", "patient=p1", "patient=p2", "date=2020-03"),
}
RESOURCES = [
    {"resourceType": "Patient", "id": "p1", "name": [{"family": "Hardy", "given": ["Thomas"]}],
     "birthDate": "1840-06-02",
     "deceasedDateTime": "1928-01-11", "address": [{"city": "Dorchester", "line": ["Max Gate"]}], "active": True,
     "identifier": [{"system": "s", "value": "17"}], "telecom": [{"system": "phone", "value": "(01305) 1"}],
     "link": [{"other": {"reference": "Patient/p2"}, "type": "seealso"}],
     "generalPractitioner": [{"reference": "Organization/o1", "identifier": {"value": "17"}}]},
    {"resourceType": "Patient", "id": "p2", "name": [{"text": "Árpád Thomas"}], "birthDate": "1840-06",
     "deceasedBoolean": True,
     "identifier": [{"value": "17"}], "meta": {"tag": [{"code": "x"}], "profile": ["http://p|1"]}},
    {"resourceType": "Patient", "id": "p3", "birthDate": "1840", "language": "en", "link": [
        {"other": {"reference": "Patient/p3"}, "type": "refer"}]},
    {"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}, "onsetDateTime": "2020-05",
     "asserter": {"reference": "Patient/p1"}, "recordedDate": "2021-01-01", "code": {"text": "Hay fever"}},
    {"resourceType": "Condition", "id": "c2", "subject": {"reference": "Patient/p2"}, "recordedDate": "2019-01-01",
     "asserter": {"reference": "Patient/p1"}, "verificationStatus": {"coding": [{"code": "confirmed"}]}},
    {"resourceType": "Condition", "id": "c3", "subject": {"reference": "Group/p1"}, "onsetAge": {"value": 40},
     "evidence": [{"detail": [{"reference": "Observation/x"}]}]},
    {"resourceType": "Condition", "id": "c4", "subject": {"reference": "Patient/p1"},
     "onsetPeriod": {"end": "2020-06"}},
    {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "A"},
     "subject": {"reference": "Patient/p1"},
     "period": {"start": "2019-12-30", "end": "2020-01-02"}, "length": {"value": 4},
     "participant": [{"individual": {"reference": "Practitioner/x"}}]},
    {"resourceType": "Encounter", "id": "e2", "status": "in-progress", "class": {"code": "A"},
     "period": {"start": "2019"}},
    {"resourceType": "Encounter", "id": "e3", "status": "finished", "class": {"code": "A"}, "period": {"end": "2020"},
     "location": [{"location": {"reference": "Location/l"}, "period": {"start": "2020-01-01", "end": "2020-01-02"}}]},
    {"resourceType": "Encounter", "id": "e4", "status": "finished", "class": {"code": "A"},
     "period": {"start": "2020-03-01", "end": "2020-03-20"}, "length": {"value": 20}},
    {"resourceType": "Appointment", "id": "a1", "status": "booked", "start": "2020-03-05T10:00:00Z",
     "end": "2020-03-05T11:00:00Z",
     "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"},
                     {"actor": {"reference": "Patient/p2"}, "status": "accepted"}]},
]  # fmt: skip


@pytest.mark.parametrize("rare", [1000, 0])
def test_tokens_never_hide_what_matches(db, monkeypatch, rare):
    monkeypatch.setattr(fetching, "RARE", rare)
    stored(*RESOURCES)
    for rtype, questions in MORE_QUESTIONS.items():
        bodies = [found.resource for found in _all(rtype)]
        for question in questions:
            search = parse(rtype, parse_qsl(question))
            (criterion,) = search.wanted.conditions
            assert isinstance(criterion, Criterion)
            expected = {each["id"] for each in bodies if matches(criterion)(each)}
            assert {each.id for each in run(search).matches} == expected, question


def _all(rtype: str) -> list[fetching.Found]:
    return list(fetching.all_of(fetching.Narrowing(rtype), fetching.present(), None))
