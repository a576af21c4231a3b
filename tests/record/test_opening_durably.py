"""A record is opened only where its row in the ledger cannot be undone any more."""

import pytest
from django.db import transaction

from tests.writing import patient, put
from toldonce.directory.actors import Actor
from toldonce.record.identity import person_of
from toldonce.record.opening import open_record

GP = Actor("dr-lee", "Dr Lee", "gp", "J81010")


@pytest.mark.usefixtures("own_database")
def test_a_record_is_not_opened_inside_a_transaction_that_could_still_undo_the_ledger():
    [written] = put(patient("p1"))
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        open_record(reader=GP, person=person_of(written.pid), purpose="direct_care")
