"""What `toldonce listen` runs: the MLLP server in this process, and beside it one that applies what was kept."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import ssl
import subprocess
from collections.abc import Sequence

from django.db import connection

from toldonce.exchange.hl7v2 import messages
from toldonce.exchange.hl7v2.intake import Arriving, Intake, Reply
from toldonce.exchange.hl7v2.server import Door, Server
from toldonce.project import configuration, serving
from toldonce.project.errors import UsageTrouble

MEGABYTE = 1024 * 1024
EVERY = 1.0  # seconds in which what ended is started again
LONGEST_STATEMENT = 20_000  # milliseconds that keeping one batch may take
log = logging.getLogger(__name__)


def door() -> Door:
    """Where and how senders are received, as the configuration says."""
    return Door(
        host=configuration.value_of("TOLDONCE_BIND", "127.0.0.1"),
        port=port(),
        tls=_tls(),
        limit=_limit() * MEGABYTE,
    )


def port() -> int:
    """Return the port on which messages are received."""
    number = configuration.mllp_port()
    if not number:
        raise UsageTrouble("TOLDONCE_MLLP_PORT is 0: it must be a port number, such as 2575.")
    return number


def _limit() -> int:
    text = configuration.value_of("TOLDONCE_MLLP_LARGEST", "50")
    if not text.isdecimal() or not 0 < int(text) <= 500:
        raise UsageTrouble(f"TOLDONCE_MLLP_LARGEST is {text!r}: it must be a number of megabytes up to 500.")
    return int(text)


def _tls() -> ssl.SSLContext | None:
    """The certificate to show, and whose certificates senders must show, if the configuration names them."""
    certificate = configuration.value_of("TOLDONCE_MLLP_CERTIFICATE")
    clients = configuration.value_of("TOLDONCE_MLLP_CLIENTS")
    if not certificate and clients:
        raise UsageTrouble("TOLDONCE_MLLP_CLIENTS needs TLS: set TOLDONCE_MLLP_CERTIFICATE as well.")
    if not certificate:
        return None
    try:
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=clients or None)
        made.load_cert_chain(certificate, configuration.value_of("TOLDONCE_MLLP_KEY") or None)
    except (OSError, ssl.SSLError) as trouble:
        raise UsageTrouble(
            f"the certificates of TOLDONCE_MLLP_CERTIFICATE, _KEY and _CLIENTS cannot be used ({trouble})."
        ) from trouble
    if clients:
        made.verify_mode = ssl.CERT_REQUIRED
    return made


def run(*, apply: bool = True) -> int:
    """Receive until SIGTERM or Ctrl-C; with `apply` a process beside this one takes messages into the record."""
    where = door()
    try:
        asyncio.run(_run(where, apply))
    except OSError as trouble:
        raise UsageTrouble(
            f"port {where.port} cannot be had ({trouble.strerror}): stop what uses it or set TOLDONCE_MLLP_PORT."
        ) from trouble
    return 0


async def _run(where: Door, apply: bool) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    intake = Intake(_keep)
    server = Server(where, intake)
    async with await server.open() as listening:
        beside = [asyncio.create_task(intake.run())]
        if apply:
            beside.append(asyncio.create_task(_applying()))
        print(f"Listening for HL7 v2 at {where.host}:{where.port}", flush=True)
        await stopped.wait()
        listening.close()
        await server.finish()
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)


def _keep(batch: Sequence[Arriving]) -> list[Reply]:
    """Keep a batch; a question that the database does not answer in time is an error like any other."""
    if connection.connection is None:
        connection.settings_dict["OPTIONS"] |= {"connect_timeout": 5}
        with contextlib.suppress(Exception), connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, false)", [str(LONGEST_STATEMENT)])
    return messages.keep(batch)


async def _applying() -> None:
    """Hold a process that applies beside this one, and start it again whenever it ends."""
    process: subprocess.Popen | None = None
    try:
        while True:
            if process is None or process.poll() is not None:
                if process is not None:
                    log.warning(
                        "The process that applies messages ended (%s): it is started again.",
                        process.returncode,
                    )
                process = serving.applier()
            await asyncio.sleep(EVERY)
    finally:
        if process is not None:
            process.terminate()
            process.wait(timeout=10)
