"""The token that the FHIR tests use."""

from tests.exchange.fhir_api.conftest import token

__all__ = ["token"]
