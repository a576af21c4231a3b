"""Limits begin anew only where a person said so and why; nobody decides over somebody whom they have not heard."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests.figures.charting.conftest import month
from toldonce.directory.actors import Actor
from toldonce.figures.charting import actions, queries
from toldonce.figures.charting.models import ChartDecision
from toldonce.figures.errors import ChangedMeanwhile, EditRefused
from toldonce.figures.models import Indicator
from toldonce.ledger.queries import by_account

LEILA, OWEN = Actor("l.eila", "Leila", "planner", "QQQ"), Actor("o.wen", "Owen", "planner", "QQQ")
SERIES = {"indicator": "attendances", "place": "AAA"}


@pytest.fixture
def two_years(told):
    told("attendances", "AAA", [*[10, 12] * 6, *[20, 22] * 6])


def plan() -> list[tuple[str, object]]:
    found = queries.in_force([Indicator.objects.get(code="attendances")], ["AAA"])
    return [(each.kind, each.on or each.figures) for each in found["AAA", "attendances"]]


def test_a_rebase_is_kept_with_its_author_and_its_reason(two_years):
    decision = actions.rebase(by=LEILA, **SERIES, on=month(12), reason="A new front door", seen=0)
    assert (decision.name, decision.reason) == ("Leila", "A new front door")
    assert plan() == [("rebase", month(12))]
    assert [(row.act, row.subject, row.why) for row in by_account("l.eila")] == [
        ("figures.chart", "attendances", "A new front door")
    ]


def test_a_rebase_and_a_fixed_baseline_hold_together_and_a_later_baseline_replaces_the_earlier(two_years):
    first = actions.rebase(by=LEILA, **SERIES, on=month(12), reason="A new front door", seen=0)
    second = actions.fix_baseline(by=LEILA, **SERIES, figures=12, reason="The year before", seen=first.pk)
    actions.fix_baseline(by=OWEN, **SERIES, figures=15, reason="Too short", seen=second.pk)
    assert plan() == [("rebase", month(12)), ("baseline", 12), ("baseline", 15)]
    (shown,) = queries.charted([first.indicator], "AAA")
    assert (shown.chart.plan.baseline, [each.on for each in shown.chart.plan.rebases]) == (15, [month(12)])


def test_the_second_of_two_hears_what_the_first_decided_and_decides_again(two_years):
    first = actions.rebase(by=LEILA, **SERIES, on=month(12), reason="A new front door", seen=0)
    with pytest.raises(ChangedMeanwhile, match=r"Leila: Limits begin anew \(A new front door\)"):
        actions.rebase(by=OWEN, **SERIES, on=month(13), reason="Another ward", seen=0)
    actions.rebase(by=OWEN, **SERIES, on=month(13), reason="Another ward", seen=first.pk)
    assert plan() == [("rebase", month(12)), ("rebase", month(13))]


def test_what_is_taken_back_stays_in_the_history(two_years):
    first = actions.rebase(by=LEILA, **SERIES, on=month(12), reason="A new front door", seen=0)
    actions.take_back(by=OWEN, decision=first.pk, reason="It opened a year later", seen=first.pk)
    assert plan() == []
    assert [(each.kind, each.name) for each in queries.decisions("attendances", "AAA")] == [
        ("taken_back", "Owen"), ("rebase", "Leila")
    ]  # fmt: skip
    with pytest.raises(EditRefused, match="Owen has taken it back already"):
        actions.take_back(by=LEILA, decision=first.pk, reason="again", seen=first.pk + 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": "  "}, "Say why"),
        ({"on": month(0)}, "it is the first one"),
        ({"on": date(2020, 5, 2)}, "No figure of this series begins on 2 May 2020"),
        ({"indicator": "no-such"}, "There is no indicator no-such"),
        ({"place": "BBB"}, "No figure of this series begins"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_sentence(two_years, change, why):
    with pytest.raises(EditRefused, match=why):
        actions.rebase(**{"by": LEILA, **SERIES, "on": month(12), "reason": "x", "seen": 0, **change})
    assert not ChartDecision.objects.exists()


def test_a_baseline_of_eleven_figures_is_refused(two_years):
    with pytest.raises(EditRefused, match="11 are not enough"):
        actions.fix_baseline(by=LEILA, **SERIES, figures=11, reason="x", seen=0)


def test_no_decision_is_ever_changed_or_removed(two_years):
    decision = actions.rebase(by=LEILA, **SERIES, on=month(12), reason="x", seen=0)
    for change in (lambda: ChartDecision.objects.update(reason="y"), decision.delete):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
