"""Writing what the public may read: a checked proposal copied into the tables `published_*`, and nothing beside it.

Where a change could leak: `CELLS` names each column that leaves; a rule, an exact count and an account never do.
"""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from toldonce.directory.models import Area, AreaKind, Organisation, OrganisationKind, Place
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import FigurePlace, Indicator, Standard, Status
from toldonce.figures.places import names
from toldonce.figures.publication.models import (
    Cell,
    Choice,
    Kind,
    Proposal,
    Release,
    ReleasedAim,
    ReleasedCell,
    ReleasedDecision,
    ReleasedIndicator,
    ReleasedPlace,
    ReleasedSeries,
    State,
)

CELLS = """
insert into published_cell (indicator_id, place, part, period, numerator, denominator, value, low, high, missing,
    hidden, as_at, revision, source, row)
select released.id, cell.place, cell.part, cell.period, cell.numerator, cell.denominator, cell.value, cell.low,
    cell.high, cell.missing, cell.hidden, figure.as_at,
    case when choice.handling = 'people' then null else figure.revision end,
    source.key, case when source.key is not null and figure.row > 0 then figure.row end
from publication_cell cell
join figures_figure figure on figure.id = cell.figure_id
join publication_choice choice on choice.proposal_id = cell.proposal_id and choice.indicator_id = cell.indicator_id
join figures_indicator indicator on indicator.id = cell.indicator_id
join published_indicator released on released.release_id = %(release)s and released.code = indicator.code
left join figures_receivedfile file on file.id = figure.file_id and choice.handling <> 'people'
left join published_source source on source.release_id = %(release)s and source.sha256 = file.sha256
    and source.name = file.name and source.as_at = file.as_at
where cell.proposal_id = %(proposal)s
"""
SOURCES = """
insert into published_source (release_id, key, name, title, publisher, licence, address, as_at, sha256)
select %(release)s, row_number() over (order by min(file.title), file.as_at, file.name), file.name, min(file.title),
    min(file.publisher), min(file.licence), min(file.address), file.as_at, file.sha256
from figures_receivedfile file
where file.id in (
    select figure.file_id from publication_cell cell
    join figures_figure figure on figure.id = cell.figure_id
    join publication_choice choice on choice.proposal_id = cell.proposal_id
        and choice.indicator_id = cell.indicator_id and choice.handling <> 'people'
    where cell.proposal_id = %(proposal)s
)
group by file.sha256, file.name, file.as_at
"""
SERIES = """
insert into published_series (indicator_id, place, part, first, last, cells, hidden, value, missing)
select indicator_id, place, part, min(period), max(period), count(*), count(*) filter (where hidden),
    (array_agg(value order by period desc))[1], (array_agg(missing order by period desc))[1]
from published_cell where indicator_id in (select id from published_indicator where release_id = %(release)s)
group by indicator_id, place, part
"""
MARK = """
update figures_figure figure set status = %s, checked_by = %s
from publication_cell cell
where cell.proposal_id = %s and cell.figure_id = figure.id and figure.status <> %s
"""
UNMARK = """
update figures_figure figure set status = %s, checked_by = ''
from publication_cell cell
where cell.proposal_id = %s and cell.figure_id = figure.id and figure.status = %s and not exists (
    select from publication_cell other join publication_proposal p on p.id = other.proposal_id
    where other.figure_id = figure.id and p.state = %s and p.id <> cell.proposal_id
)
"""
WORDS = (
    "code", "name", "definition", "owner", "unit", "good", "every", "numerator", "denominator", "source", "method",
    "caveat", "review", "checker", "themes", "version",
)  # fmt: skip
DECISION = ("place", "part", "kind", "on", "figures", "reason")
DECIDED_BY = "the planners of the partnership"
STANDARD = ("place", "kind", "value", "since", "until", "set_on", "note", "source")


def publish(proposal: Proposal) -> Release:
    """Copy a checked proposal to where the public reads, and mark what it corrects or withdraws."""
    place = Place.objects.order_by("code").first()
    release = Release.objects.create(
        number=proposal.number, kind=proposal.kind, title=proposal.title, reason=proposal.reason,
        released=proposal.decided_at or timezone.now(), cells=proposal.cells, hidden=proposal.hidden,
        digest=proposal.digest, undoes=proposal.undoes, place=place.name if place else "",
        attribution=place.attribution if place else "",
    )  # fmt: skip
    _undo(release)
    if proposal.kind != Kind.WITHDRAWAL:
        _release_indicators(release, proposal)
        _release_places(release, proposal)
        with connection.cursor() as cursor:
            for statement in (SOURCES, CELLS, SERIES):
                cursor.execute(statement, {"release": release.number, "proposal": proposal.pk})
    return release


def mark(proposal: Proposal, status: Status, by: str) -> None:
    """Say of the figures of a proposal how far they have come; what is published stays so."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, [status, by, proposal.pk, Status.PUBLISHED])


def unmark(proposal: Proposal) -> None:
    """Say of the figures of a proposal that is given back that they are drafts again, unless another one has them."""
    with connection.cursor() as cursor:
        cursor.execute(UNMARK, [Status.DRAFT, proposal.pk, Status.CHECKED, State.CHECKED])


def _undo(release: Release) -> None:
    """Mark the release that this one corrects or withdraws; figures that are withdrawn leave the public's tables."""
    if release.undoes is None:
        return
    withdrawn = release.kind == Kind.WITHDRAWAL
    Release.objects.filter(pk=release.undoes).update(undone_by=release.number, withdrawn=withdrawn)
    if withdrawn:
        for model in (ReleasedCell, ReleasedSeries):
            model.objects.filter(indicator__release=release.undoes).delete()


def _release_indicators(release: Release, proposal: Proposal) -> None:
    choices = list(Choice.objects.filter(proposal=proposal).select_related("indicator"))
    made = ReleasedIndicator.objects.bulk_create(_indicator(release, each) for each in choices)
    by_code = {each.code: each for each in made}
    standards = Standard.objects.filter(indicator__in=[each.indicator_id for each in choices])
    ReleasedAim.objects.bulk_create(
        ReleasedAim(
            indicator=by_code[each.indicator.code], **{field: getattr(each, field) for field in STANDARD}
        )
        for each in standards.select_related("indicator")
    )
    decided = ChartDecision.objects.filter(
        indicator__in=[each.indicator_id for each in choices], taken_back_by=None
    )
    ReleasedDecision.objects.bulk_create(
        ReleasedDecision(
            indicator=by_code[each.indicator.code],
            name=DECIDED_BY,
            **{field: getattr(each, field) for field in DECISION},
        )
        for each in decided.exclude(kind=Decided.TAKEN_BACK).select_related("indicator")
    )


def _indicator(release: Release, choice: Choice) -> ReleasedIndicator:
    told: Indicator = choice.indicator
    derivation = str(derivation_of(told)) if told.derived else ""
    words = {field: getattr(told, field) for field in WORDS}
    return ReleasedIndicator(
        release=release, handling=choice.handling, declared=choice.why, derivation=derivation, **words
    )


def _release_places(release: Release, proposal: Proposal) -> None:
    codes = list(Cell.objects.filter(proposal=proposal).values_list("place", flat=True).distinct())
    called, elsewhere, here = names(codes), _kinds_elsewhere(codes), _kinds_here(codes)
    ReleasedPlace.objects.bulk_create(
        ReleasedPlace(
            release=release,
            code=code,
            name=called[code],
            kind=here.get(code, elsewhere.get(code, "")),
            here=code in here,
        )
        for code in codes
    )


def _kinds_here(codes: list[str]) -> dict[str, str]:
    """What each organisation and area of the directory is, in words: a GP practice, a council."""
    found: dict[str, str] = {}
    for model in (Area, Organisation):
        found |= {each.code: each.get_kind_display() for each in model.objects.filter(code__in=codes)}
    return found


def _kinds_elsewhere(codes: list[str]) -> dict[str, str]:
    """What each place of figures is that the directory does not have, in words."""
    found = FigurePlace.objects.filter(code__in=codes).values_list("code", "kind")
    known = {f"{value}": f"{words}" for value, words in (*AreaKind.choices, *OrganisationKind.choices)}
    return {f"{code}": known.get(f"{kind}", f"{kind}".capitalize()) for code, kind in found}
