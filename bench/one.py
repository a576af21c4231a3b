"""Measure one size of record in this process's TOLDONCE_HOME: load, then pages and FHIR, at rest and during a load."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import orjson


def main(people: int, folder: Path) -> None:
    from toldonce.project import configuration
    from toldonce.project.cli import _prepare
    from toldonce.project.embedded import Server, running

    configuration.home().mkdir(parents=True, exist_ok=True)
    with running(Server(configuration.home())):
        _prepare()
        result = _measure(people, folder)
        from django.db import connections

        connections.close_all()
    (folder / "result.json").write_bytes(orjson.dumps(result))


def _measure(people: int, folder: Path) -> dict:
    from bench import hl7v2, loading, wire
    from toldonce.project import configuration, installing

    installing.load_place(configuration.place())
    installing.load_personas(configuration.place())
    _say(f"{people:,} people: inventing and loading")
    loaded = loading.load_people(people, folder / "files")
    _say(f"{loaded.resources:,} resources in {loaded.seconds:.1f} s, {loaded.bytes_each:.0f} bytes each")
    token, cookie = wire.token(), wire.signed_in()
    with wire.served() as port:
        rest = _both(port, token, cookie)
        busy = _during_a_load(folder, lambda: _both(port, token, cookie, seconds=4.0))
        messages = hl7v2.measure(port, cookie)
        _say(f"  HL7 v2: p99 {messages.page_p99:.0f} ms from socket to page, {messages.burst:,} in"
             f" {messages.burst_applied_in:.0f} s")  # fmt: skip
    return {
        "people": people,
        "loaded": asdict(loaded),
        "rest": rest,
        "busy": busy,
        "messages": asdict(messages),
    }


def _both(port: int, token: str, cookie: str, *, seconds: float = 8.0) -> dict:
    from bench import wire

    timings = {"the whole record page": wire.pages(port, cookie, seconds=seconds)}
    timings |= wire.fhir(port, token, seconds=seconds)
    for name, timing in timings.items():
        _say(f"  {name}: {timing.rate:,.0f}/s, p50 {timing.p50:.1f} p95 {timing.p95:.1f} p99 {timing.p99:.1f} ms"
             + (f", {timing.errors} errors, first: {timing.first_error}" if timing.errors else ""))  # fmt: skip
    return {name: asdict(timing) for name, timing in timings.items()}


def _during_a_load(folder: Path, work) -> dict:
    """Do work while another process loads other invented people, again and again."""
    _say("  while a load runs:")
    script = (
        f"while true; do {sys.executable} -m toldonce.project.cli rehearse --people 400 --seed $RANDOM; done"
    )
    loading = subprocess.Popen(
        ["bash", "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return work()
    finally:
        import os
        import signal

        os.killpg(loading.pid, signal.SIGTERM)
        loading.wait()


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
