"""The inbox: files that are put into a folder are taken by themselves.

`INBOX/<source>/<mapping>/file.csv`: the folder says who tells and by which mapping. A file is taken when its name
does not begin with a point and it has lain still for a moment; it is then moved to `done/` or, with a file beside it
that says why, to `refused/`. Links to elsewhere are not followed, so that whoever may put files here reads and writes
nothing else by them. Whoever writes it should write it under another name and then rename it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import orjson
from django.conf import settings
from django.db import Error

from toldonce.directory.actors import Actor
from toldonce.exchange.files.actions import take
from toldonce.exchange.files.errors import BeingTaken, FileTrouble
from toldonce.exchange.files.reading import mapping_called

INBOX = Actor(account="inbox", name="Inbox", role="service", organisation="", scopes=("system/*.write",))
DONE, REFUSED = "done", "refused"
STILL = 2.0  # seconds for which a file must not have changed
FILES_A_TURN = 5
TEMPORARY = (".part", ".tmp", ".filepart", ".crdownload")


def turn() -> int:
    """Take the files that lie in the inbox, a few at a time; returns how many were looked at."""
    folder = Path(settings.TOLDONCE_INBOX)
    looked_at = 0
    for path in _waiting(folder):
        looked_at += _looked_at(path)
        if looked_at >= FILES_A_TURN:
            break
    return looked_at


def _waiting(folder: Path) -> Iterator[Path]:
    """The files that lie still, oldest first within each feed."""
    feeds = sorted(path for path in folder.glob("*/*") if path.is_dir() and not _leads_out(path))
    for feed in feeds:
        files = [
            path for path in feed.iterdir() if path.is_file() and not path.is_symlink() and _is_whole(path)
        ]
        yield from sorted(files, key=lambda path: (path.stat().st_mtime, path.name))


def _leads_out(feed: Path) -> bool:
    """Whether a folder, one above it, or one into which its files are moved is a link to somewhere else."""
    return any(each.is_symlink() for each in (feed.parent, feed, feed / DONE, feed / REFUSED))


def _is_whole(path: Path) -> bool:
    unfinished = path.name.startswith(".") or path.name.lower().endswith(TEMPORARY)
    return not unfinished and time.time() - path.stat().st_mtime >= STILL


def _looked_at(path: Path) -> int:
    """Take one file and move it away; one whose feed is busy waits for the next turn."""
    source, name = path.parent.parent.name, path.parent.name
    try:
        mapping = mapping_called(
            name, Path(settings.TOLDONCE_MAPPINGS) if settings.TOLDONCE_MAPPINGS else None
        )
        quarantine = path.parent / DONE / f"{_stamp()}-{path.name}.refused.ndjson"
        take(by=INBOX, path=path, mapping=mapping, source=source, quarantine=quarantine)
    except (BeingTaken, Error):
        return 0
    except FileTrouble as refusal:
        return _refused(path, str(refusal))
    except (
        Exception
    ) as trouble:  # a file that nobody foresaw must not stand in the way of the others for ever
        return _refused(
            path, f"It could not be taken ({type(trouble).__name__}): try it with `toldonce take try`."
        )
    _moved(path, DONE)
    return 1


def _refused(path: Path, reason: str) -> int:
    """Move a file aside with the reason beside it; one that somebody else has moved meanwhile is theirs."""
    if not path.exists():
        return 0
    _moved(path, REFUSED, {"file": path.name, "reason": reason})
    return 1


def _moved(path: Path, where: str, why: dict | None = None) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target = folder / f"{_stamp()}-{path.name}"
    path.replace(target)
    if why is not None:
        target.with_name(f"{target.name}.why.json").write_bytes(orjson.dumps(why))


def _stamp() -> str:
    return f"{time.strftime('%Y%m%dT%H%M%S')}{time.time_ns() // 1000 % 1_000_000:06}"
