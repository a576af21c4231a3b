"""Results in order: by one parameter or several, what has no value last."""

import pytest

from toldonce.record.search.criteria import BadSearch

from .conftest import asked, ids, stored

PEOPLE = [
    {"resourceType": "Patient", "id": id, **({"name": [{"family": family}]} if family else {}),
     **({"birthDate": born} if born else {})}
    for id, family, born in [
        ("1", "Zola", "1950"),
        ("2", "abel", "1960-05"), ("3", "Émile", None), ("4", None, "1940-01-02"), ("5", "Abel", "1955"),
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("_id", "12345"),
        ("-_id", "54321"),
        ("family", "25314"),
        ("-family", "13254"),
        ("birthdate", "41523"),
        ("-birthdate", "25143"),
        ("family,birthdate", "52314"),
        ("family,-birthdate", "25314"),
        ("_lastUpdated,_id", "12345"),
    ],
)
def test_results_come_in_the_order_asked_for(found, sort, order):
    assert "".join(found(PEOPLE, f"Patient?_sort={sort}")) == order


@pytest.mark.parametrize("sort", ["family,-birthdate", "-_id", "birthdate", "_lastUpdated"])
def test_pages_follow_the_order(db, sort):
    stored(*PEOPLE)
    whole, pages, after = ids(f"Patient?_sort={sort}"), [], None
    while True:
        page = asked(f"Patient?_sort={sort}&_count=2", after=after)
        pages += [each.id for each in page.matches]
        after = page.next
        if after is None:
            break
    assert pages == whole
    assert sorted(pages) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("date", "abc"), ("-date", "bac"), ("value-quantity", "cab"), ("-code", "cab"), ("status,date", "abc")],
)
def test_observations_in_order(found, sort, order):
    rows = [
        {"resourceType": "Observation", "id": "a", "status": "final", "code": {"coding": [{"code": "2"}]},
         "effectiveDateTime": "2024-01-01", "valueQuantity": {"value": 9.5}},
        {"resourceType": "Observation", "id": "b", "status": "final", "code": {"coding": [{"code": "1"}]},
         "effectivePeriod": {"start": "2024-01-02"}, "valueQuantity": {"value": 10}},
        {"resourceType": "Observation", "id": "c", "status": "final", "code": {"coding": [{"code": "3"}]},
         "valueQuantity": {"value": 2}},
    ]  # fmt: skip
    assert "".join(found(rows, f"Observation?_sort={sort}")) == order


def test_too_many_to_sort_is_said(db, monkeypatch):
    monkeypatch.setattr("toldonce.record.search.run.MOST_SORTED", 3)
    stored(*PEOPLE)
    with pytest.raises(BadSearch, match="too many to sort by family"):
        ids("Patient?_sort=family")
    assert ids("Patient?_sort=family&birthdate=gt1954") == ["2", "5"]
    assert len(ids("Patient?_sort=_id")) == 5


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("Patient?_total=accurate&_count=1", 5),
        ("Patient?_total=none", None),
        ("Patient?_summary=count&family=abel", 2),
        ("Patient?_count=0", 5),
        ("Patient?family=abel&_total=accurate&_count=1", 2),
    ],
)
def test_the_total_is_given_when_asked_for(db, question, total):
    stored(*PEOPLE)
    assert asked(question).total == total


def test_an_estimate_is_a_number(db):
    stored(*PEOPLE)
    assert isinstance(asked("Patient?family=abel&_total=estimate").total, int)
