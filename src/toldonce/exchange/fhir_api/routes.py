"""The addresses below /fhir as one table: the shape of a path, and what each method does there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api import (
    batches,
    capability,
    everything,
    parts,
    patching,
    reading,
    searching,
    transactions,
    validating,
)
from toldonce.exchange.fhir_api import writing as changing
from toldonce.exchange.fhir_api.asks import Answer, Ask
from toldonce.exchange.fhir_api.entries import ID
from toldonce.exchange.fhir_api.troubles import BadRequest, Malformed, NotHere, Unknown, Unsupported

Shape = tuple[str, ...]
Handler = Callable[[Ask], Answer]


def metadata(ask: Ask) -> Answer:
    """Return the CapabilityStatement."""
    ask.check_parameters("mode", "_summary", "_elements")
    if ask.value("mode") not in ("", "full", "normative"):
        raise BadRequest("mode is full or normative; a TerminologyCapabilities is not offered.")
    return Answer(200, parts.wanted("CapabilityStatement", ask.pairs).of(capability.statement(ask.base)))


def bundle(ask: Ask) -> Answer:
    """Do what a Bundle asks."""
    sent = ask.sent
    if sent is None or sent.resource.get("resourceType") != "Bundle":
        raise BadRequest("The base address takes a Bundle, a batch or a transaction.", "resourceType")
    match sent.resource.get("type"):
        case "batch":
            return batches.run(ask, answer)
        case "transaction":
            return transactions.transact(ask, answer)
    raise Malformed("A Bundle sent to the base address is a batch or a transaction.", "Bundle.type")


def system(ask: Ask) -> Answer:
    """Searches and histories over all types."""
    raise Unsupported(
        "Searches and histories are offered by type, such as /Observation?… or /Observation/_history."
    )


ROUTES: Mapping[Shape, Mapping[str, Handler]] = {
    (): {"POST": bundle, "GET": system},
    ("metadata",): {"GET": metadata, "OPTIONS": metadata},
    ("_history",): {"GET": system},
    ("_search",): {"POST": system},
    ("Type",): {
        "GET": searching.search,
        "POST": changing.create,
        "PUT": changing.conditional_update,
        "DELETE": changing.conditional_delete,
        "PATCH": patching.conditional_patch,
    },
    ("Type", "_search"): {"POST": searching.search},
    ("Type", "_history"): {"GET": reading.history},
    ("Type", "$validate"): {"POST": validating.validate},
    ("Type", "id"): {
        "GET": reading.read,
        "PUT": changing.update,
        "DELETE": changing.delete,
        "PATCH": patching.patch,
    },
    ("Type", "id", "_history"): {"GET": reading.history},
    ("Type", "id", "_history", "version"): {"GET": reading.vread},
    ("Type", "id", "$validate"): {"GET": validating.validate, "POST": validating.validate},
    ("Patient", "id", "$everything"): {"GET": everything.everything, "POST": everything.everything},
    ("Type", "id", "Type"): {"GET": searching.compartment},
    ("Type", "id", "Type", "_search"): {"POST": searching.compartment},
}
FORMS = frozenset(shape for shape in ROUTES if shape[-1:] == ("_search",))
BODIES = ("POST", "PUT")


def shape_of(path: tuple[str, ...]) -> Shape:
    """Return what kind of address a path is; raises Unknown."""
    shape = tuple(_kind(part, number) for number, part in enumerate(path))
    if shape[:1] == ("Type",) and path[0] not in RTYPE:
        raise Unknown(f"{path[0][:60]!r} is not a resource type of FHIR R4.")
    if shape[2:] == ("$everything",) and path[0] == "Patient":
        shape = ("Patient", *shape[1:])
    if shape not in ROUTES:
        raise Unknown(f"There is nothing at {'/'.join(path)[:200]}.")
    return shape


def _kind(part: str, number: int) -> str:
    if part.startswith(("_", "$")) or (number == 0 and part == "metadata"):
        return part
    if number in (0, 2):
        return "Type" if number == 0 or part in RTYPE else part
    return ("id" if ID.fullmatch(part) else "?") if number == 1 else "version"


def handler_of(path: tuple[str, ...], method: str) -> Handler:
    """Return what answers; raises Unknown or NotHere."""
    shape = shape_of(path)
    methods = ROUTES[shape]
    handler = methods.get("GET" if method == "HEAD" else method)
    if handler is None:
        allowed = tuple(sorted({*methods, *(("HEAD",) if "GET" in methods else ())}))
        raise NotHere(f"{method} is not offered at this address; {', '.join(allowed)} is.", allowed)
    return handler


def answer(ask: Ask) -> Answer:
    """Answer one entry of a Bundle; what would need a body of another kind is refused, never half understood."""
    shape = shape_of(ask.path)
    if ask.method == "PATCH" or shape in FORMS or (ask.method == "POST" and shape[-1:] == ("$everything",)):
        raise Unsupported(
            f"{ask.method} {'/'.join(ask.path)} is not taken in a Bundle: send it by itself, or use GET."
        )
    return handler_of(ask.path, ask.method)(ask)
