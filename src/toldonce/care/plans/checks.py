"""Who may do what with a plan, each as a question that raises with a sentence."""

from __future__ import annotations

from toldonce.care.plans.errors import OnlyNow, RoleRefused
from toldonce.care.plans.kinds import MAY, SIGNS, WRITES, kinds, may_sign, may_write
from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.record.readings.record import Record


def check_now(record: Record) -> None:
    """Nothing is written in an earlier state of the record."""
    if record.as_at is not None:
        raise OnlyNow("You see the record as it was. Go to the record of now to write a plan.")


def check_may_write(by: Actor, slug: str) -> None:
    """The role writes drafts of this kind."""
    if not may_write(by.role, slug):
        raise RoleRefused(_sentence(by, slug, WRITES, "written"))


def check_may_sign(by: Actor, slug: str) -> None:
    """The role signs plans of this kind."""
    if not may_sign(by.role, slug):
        raise RoleRefused(_sentence(by, slug, SIGNS, "signed"))


def _sentence(by: Actor, slug: str, which: int, done: str) -> str:
    roles = " or ".join(sorted(Role(each).label for each in MAY[slug][which]))
    return (
        f"This plan is {done} by: {roles}; you act as {Role(by.role).label}. Ask one of them, and tell them what you"
        f" know: a {kinds()[slug].title.lower()} is followed by people who were not there."
    )
