"""Pages neither lose nor repeat anything while others write, and their links are our own."""

import random
import threading
from contextlib import closing, suppress

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.record.errors import Busy
from toldonce.record.search import fetching
from toldonce.record.search.criteria import BadSearch
from toldonce.record.search.parse import parse
from toldonce.record.search.run import run, search_of

from .conftest import asked, deleted, ids, stored

QUESTIONS = (
    "Observation?code=a&_count={count}",
    "Observation?code=a&_sort=-date&_count={count}",
    "Observation?code=a&_sort=date&_count={count}",
    "Observation?code=a&_sort=-_lastUpdated&_count={count}",
    "Observation?code=a&_sort=value-quantity&_count={count}",
    "Observation?subject=Patient/p0&_count={count}",
    "Observation?subject=Patient/p0&code=a&_sort=date&_count={count}",
    "Observation?patient.gender=female&_count={count}",
    "Observation?date=ge2024-03&_sort=-date&_count={count}",
)


def observation(number: int, code: str, patient: int, month: int):
    return {
        "resourceType": "Observation", "id": f"o{number:02}", "status": "final", "code": {"coding": [{"code": code}]},
        "subject": {"reference": f"Patient/p{patient}"}, "valueQuantity": {"value": number % 5},
        **({"effectiveDateTime": f"2024-{month:02}"} if month else {}),
    }  # fmt: skip


def patient(number: int, gender: str):
    return {"resourceType": "Patient", "id": f"p{number}", "gender": gender}


OBSERVATIONS = st.builds(
    observation, st.integers(0, 30), st.sampled_from("ab"), st.integers(0, 1), st.integers(0, 9)
)
PATIENTS = st.builds(patient, st.integers(0, 1), st.sampled_from(["female", "male"]))
CHANGES = st.lists(st.one_of(OBSERVATIONS, PATIENTS, st.integers(0, 30)), max_size=4)


def write(changes) -> None:
    """Writes resources; a number deletes the observation that bears it."""
    for change in changes:
        if not isinstance(change, int):
            stored(change)
        elif ids(f"Observation?_id=o{change:02}"):
            deleted("Observation", f"o{change:02}")


def contents(page):
    return [(each.id, each.version) for each in page.matches]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(OBSERVATIONS, min_size=5, max_size=30),
    between=st.lists(CHANGES, min_size=40, max_size=40),
    question=st.sampled_from(QUESTIONS),
    count=st.integers(1, 4),
    limits=st.fixed_dictionaries(
        {
            "RARE": st.sampled_from([0, 3, 1000]),
            "FEW_PIDS": st.sampled_from([0, 1000]),
            "FIRST_WINDOW": st.just(2),
        }
    ),
)
def test_the_pages_together_are_what_was_there_when_the_first_was_asked(
    own_database, monkeypatch, before, between, question, count, limits
):
    for name, value in limits.items():
        monkeypatch.setattr(fetching, name, value)
    connection.cursor().execute("truncate resource, resource_history, patient")
    write([patient(0, "female"), patient(1, "male"), *before])
    whole = contents(asked(question.format(count=1000)))
    pages, page = [], asked(question.format(count=count))
    for changes in between:
        pages += contents(page)
        if page.next is None:
            break
        write(changes)
        page = run(search_of(page.next), after=page.next)
    assert pages == whole


def test_pages_hold_while_other_connections_write(own_database):
    """Writers commit while pages are read; what they had not committed at the first page is on none."""
    stored(
        patient(0, "female"), patient(1, "male"), *(observation(n, "a", n % 2, 1 + n % 9) for n in range(60))
    )
    stop = threading.Event()

    def scribble(seed: int) -> None:
        chance = random.Random(seed)
        with closing(connection):
            while not stop.is_set():
                number, code = chance.randrange(90), chance.choice("ab")
                with suppress(Busy):
                    stored(observation(number, code, chance.randrange(2), chance.randrange(10)))

    writers = [threading.Thread(target=scribble, args=(seed,)) for seed in range(2)]
    for writer in writers:
        writer.start()
    try:
        for question in QUESTIONS * 2:
            seen, page = [], asked(question.format(count=7) + "&_total=accurate")
            while True:
                seen += [each.id for each in page.matches]
                if page.next is None:
                    break
                page = run(search_of(page.next), after=page.next)
            assert len(seen) == len(set(seen)) == page.total
    finally:
        stop.set()
        for writer in writers:
            writer.join()


class TestALinkToAPage:
    @pytest.fixture(autouse=True)
    def record(self, db):
        stored(*(observation(n, "a", 0, 1) for n in range(5)))
        self.search = parse("Observation", [("code", "a"), ("_count", "2"), ("_total", "accurate")])
        self.next = run(self.search).next

    def test_says_which_search_it_goes_on_with(self):
        assert search_of(self.next) == self.search

    def test_keeps_the_total_of_the_first_page(self):
        deleted("Observation", "o04")
        assert run(self.search, after=self.next).total == 5

    def test_is_refused_when_it_was_changed(self):
        with pytest.raises(BadSearch):
            run(self.search, after=self.next[:-1] + ("A" if self.next[-1] != "A" else "B"))

    def test_is_refused_with_another_search(self):
        with pytest.raises(BadSearch, match="another search"):
            run(parse("Observation", [("code", "b")]), after=self.next)

    def test_shows_only_what_its_reader_may_see(self):
        assert run(self.search, after=self.next, only_pids=[]).matches == []
