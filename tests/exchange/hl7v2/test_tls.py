"""TLS by configuration: the sender sees our certificate, and shows one of its own where that is asked for."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.exchange.hl7v2.wire import Sender, feed, message, segment, served
from toldonce.exchange.hl7v2.models import Message
from toldonce.project import receiving
from toldonce.project.errors import UsageTrouble


def certificate(folder: Path, name: str) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def ours(tmp_path, monkeypatch) -> Path:
    path = certificate(tmp_path, "toldonce.test")
    monkeypatch.setenv("TOLDONCE_MLLP_CERTIFICATE", str(path))
    return path


def asks(context: ssl.SSLContext) -> str:
    """What is answered to a sender that speaks TLS like this."""

    async def talk() -> str:
        async with served(tls=receiving.door().tls) as connect:
            port = connect.port
            sender = Sender(
                *await asyncio.open_connection(
                    "127.0.0.1", port, ssl=context, server_hostname="toldonce.test"
                )
            )
            try:
                return (await sender.asks(message("M1")))[0]
            finally:
                await sender.leave()

    return asyncio.run(talk())


def trusting(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(path))


def test_a_sender_that_trusts_our_certificate_is_heard(ours, own_database):
    feed()
    assert segment(asks(trusting(ours)), "MSA")[1] == "AA"


def test_a_sender_is_known_by_the_name_in_its_certificate(ours, own_database, tmp_path, monkeypatch):
    theirs = certificate(tmp_path, "pas.hospital.test")
    monkeypatch.setenv("TOLDONCE_MLLP_CLIENTS", str(theirs))
    feed(peer="pas.hospital.test")
    context = trusting(ours)
    context.load_cert_chain(theirs)
    assert segment(asks(context), "MSA")[1] == "AA"
    assert Message.objects.get().feed == "rbd-pas"


def test_a_sender_without_a_certificate_is_not_heard_where_one_is_asked_for(
    ours, own_database, tmp_path, monkeypatch
):
    monkeypatch.setenv("TOLDONCE_MLLP_CLIENTS", str(certificate(tmp_path, "pas.hospital.test")))
    try:
        answer = asks(trusting(ours))
    except (ssl.SSLError, ConnectionError):
        answer = ""
    assert answer == ""
    assert not Message.objects.exists()


def test_certificates_that_cannot_be_used_are_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("TOLDONCE_MLLP_CLIENTS", "x.pem")
    with pytest.raises(UsageTrouble, match="set TOLDONCE_MLLP_CERTIFICATE as well"):
        receiving.door()
    monkeypatch.setenv("TOLDONCE_MLLP_CERTIFICATE", str(tmp_path / "nothing.pem"))
    with pytest.raises(UsageTrouble, match="cannot be used"):
        receiving.door()
