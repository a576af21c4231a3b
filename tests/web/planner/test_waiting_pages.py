"""The pages of a large file of figures: sent, followed, decided on, and found again when it is loaded."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.figures.conftest import ATTENDANCES, HEAD
from toldonce.directory.models import Source
from toldonce.figures.models import Figure, Indicator, ReceivedFile
from toldonce.figures.waiting import working
from toldonce.figures.waiting.models import WaitingFile
from toldonce.figures.waiting.weight import CSV_AT_ONCE

TRY, RECEIVED = "/figures/received/try/", "/figures/received/"


@pytest.fixture
def mapped(here, settings, tmp_path) -> None:
    """A mapping of attendances, and the source that it names."""
    folder = tmp_path / "figures" / "mappings"
    folder.mkdir(parents=True)
    (folder / "attendances.yaml").write_text(ATTENDANCES)
    settings.TOLDONCE_PLACE = tmp_path
    Source.objects.create(
        place=here, key="hospitals", title="Hospital activity", publisher="A publisher", dated="2024",
        licence="OGL v3.0", address="https://publisher.example/file.csv",
    )  # fmt: skip
    Indicator.objects.create(code="attendances", name="Attendances", definition="x", owner="x", unit="count",
                             good="lower", every="month", source="x")  # fmt: skip


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def file(lines: int, value: object = 100) -> SimpleUploadedFile:
    """A file with so many bytes of spaces as make it large; the lines are few, so that it is read quickly."""
    rows = [f"AAA,{2000 + n // 12}-{n % 12 + 1:02}-01,{value}" for n in range(lines)]
    return SimpleUploadedFile("large.csv", "\n".join((HEAD, *rows)).encode() + b"\n" * (CSV_AT_ONCE + 1))


def send(planner: Client, sent: SimpleUploadedFile) -> str:
    """The address of the page to which somebody is led who has sent a large file."""
    answer = planner.post(TRY, {"mapping": "attendances", "as_at": "2024-06-01", "file": sent})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_small_file_is_shown_at_once(planner: Client, mapped):
    small = SimpleUploadedFile("small.csv", f"{HEAD}\nAAA,2024-01-01,100\n".encode())
    page = planner.post(TRY, {"mapping": "attendances", "file": small})
    assert page.status_code == 200
    assert "What small.csv would do" in text(page)
    assert not WaitingFile.objects.exists()


def test_a_large_file_is_followed_from_its_page_until_it_is_loaded(planner: Client, mapped):
    address = send(planner, file(24))
    waits = text(planner.get(address))
    assert "Waits to be read through" in waits and "0 files are read before it." in waits
    assert f'href="{address}">Look again' in waits
    working.turn()
    tried = text(planner.get(address))
    assert "24 rows, 24 figures: 24 new, 0 revised" in tried
    assert "None of its figures is stored yet." in tried and not Figure.objects.exists()
    assert planner.post(f"{address}load/", {"reason": "It is due"})["Location"] == address
    assert "Waits to be loaded" in text(planner.get(address))
    working.turn()
    (received,) = ReceivedFile.objects.all()
    assert f'href="{RECEIVED}{received.pk}/"' in text(planner.get(address))
    assert (received.by, received.reason, Figure.objects.count()) == ("a.planner", "It is due", 24)


def test_what_is_wrong_with_a_large_file_stands_on_its_page(planner: Client, mapped):
    address = send(planner, file(3, "many"))
    working.turn()
    tried = text(planner.get(address))
    assert "“many” is not a number" in tried and 'name="without_refused"' in tried
    planner.post(f"{address}load/", {})
    working.turn()
    assert "<strong>It was not loaded.</strong> The file has faults" in text(planner.get(address))


def test_a_large_file_that_is_no_table_is_refused_on_its_page(planner: Client, mapped):
    address = send(planner, SimpleUploadedFile("large.csv", b"a,b\n" * CSV_AT_ONCE))
    working.turn()
    assert "<strong>Refused.</strong>" in text(planner.get(address))


def test_what_is_loaded_twice_by_two_who_look_at_it_is_loaded_once(planner: Client, mapped):
    address = send(planner, file(3))
    working.turn()
    planner.post(f"{address}load/", {})
    again = planner.post(f"{address}load/", {})
    assert again.status_code == 409
    assert "It is not to be decided now: waits to be loaded." in text(again)


def test_files_that_wait_stand_above_those_that_have_come_for_planners(planner: Client, board_member, mapped):
    address = send(planner, file(3))
    assert f'href="{address}">large.csv' in text(planner.get(RECEIVED))
    assert "large.csv" not in text(board_member.get(RECEIVED))
    assert board_member.get(address).status_code == 403
    assert board_member.post(f"{address}load/").status_code == 403


def test_a_fifth_file_of_one_person_is_refused_on_the_form(planner: Client, mapped):
    for lines in range(1, 5):
        send(planner, file(lines))
    answer = planner.post(TRY, {"mapping": "attendances", "file": file(5)})
    assert answer.status_code == 400
    assert "4 files of yours wait to be read already" in text(answer)


@pytest.mark.parametrize("number", ["1", "9" * 30])
def test_a_file_that_there_is_not_is_not_found(planner: Client, mapped, number):
    assert planner.get(f"{RECEIVED}waiting/{number}/").status_code == 404
    assert planner.post(f"{RECEIVED}waiting/{number}/load/").status_code == 404


def test_a_reason_with_a_character_that_no_text_has_loads_nothing(planner: Client, mapped):
    address = send(planner, file(3))
    working.turn()
    assert planner.post(f"{address}load/", {"reason": "a\0b"}).status_code == 400
    assert WaitingFile.objects.get().state == "tried"
