"""The national conditions of a year, and whether what stands in a plan meets them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from toldonce.steering.plans.better_care import maturity, sheets, words
from toldonce.steering.plans.better_care.accounts import Account, Dimension, cut
from toldonce.steering.plans.better_care.metrics import metrics_of
from toldonce.steering.plans.better_care.plan import Plan, plan_of
from toldonce.steering.plans.better_care.signing import Signer, who_signs
from toldonce.steering.plans.better_care.uplift import Uplift, uplifts
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row, Sheet
from toldonce.steering.sheets.kinds import FinancialYear
from toldonce.steering.sheets.saying import listed, pounds

RULES_FILE = Path(__file__).with_name("conditions.yaml")
OUT_OF_HOSPITAL = ("community_health", "continuing_care", "primary_care", "mental_health")


class State(StrEnum):
    """Whether a condition is met by what stands in the plan."""

    MET = "met"
    WITHIN_ROUNDING = "met within rounding"
    NOT_MET = "not met"
    WAITING = "waits for signatures"
    STATED = "stated, not computed"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a year; what is not `national` is a requirement of the planning guidance."""

    key: str
    title: str
    rule: str
    source: str
    national: bool = True

    @property
    def kind(self) -> str:
        """What it is called."""
        return "National condition" if self.national else "Planning requirement"


@dataclass(frozen=True, slots=True)
class Year:
    """The conditions and metrics of financial years, and where they are laid down."""

    source: str
    conditions: Sequence[Condition]
    metrics: Sequence[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with what the plan shows of it, the cell that shows it, and what the partners state."""

    condition: Condition
    state: State
    because: str
    at: At
    stated: Row | None

    @property
    def contradicted(self) -> bool:
        """Whether the partners state it as met and the plan shows that it is not."""
        return bool(self.stated and self.stated["met"] == "yes" and self.state == State.NOT_MET)


Shown = tuple[State, str, At]


@cache
def rules() -> Mapping[int, Year]:
    """The rules of every year that is known, by the year in which it begins."""
    read = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))
    found = {}
    for each in read:
        conditions = tuple(Condition(**condition) for condition in each["conditions"])
        found |= {year: Year(each["source"], conditions, tuple(each["metrics"])) for year in each["years"]}
    return found


def judged(contents: Contents, plan: Plan | None = None, *, signed: Collection[Signer] = ()) -> list[Judged]:
    """Every condition of the plan's year; `signed` says who has signed: code and capacity."""
    plan = plan or plan_of(contents)
    year = rules().get(plan.year or 0)
    if year is None:
        return []
    stated = {row["condition"]: row for row in contents.get("conditions", ())}
    return [
        Judged(each, *_shown(each, year, plan, contents, signed), stated.get(each.key))
        for each in year.conditions
    ]


def _shown(
    condition: Condition, year: Year, plan: Plan, contents: Contents, signed: Collection[Signer]
) -> Shown:
    if condition.rule == "signed":
        return _signed(contents, signed)
    if condition.rule == "metrics":
        return _metrics(contents, year.metrics)
    if condition.rule in OF_MONEY:
        return OF_MONEY[condition.rule](plan, contents)
    if condition.rule == "maturity":
        return _maturity(contents)
    return State.STATED, "No number shows it: it rests on the evidence that is stated.", At(sheets.CONDITIONS)


def _signed(contents: Contents, signed: Collection[Signer]) -> Shown:
    at = At(sheets.PARTNERS)
    wanted = who_signs(contents)
    if not wanted:
        return State.NOT_MET, "No partner is named that signs the plan.", at
    waiting = [name for signer, name in wanted.items() if signer not in signed]
    if waiting:
        return State.WAITING, f"{listed(waiting)} {'has' if len(waiting) == 1 else 'have'} not signed.", at
    return State.MET, f"{listed(list(wanted.values()))} have signed.", at


def _metrics(contents: Contents, wanted: Sequence[str]) -> Shown:
    found = {each.key: each for each in metrics_of(contents)}
    missing = [key for key in wanted if key not in found]
    if missing:
        names = listed([words.METRICS[key] for key in missing])
        return State.NOT_MET, f"There is no row for {names}.", At(sheets.METRICS)
    for key in wanted:
        if found[key].plan is None and not found[key].elsewhere:
            says = f"“{words.METRICS[key]}” has no plan, and nothing says which other plan sets it."
            return State.NOT_MET, says, At(sheets.METRICS, found[key].row, "plan")
    elsewhere = [found[key].name for key in wanted if found[key].plan is None]
    said = f" {listed(elsewhere)}: set in another plan." if elsewhere else ""
    return State.MET, f"Each of the {len(wanted)} metrics has a plan.{said}", At(sheets.METRICS)


def _maturity(contents: Contents) -> Shown:
    picture = maturity.picture(contents)
    if picture.missing:
        names = listed([words.CHANGES[each] for each in picture.missing])
        return State.NOT_MET, f"Not assessed: {names}.", At(sheets.MATURITY)
    return State.MET, picture.sentence, At(sheets.MATURITY)


def _social_care_minimum(plan: Plan, contents: Contents) -> Shown:
    """Whether each contributor holds its minimum: the one that does worst is told of."""
    shown = [_minimum_of_one(plan, contents, each) for each in uplifts(contents)]
    if not shown:
        says = "No minimum is said, or it lacks its base, its uplift or its amount."
        return State.NOT_MET, says, At(sheets.MINIMUM)
    return _worst(shown)


def _nhs_contribution(plan: Plan, contents: Contents) -> Shown:
    return _worst([_social_care_minimum(plan, contents), _out_of_hospital(plan, contents)])


def _worst(shown: Sequence[Shown]) -> Shown:
    order = (State.NOT_MET, State.WITHIN_ROUNDING, State.MET)
    return min(shown, key=lambda each: order.index(each[0]))


def _minimum_of_one(plan: Plan, contents: Contents, each: Uplift) -> Shown:
    at = At(sheets.MINIMUM, each.row, "minimum")
    low, high, sheet = from_the_minimum(plan, contents, each.partner, ("social_care",))
    slack = (plan.nearest if plan.nearest > 1 else 0) / 2 + (each.nearest if each.nearest > 1 else 0) / 2
    spent = pounds(low) if low == high else f"between {pounds(low)} and {pounds(high)}"
    says = f"{spent} of social care from it (“{sheet.title}”) against a minimum of {pounds(each.minimum)}"
    if low - slack >= each.minimum:
        return State.MET, f"{says}.", at
    if low + slack >= each.minimum:
        return (
            State.WITHIN_ROUNDING,
            f"{says}: both are rounded, so that it holds to {pounds(2 * slack)}.",
            at,
        )
    return State.NOT_MET, f"{says}: {pounds(each.minimum - low)} are missing or not said.", at


def from_the_minimum(
    plan: Plan, contents: Contents, partner: str, areas: Sequence[str]
) -> tuple[int, float, Sheet]:
    """What a partner's minimum contribution (or one not told apart) spends on areas: from, to, and who says so."""
    account = _account_of_areas(plan)
    sources = [
        row["key"]
        for row in contents.get("sources", ())
        if row["partner"] == partner and row["type"] in words.OF_THE_NHS_MINIMUM
    ]
    said = [
        account.of(cut({Dimension.PARTNER: partner, Dimension.SOURCE: str(source), Dimension.AREA: area}))
        for source in sources
        for area in areas
    ]
    return sum(each.low for each in said), sum(each.high for each in said), account.sheet


def _account_of_areas(plan: Plan) -> Account:
    return plan.areas if plan.areas.entries else plan.spending


def _out_of_hospital(plan: Plan, contents: Contents) -> Shown:
    payers = [str(row["key"]) for row in contents.get("partners", ()) if row["kind"] == "nhs"]
    found = [from_the_minimum(plan, contents, payer, OUT_OF_HOSPITAL) for payer in payers]
    low, at = sum(each[0] for each in found), At(_account_of_areas(plan).sheet)
    if low:
        return State.MET, f"{pounds(low)} of the NHS contribution for services outside hospital.", at
    return State.NOT_MET, "Nothing of the NHS contribution is said to be for services outside hospital.", at


OF_MONEY: dict[str, Callable[[Plan, Contents], Shown]] = {
    "social_care_minimum": _social_care_minimum,
    "out_of_hospital": _out_of_hospital,
    "nhs_contribution": _nhs_contribution,
}


def findings(contents: Contents, plan: Plan | None = None) -> Iterator[Finding]:
    """The conditions that are not met, those without evidence, and a year whose conditions nobody has entered."""
    plan = plan or plan_of(contents)
    year = plan.year
    if year is None:
        return
    if year not in rules():
        says = f"{FinancialYear().say(year)}: no national conditions are known for it, so none are checked."
        yield Finding(At(sheets.ABOUT, 1, "year"), says, Grade.DOUBT)
    for each in judged(contents, plan):
        if each.state == State.NOT_MET:
            says = f"{each.condition.kind} not met: {each.condition.title}. {each.because}"
            yield Finding(each.at, says)
        if each.stated is None:
            says = f"nothing is stated about “{each.condition.title}” (write {each.condition.key})."
            yield Finding(At(sheets.CONDITIONS), says, Grade.DOUBT)
    yield from _unknown(contents, year)


def _unknown(contents: Contents, year: int) -> Iterator[Finding]:
    known = [each.key for each in rules()[year].conditions] if year in rules() else []
    for row in contents.get("conditions", ()):
        if known and row["condition"] and row["condition"] not in known:
            says = f"“{row['condition']}” is no condition of {FinancialYear().say(year)}: {listed(known)}."
            yield Finding(At(sheets.CONDITIONS, row.number, "condition"), says)
