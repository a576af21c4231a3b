"""What `toldonce up` runs is started again when it dies by accident, and ends all when it cannot even begin."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from toldonce.project import serving
from toldonce.project.serving import Child


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    monkeypatch.setattr(serving, "STANDS", 0.5)


def sleeper(seconds: float) -> Child:
    return Child("timeit", "-n", "1", "-r", "1", f"import time; time.sleep({seconds})")


def test_one_that_is_killed_is_started_again_and_the_others_go_on(capfd):
    steady, killed = sleeper(60), sleeper(60)
    seen: list[int] = []

    def happens() -> None:
        if not seen:
            time.sleep(0.6)
            killed.kill()
            seen.append(killed.pid)
        elif steady.poll() is None and "started again" in capfd.readouterr().out:
            os.kill(os.getpid(), signal.SIGINT)

    assert serving.wait([steady, killed], meanwhile=happens) == 0
    assert seen
    assert steady.poll() is not None  # ended with all, when we were interrupted


def test_one_that_cannot_begin_ends_all_with_its_code():
    steady, broken = sleeper(60), Child("timeit", "--no-such-option")
    assert serving.wait([steady, broken]) == broken.returncode != 0
    assert steady.poll() is not None


def test_what_runs_beside_may_end():
    beside, steady = sleeper(0), sleeper(60)
    threading.Timer(3.0, os.kill, [os.getpid(), signal.SIGINT]).start()
    assert serving.wait([steady], beside=[beside]) == 0
    assert beside.returncode == 0
