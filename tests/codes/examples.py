"""Published resources that the tests of validation read; a test that misses them says so and is left out."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

SHARED = Path(os.environ.get("TOLDONCE_SHARED", Path(__file__).parents[3] / "shared")) / "data"
HL7 = SHARED / "hl7_r4_examples" / "hl7.fhir.r4.examples-4.0.1.tgz"
# Published by HL7, yet not valid by its own rules: items without linkId, parameters without base, no name or status,
# an id of 70 characters.
HL7_INVALID = (
    "Questionnaire-qs1",
    "SearchParameter-codesystem-extensions-",
    "SearchParameter-valueset-extensions-",
    "SearchParameter-questionnaireresponse-extensions-",
    "ImplementationGuide-",
    "ig-r4",
)
DEFINITIONS = ("CodeSystem-", "ValueSet-", "StructureDefinition-", "SearchParameter-", "OperationDefinition-")
# Not FHIR R4, although published: lists where there is one, wrong names, codes of their own.
BOOKING_INVALID = {
    "500-REC_SERVER_ERROR-too costly.json",
    "GET-success.json",
    "PATCH-body.json",
    "post_Endpoint_Atomic.json",
    "post_HealthcareService_Atomic.json",
    "success_Endpoint_template.json",
    "unavailable.json",
}


def hl7_examples(*, definitions: bool = False) -> Iterator[tuple[str, dict]]:
    """The resources that HL7 published with R4, by file name; the definitions of R4 itself only when asked for."""
    if not HL7.exists():
        pytest.skip(f"HL7's published examples are not at {HL7}")
    with tarfile.open(HL7) as archive:
        for member in archive:
            name = member.name.removeprefix("package/")
            if "-" in name and name.endswith(".json") and name.startswith(DEFINITIONS) is definitions:
                yield name, orjson.loads(archive.extractfile(member).read())


def synthea_resources() -> Iterator[dict]:
    """The resources of Synthea's people."""
    files = sorted((SHARED / "synthea").glob("*.json"))
    if not files:
        pytest.skip(f"Synthea's people are not in {SHARED / 'synthea'}")
    for file in files:
        yield from (entry["resource"] for entry in orjson.loads(file.read_bytes())["entry"])


def booking_examples() -> Iterator[tuple[str, dict]]:
    """NHS England's booking and referral examples that are FHIR resources."""
    files = sorted((SHARED / "bars").glob("*.json"))
    if not files:
        pytest.skip(f"the booking and referral examples are not in {SHARED / 'bars'}")
    for file in files:
        try:
            content = orjson.loads(file.read_bytes())
        except orjson.JSONDecodeError:
            continue
        if isinstance(content, dict) and "resourceType" in content:
            yield file.name, content
