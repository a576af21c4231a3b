"""Who acts: the one value that every action and every ledger row takes as `by`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, for which organisation (ODS code), and from where."""

    account: str
    name: str
    role: str
    organisation: str
    scopes: tuple[str, ...] = ()
    whence: str = ""


SYSTEM = Actor(account="toldonce", name="Toldonce", role="service", organisation="", scopes=("system/*.*",))
