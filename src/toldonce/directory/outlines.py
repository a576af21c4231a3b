"""The outlines of the small areas: in which one does a point lie?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toldonce.directory import folder
from toldonce.directory.distance import kilometres

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class _Part:
    """One polygon of an area (longitude first, as in GeoJSON) and the box around it."""

    code: str
    rings: list[Ring]
    west: float
    south: float
    east: float
    north: float


class Outlines:
    """The small areas of a place as polygons."""

    def __init__(self, geojson: dict[str, Any]):
        self._parts = [
            _part(feature["properties"]["code"], polygon)
            for feature in geojson["features"]
            for polygon in _polygons(feature["geometry"])
        ]

    @classmethod
    def of(cls, path: Path | str) -> "Outlines":
        """The outlines in the folder of a place."""
        return cls(folder.outlines(Path(path)))

    def area_of(self, lat: float, lon: float, *, within_km: float = 0.0) -> str | None:
        """The code of the small area in which a point lies; None at sea or beyond the border.

        With `within_km`, a point just off the generalised coast belongs to the area of the nearest corner.
        """
        for part in self._parts:
            in_box = part.west <= lon <= part.east and part.south <= lat <= part.north
            if in_box and sum(_inside(lon, lat, ring) for ring in part.rings) % 2:
                return part.code
        return self._nearest(lat, lon, within_km) if within_km > 0 else None

    def _nearest(self, lat: float, lon: float, within_km: float) -> str | None:
        corners = ((kilometres(lat, lon, y, x), p.code) for p in self._parts for x, y in p.rings[0])
        distance, code = min(corners, default=(float("inf"), None))
        return code if distance <= within_km else None


def _polygons(geometry: dict[str, Any]) -> list:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _part(code: str, polygon: list) -> _Part:
    rings = [[(point[0], point[1]) for point in ring] for ring in polygon]
    xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
    return _Part(code, rings, min(xs), min(ys), max(xs), max(ys))


def _inside(x: float, y: float, ring: Ring) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
