"""The mailbox that the setting names: a folder, or a YAML file that describes a mailbox of NHS MESH."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import yaml

from toldonce.exchange.mailbox.envelopes import Box
from toldonce.exchange.mailbox.errors import NotConfigured
from toldonce.exchange.mailbox.folder import Folder
from toldonce.exchange.mailbox.mesh import CHUNK, Mesh, MeshSettings
from toldonce.exchange.mailbox.queries import organisation_of

NEEDED = ("url", "mailbox", "password", "key", "organisation")


@lru_cache(maxsize=4)
def box_at(where: str) -> Box:
    """The mailbox of a folder or of a file; NotConfigured with what is missing."""
    path = Path(where)
    if path.suffix not in (".yaml", ".yml"):
        return Folder(path)
    return Mesh(mesh_settings(path), organisation_of)


def mesh_settings(path: Path) -> MeshSettings:
    """What a YAML file says of a mailbox of MESH."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as trouble:
        raise NotConfigured(
            f"{path} cannot be read as YAML ({type(trouble).__name__}). Look at the file."
        ) from None
    if not isinstance(found, dict):
        raise NotConfigured(f"{path} holds no settings. Write url, mailbox, password, key and organisation.")
    missing = [name for name in NEEDED if not found.get(name)]
    unknown = sorted(set(found) - {field.name for field in fields(MeshSettings)})
    if missing or unknown:
        raise NotConfigured(
            f"{path}: missing: {', '.join(missing) or 'nothing'}; unknown: {', '.join(unknown) or 'nothing'}."
        )
    chunk = found.pop("chunk", CHUNK)
    if not isinstance(chunk, int) or chunk < 1:
        raise NotConfigured(f"{path}: chunk is a number of bytes. Leave it out for {CHUNK:,}.")
    return MeshSettings(**{name: str(value) for name, value in found.items()}, chunk=chunk)
