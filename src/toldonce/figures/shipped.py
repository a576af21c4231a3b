"""The files of figures that a place ships: each mapping with the files of its source."""

from __future__ import annotations

from pathlib import Path

from toldonce.directory.models import Source
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import known, mapping_called


def shipped(folder: Path) -> list[tuple[Mapping, Path]]:
    """What is to be loaded of the folder of a place, oldest first, so that history grows as it did."""
    mappings = [mapping_called(name, folder) for name in known(folder)]
    files = {source.key: source.files for source in Source.objects.all()}
    found = [(mapping, folder / name) for mapping in mappings for name in files.get(mapping.source, [])]
    return sorted(found, key=lambda each: (f"{each[0].as_at}", each[0].name, each[1]))
