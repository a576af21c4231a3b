"""How far it is: straight lines, and a declared factor for the detour of the road."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Travel:
    """What a place declares about travel: road kilometres for each straight one, and speeds."""

    detour: float = 1.3
    walking_km_an_hour: float = 4.5
    driving_km_an_hour: float = 40.0

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Travel":
        return cls(**{name: float(said[name]) for name in cls.__slots__ if name in said})

    def minutes_on_foot(self, road_km: float) -> float:
        return road_km / self.walking_km_an_hour * 60

    def minutes_by_car(self, road_km: float) -> float:
        return road_km / self.driving_km_an_hour * 60


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance of two points (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (lat1, lon1, lat2, lon2))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))
