"""Small mappings and small files, and the organisations that send them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from django.db import connection

from tests.writing import NURSE
from toldonce.directory.models import Organisation, Place
from toldonce.exchange.files.actions import take
from toldonce.exchange.files.mapping import Mapping
from toldonce.exchange.files.models import Load
from toldonce.exchange.files.reading import mapping_from
from toldonce.record import store

COUNCIL = "E06000059"


@pytest.fixture
def council(own_database) -> str:
    """A database in which the council is known."""
    place = Place.objects.create(code="here", name="Here")
    for code, kind in ((COUNCIL, "council"), ("ZZH01", "care_home"), ("J81010", "practice")):
        Organisation.objects.create(code=code, place=place, kind=kind, name=f"The {kind}")
    return COUNCIL


@pytest.fixture
def taken(council, tmp_path) -> Callable[..., Load]:
    """Take lines as a file of the council by a mapping."""

    def do(mapping: Mapping | str, *lines: str, name: str = "file.csv", **more) -> Load:
        used = mapping_from(mapping.encode(), "test") if isinstance(mapping, str) else mapping
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n")
        return take(by=NURSE, path=path, mapping=used, source=COUNCIL, **more)

    return do


def stored(rtype: str) -> list[dict]:
    """The resources of a type that are in the record now, by their id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from resource where rtype = %s and body is not null order by id", [_number(rtype)]
        )
        ids = [id for (id,) in cursor.fetchall()]
    return [orjson.loads(each.body) for each in store.read_many([(rtype, id) for id in ids])]


def _number(rtype: str) -> int:
    from toldonce.codes.fhir.definitions import RTYPE

    return RTYPE[rtype]


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path
