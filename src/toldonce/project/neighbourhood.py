"""The neighbours of the place, with the addresses and tokens that the configuration gives them."""

from __future__ import annotations

from typing import Any

import yaml

from toldonce.project import configuration
from toldonce.project.errors import UsageTrouble

FILE = "neighbours.yaml"


def neighbours() -> list[dict[str, Any]]:
    """Return each neighbour that has an address; one that the place does not name is a mistake."""
    addresses = dict(_pair(each) for each in configuration.listed("TOLDONCE_NEIGHBOURS"))
    path = configuration.place() / FILE
    named = {each["code"]: each for each in yaml.safe_load(path.read_text("utf-8"))} if path.exists() else {}
    for code in addresses.keys() - named.keys():
        raise UsageTrouble(
            f"TOLDONCE_NEIGHBOURS names {code}, which {path} does not: write it there, or leave it out."
        )
    return [
        {**named[code], "sections": tuple(named[code]["sections"]), "address": address, "token": _token(code)}
        for code, address in addresses.items()
    ]


def _pair(text: str) -> tuple[str, str]:
    code, _, address = text.partition("=")
    if not address.startswith(("https://", "http://")):
        raise UsageTrouble(
            f"TOLDONCE_NEIGHBOURS: {text[:60]!r} is not written like wessex=https://host/fhir."
        )
    return code.strip(), address.strip().rstrip("/")


def _token(code: str) -> str:
    path = configuration.home() / "neighbours" / f"{code}.token"
    return path.read_text().strip() if path.exists() else ""
