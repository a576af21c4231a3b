"""What is looked at: the place and the part of the address, so that every switch keeps the view and can be sent on."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from toldonce.directory.actors import Actor
from toldonce.figures.charting.where import Counted, grouped, where_counted


@dataclass(frozen=True, slots=True)
class Chosen:
    """The place that was chosen, all that could be, and for which places each indicator is counted."""

    place: Counted
    groups: list[tuple[str, list[Counted]]]
    counted: dict[str, set[str]]

    def elsewhere(self, indicator: str) -> list[Counted]:
        """The other places for which an indicator is counted, in the order in which they are chosen."""
        codes = self.counted.get(indicator, set())
        return [each for _, those in self.groups for each in those if each.code in codes - {self.place.code}]

    def peers(self, indicator: str) -> list[Counted]:
        """The places of the same kind for which an indicator is counted, the chosen one among them."""
        codes = self.counted.get(indicator, set())
        return [
            each
            for _, those in self.groups
            for each in those
            if each.kind == self.place.kind and each.code in codes
        ]


def chosen(reader: Actor, asked: str, indicator: str = "") -> Chosen:
    """The place asked for, else the reader's own organisation, else the first.

    Those that can be chosen are the places for which an indicator is counted, or all where it is not counted yet.

    Raises Http404 for a place that has no figures.
    """
    counted = where_counted()
    codes = counted.get(indicator) or set().union(*counted.values())
    groups = grouped(codes)
    known = {each.code: each for _, those in groups for each in those}
    if asked and asked not in known:
        raise Http404(f"No figure is counted for {asked}.")
    place = known.get(asked or reader.organisation) or next(iter(known.values()), NOBODY)
    return Chosen(place, groups or [("", [NOBODY])], counted)


NOBODY = Counted("", "no place yet", "", "")
