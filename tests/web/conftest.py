"""Somebody who opens pages."""

from __future__ import annotations

import pytest

from toldonce.directory import actions
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Account, Organisation, Place


@pytest.fixture
def gp(db) -> Account:
    place = Place.objects.create(code="here", name="Here")
    practice = Organisation.objects.create(
        code="J81016", place=place, kind="practice", name="A practice", source="x"
    )
    account = actions.open_account(by=SYSTEM, username="a.gp", name="Ada Gee")
    actions.give_post(by=SYSTEM, account=account, role="gp", organisation=practice)
    Account.objects.filter(pk=account.pk).update(invented=True)
    return account
