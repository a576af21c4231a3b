"""Writing what the public may read: a checked proposal copied into the tables `published_*`, and nothing beside it.

Where a change could leak: `CELLS` names each column of a figure that leaves, `wording` each word. Of counts of people
neither the revision nor the day of a figure leaves: who was told of it would know that a hidden count has changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models
from django.utils import timezone

from toldonce.figures.models import Status
from toldonce.figures.publication.models import (
    Kind,
    Proposal,
    Release,
    ReleasedAim,
    ReleasedCell,
    ReleasedDecision,
    ReleasedIndicator,
    ReleasedPlace,
    ReleasedSeries,
    ReleasedSource,
    State,
)
from toldonce.figures.publication.wording import Row, Wording

CELLS = """
with newest as materialized (
    select indicator_id, max(as_at) as as_at from figures_current where indicator_id in (
        select indicator_id from publication_choice where proposal_id = %(proposal)s and handling = 'people'
    ) group by indicator_id
)
insert into published_cell (indicator_id, place, part, period, numerator, denominator, value, low, high, missing,
    hidden, as_at, revision, source, row)
select released.id, cell.place, cell.part, cell.period, cell.numerator, cell.denominator, cell.value, cell.low,
    cell.high, cell.missing, cell.hidden,
    coalesce(newest.as_at, figure.as_at),
    case when choice.handling = 'people' then null else figure.revision end,
    source.key, case when source.key is not null and figure.row > 0 then figure.row end
from publication_cell cell
join figures_figure figure on figure.id = cell.figure_id
join publication_choice choice on choice.proposal_id = cell.proposal_id and choice.indicator_id = cell.indicator_id
join figures_indicator indicator on indicator.id = cell.indicator_id
join published_indicator released on released.release_id = %(release)s and released.code = indicator.code
left join newest on newest.indicator_id = cell.indicator_id
left join figures_receivedfile file on file.id = figure.file_id and choice.handling <> 'people'
left join published_source source on source.release_id = %(release)s and source.sha256 = file.sha256
    and source.name = file.name and source.as_at = file.as_at
where cell.proposal_id = %(proposal)s
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


def publish(proposal: Proposal, words: Wording) -> Release:
    """Copy a checked proposal to where the public reads, with the words that were checked as well, and mark what it
    corrects or withdraws."""
    release = Release.objects.create(
        number=proposal.number, released=proposal.decided_at or timezone.now(), digest=proposal.digest, **words.release
    )  # fmt: skip
    _undo(release)
    if proposal.kind != Kind.WITHDRAWAL:
        _write_words(release, words)
        with connection.cursor() as cursor:
            for statement in (CELLS, SERIES):
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


def _write_words(release: Release, words: Wording) -> None:
    ReleasedSource.objects.bulk_create(ReleasedSource(release=release, **row) for row in words.sources)
    ReleasedPlace.objects.bulk_create(ReleasedPlace(release=release, **row) for row in words.places)
    made = ReleasedIndicator.objects.bulk_create(
        ReleasedIndicator(release=release, **row) for row in words.indicators
    )
    by_code = {each.code: each for each in made}
    _write_beside(ReleasedAim, by_code, words.aims)
    _write_beside(ReleasedDecision, by_code, words.decisions)


def _write_beside(
    model: type[models.Model], indicators: dict[str, ReleasedIndicator], rows: Sequence[Row]
) -> None:
    model._default_manager.bulk_create(
        model(**row | {"indicator": indicators[row["indicator"]]}) for row in rows
    )
