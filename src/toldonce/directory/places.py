"""Places: what is particular to one part of the country, kept as data in a folder and loaded from there."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models as fields
from django.db import transaction
from django.utils import timezone

from toldonce.directory import checks, folder
from toldonce.directory.errors import PlaceRefused
from toldonce.directory.folder import Folder, Problem, Row
from toldonce.directory.models import Account, Membership, Organisation, Place, Post, Source, Ward

__all__ = ["Problem", "check", "load", "load_personas"]

# In this order, so that a row finds what it refers to.
TABLES = ("areas", "organisations", "memberships", "sites", "services", "wards")
NOBODYS_MAIL = "example.org"  # where no letter can reach anybody (RFC 2606)
REFERENCES = {(table, column) for table, column, _ in checks.REFERENCES}


def check(path: Path | str) -> list[Problem]:
    """What is wrong with the folder of a place; an empty list means that it can be loaded."""
    return checks.problems_of(folder.read(Path(path)))


def load(path: Path | str) -> dict[str, int]:
    """Load the folder of a place, all or nothing, and count the rows of each table.

    Loading it again changes nothing. Nothing is taken away: a row that left the folder stays as it was.
    """
    found = folder.read(Path(path))
    _refuse_unsound(found, checks.problems_of(found))
    with transaction.atomic():
        place = _load_place(found)
        return {"sources": _load_sources(found, place)} | {
            table: _load_table(table, found.tables[table], place) for table in TABLES
        }


def load_personas(path: Path | str) -> list[Account]:
    """Open an account with its posts for each persona of a place, or bring it up to date."""
    found = folder.read(Path(path))
    _refuse_unsound(found, list(checks.staffed(found)))
    with transaction.atomic():
        return [_load_persona(person) for person in found.people]


def _refuse_unsound(found: Folder, problems: list[Problem]) -> None:
    if problems:
        first = f"{problems[0]}" + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")
        raise PlaceRefused(f"{found.path.name} cannot be loaded: {first}", tuple(problems))


def _load_place(found: Folder) -> Place:
    said = found.place
    place, _ = Place.objects.update_or_create(
        code=said["code"],
        defaults={
            "name": said["name"],
            "attribution": said["attribution"],
            "travel": said.get("travel") or {},
            "demonstration": said.get("demonstration") or {},
        },
    )
    return place


def _load_sources(found: Folder, place: Place) -> int:
    rows = [
        Source(
            place=place,
            key=entry["key"],
            title=entry["title"],
            publisher=entry["publisher"],
            address=entry.get("address") or "",
            dated=str(entry["date"]),
            licence=entry["licence"],
            done=entry["done"],
            files=entry.get("files") or [],
        )
        for entry in found.sources
    ]
    return _upsert(Source, rows, ("place", "key"))


def _load_table(table: str, rows: Iterable[Row], place: Place) -> int:
    model = checks.MODELS[table]
    known = {f.name for f in model._meta.get_fields() if isinstance(f, fields.Field)}
    made = [_made(model, table, row, known, place) for row in rows]
    unique = ("member", "group", "since") if model is Membership else ("code",)
    return _upsert(model, made, unique)


def _made(model: type[fields.Model], table: str, row: Row, known: set[str], place: Place) -> fields.Model:
    values: dict[str, Any] = {"place": place} if "place" in known else {}
    for column in known & row.values.keys():
        value = row[column]
        if (table, column) in REFERENCES:
            values[f"{column}_id"] = value
        elif value is not None:
            values[column] = value
    return model(**values)


def _upsert(model: type[fields.Model], rows: list[Any], unique: tuple[str, ...]) -> int:
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in unique]
    if columns:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=unique, update_fields=columns, batch_size=1000
        )
    return len(rows)


def _load_persona(person: dict[str, Any]) -> Account:
    account, new = Account.objects.update_or_create(
        username=person["username"],
        defaults={"name": person["name"], "about": person.get("about") or "", "invented": True},
    )
    if new:
        account.set_unusable_password()
        account.email = f"{account.username}@{NOBODYS_MAIL}"
        account.save(update_fields=["password", "email"])
    for post in person.get("posts") or ():
        _load_post(account, post)
    return account


def _load_post(account: Account, post: dict[str, Any]) -> None:
    said = {"ward": Ward.objects.filter(code=post.get("ward")).first(), "title": post.get("title") or ""}
    Post.objects.update_or_create(
        account=account,
        role=post["role"],
        organisation=Organisation.objects.get(code=post["organisation"]),
        until=None,
        defaults=said,
        create_defaults=said | {"since": timezone.localdate()},
    )
