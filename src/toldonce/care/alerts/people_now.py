"""The people of a batch as those who decide see them: what decides is read once, however much happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.care.alerts.glance import address_of
from toldonce.care.alerts.happenings import Happening
from toldonce.record.deciding import present_versions, records_to_decide
from toldonce.record.readings.care_team import caring_organisations
from toldonce.record.readings.record import Record
from toldonce.record.readings.registration import registered_at
from toldonce.record.readings.stays import Visit, stay_now
from toldonce.record.relationships import Standing, standing_about


@dataclass(frozen=True, slots=True)
class PersonNow:
    """One person at this moment: the record as far as it decides, and what was declared about the person."""

    person: int
    record: Record
    standing: Standing

    @property
    def practices(self) -> frozenset[str]:
        """Where the person is registered."""
        return self.record.once(registered_at)

    @property
    def caring(self) -> frozenset[str]:
        """The organisations with the person on a caseload."""
        return self.record.once(caring_organisations)

    @property
    def places(self) -> set[str]:
        """Where the person lies now, as references to locations."""
        stay = self._stay()
        return {each.reference for each in stay.places} if stay else set()

    @property
    def hospital(self) -> str:
        """The organisation in whose hospital the person is now."""
        stay = self._stay()
        return stay.provider_code if stay else ""

    def _stay(self) -> Visit | None:
        return self.record.once(stay_now)


def people_now(news: Iterable[Happening]) -> dict[int, PersonNow]:
    """Everybody to whom something happened, by person, with the resources that tell it as they are now."""
    news = list(news)
    told = present_versions({address_of(each) for happening in news for each in happening.references})
    records = records_to_decide({each.person for each in news}, told)
    standing = standing_about(records)
    return {person: PersonNow(person, record, standing) for person, record in records.items()}
