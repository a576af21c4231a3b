"""The public pages: the same to everybody, told by nothing but what was released, and kept by whoever wants."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from contextlib import contextmanager
from datetime import timedelta

import jsonschema_rs
import openpyxl
import orjson
import pytest
from django.db import connection, connections
from django.template import engines
from django.test import Client
from django.utils import timezone
from openpyxl.utils import get_column_letter

from tests.figures.conftest import hospitals, loaded  # noqa: F401
from tests.figures.publication.conftest import (  # noqa: F401
    ANN,
    PUBLIC,
    attendances,
    count,
    proposed,
    published,
    released,
)
from toldonce.figures.models import Indicator
from toldonce.figures.publication import reader
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.columns import COLUMNS
from toldonce.web.public import answers

PAGES = (
    "", "places/", "places/AAA/", "releases/", "releases/1/", "charts/", "dictionary/", "search/?q=attend", "search/",
    "themes/other/", "indicators/attendances/", "indicators/attendances/?place=BBB", "feed.atom", "schema.json",
)  # fmt: skip
DOWNLOADS = tuple(
    f"releases/1/{scope}.{form}"
    for scope in ("release", "everything", "indicators/attendances", "themes/other")
    for form in ("csv", "definitions.csv", "xlsx", "json")
)
NOWHERE = (
    "indicators/breaches/", "indicators/no-such/", "indicators/attendances/?place=ZZZ", "places/CCC/", "themes/carbon/",
    "themes/no-such/", "releases/2/", "releases/99/", "releases/2/release.csv", "releases/1/indicators/breaches.csv",
    "releases/1/indicators/no-such.csv", "releases/1/themes/carbon.json", "drafts/", "indicators/attendances/%00/",
)  # fmt: skip


@pytest.fixture
def everybody(settings, tmp_path) -> Client:
    settings.PUBLISHED_FILES = tmp_path / "published"
    return Client()


@pytest.fixture
def release(attendances):  # noqa: F811
    """A release of attendances; another indicator is a draft."""
    return released()


def get(client: Client, address: str, **more):
    return client.get(f"/published/{address}", **more)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@contextmanager
def nothing_else_asked():
    """Fail where anything is asked on the connection that sees more than what was published."""

    def refuse(execute, sql, params, many, context):
        pytest.fail(f"a public page asked {sql}")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("address", [*PAGES, *DOWNLOADS])
def test_everybody_may_read_it_and_nothing_is_asked_but_what_was_released(release, everybody, address):
    everybody.cookies["sessionid"] = "somebody-who-is-signed-in"
    with nothing_else_asked():
        answer = get(everybody, address)
        assert answer.status_code == 200
        assert len(body(answer)) > 200
    assert "Vary" not in answer.headers
    assert not answer.cookies
    assert answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", [*PAGES, *DOWNLOADS])
def test_who_has_it_is_told_that_it_is_the_same(release, everybody, address):
    first = get(everybody, address)
    body(first)
    assert first.headers["Last-Modified"]
    again = get(everybody, address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    released()
    renewed = get(everybody, address, headers={"If-None-Match": first.headers["ETag"]})
    assert (renewed.status_code, bool(body(renewed))) == (200, True)


def test_the_address_of_a_download_carries_its_release_and_may_be_kept(release, everybody, loaded):  # noqa: F811
    first = body(get(everybody, "releases/1/everything.csv"))
    loaded("Org,Month,Attendances", "AAA,2024-01-01,107", as_at="2024-07-01", confirm_revised=True)
    released()
    assert body(get(everybody, "releases/1/everything.csv")) == first
    assert b",107.0," not in first and b"107" in body(get(everybody, "releases/2/everything.csv"))
    assert get(everybody, "releases/1/everything.csv").headers["Cache-Control"] == "public, max-age=86400"


def all_answers(client: Client) -> dict[str, tuple]:
    """Everything that anybody can get: status, body and headers of every address."""
    answers = {address: get(client, address) for address in (*PAGES, *DOWNLOADS, *NOWHERE)}
    return {
        address: (each.status_code, body(each), sorted(each.headers.items()))
        for address, each in answers.items()
    }


def test_drafts_and_proposals_change_no_byte_of_any_answer(release, everybody, count, loaded):  # noqa: F811
    before = all_answers(everybody)
    count(("AAA", "", "2024-01-01", 23), ("CCC", "", "2024-01-01", 3))
    loaded("Org,Month,Attendances", "AAA,2024-01-01,101", as_at="2024-07-01", confirm_revised=True)
    proposed(Chosen("breaches"))
    Indicator.objects.filter(code="attendances").update(name="another name", caveat="not yet told")
    assert all_answers(everybody) == before


def test_a_draft_looks_like_what_was_never_there(release, everybody, count):  # noqa: F811
    count(("AAA", "", "2024-01-01", 23))
    answers = [get(everybody, address) for address in NOWHERE]
    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1


def test_a_withdrawn_release_is_gone_and_says_why(release, everybody):
    released(kind="withdrawal", undoes=1, title="They are withdrawn", reason="The file was of another year")
    assert get(everybody, "releases/1/release.csv").status_code == 410
    assert get(everybody, "releases/1/everything.csv").status_code == 404
    assert get(everybody, "indicators/attendances/").status_code == 404
    assert "was withdrawn by" in get(everybody, "releases/1/").content.decode()
    assert "another year" in get(everybody, "feed.atom").content.decode()


def test_after_a_withdrawal_the_release_before_it_stands_again(release, everybody, loaded):  # noqa: F811
    loaded("Org,Month,Attendances", "AAA,2024-01-01,107", as_at="2024-07-01", confirm_revised=True)
    released()
    assert "107" in rows(body(get(everybody, "releases/2/everything.csv")))[0]["value"]
    released(kind="withdrawal", undoes=2)
    assert rows(body(get(everybody, "releases/3/everything.csv")))[0]["value"] == "100"


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode())))


def test_the_definitions_of_a_csv_are_a_csv_beside_it(release, everybody):
    (told,) = rows(body(get(everybody, "releases/1/indicators/attendances.definitions.csv")))
    of_figures = rows(body(get(everybody, "releases/1/indicators/attendances.csv")))
    assert {each["indicator"] for each in of_figures} == {told["code"]} == {"attendances"}
    assert told["definition"] == Indicator.objects.get(code="attendances").definition
    assert "attendances.definitions.csv" in body(get(everybody, "indicators/attendances/")).decode()


def test_a_csv_has_one_header_and_a_row_for_each_figure(release, everybody):
    found = rows(body(get(everybody, "releases/1/release.csv")))
    assert list(found[0]) == [column.name for column in COLUMNS]
    assert [(row["place"], row["period"], row["value"], row["missing"], row["hidden"]) for row in found] == [
        ("AAA", "2024-01-01", "100", "", "f"),
        ("AAA", "2024-02-01", "5", "", "f"),
        ("BBB", "2024-01-01", "", "The publisher hides this number.", "t"),
    ]
    assert {(row["source_file"], row["source_row"]) for row in found} == {
        ("file.csv", "2"), ("file.csv", "3"), ("file.csv", "4"),
    }  # fmt: skip


def test_the_json_is_as_its_schema_says(release, everybody):
    schema = orjson.loads(get(everybody, "schema.json").content)
    answer = get(everybody, "releases/1/everything.json")
    told = orjson.loads(answer.content)
    assert jsonschema_rs.validator_for(schema).is_valid(told)
    assert f'<{schema["$id"]}>; rel="describedby"' in answer.headers["Link"]
    assert [figure["value"] for figure in told["indicators"][0]["figures"]] == [100, 5, None]


def test_a_workbook_has_notes_and_figures(release, everybody):
    book = openpyxl.load_workbook(io.BytesIO(body(get(everybody, "releases/1/release.xlsx"))))
    assert book.sheetnames == ["Notes", "Figures"]
    notes = {row[0]: row[1] for row in book["Notes"].iter_rows(values_only=True) if row[0]}
    assert notes["Release"] == "1: Figures of June"
    assert f"{notes['attendances']}".startswith("x")
    figures = list(book["Figures"].iter_rows(values_only=True))
    assert figures[0] == tuple(column.name for column in COLUMNS)
    assert [row[COLUMNS_AT["value"]] for row in figures[1:]] == [100, 5, None]


COLUMNS_AT = {column.name: at for at, column in enumerate(COLUMNS)}


def test_words_that_look_like_a_formula_are_words(attendances, everybody):  # noqa: F811
    Indicator.objects.filter(code="attendances").update(name='=HYPERLINK("https://evil.example")')
    released()
    book = openpyxl.load_workbook(io.BytesIO(body(get(everybody, "releases/1/release.xlsx"))))
    cell = book["Figures"].cell(2, COLUMNS_AT["indicator_name"] + 1)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("https://evil.example")')


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_spreadsheet_runs_no_cell_of_a_csv(attendances, everybody, begin):  # noqa: F811
    Indicator.objects.filter(code="attendances").update(name=f"{begin}1+1")
    number = released().number
    (name,) = {
        each["indicator_name"] for each in rows(body(get(everybody, f"releases/{number}/release.csv")))
    }
    assert name == f"'{begin}1+1"


def test_words_with_characters_that_no_workbook_has_are_published_without_them(attendances, everybody):  # noqa: F811
    Indicator.objects.filter(code="attendances").update(name="a\x0bb", definition="c\x0bd")
    released()
    book = openpyxl.load_workbook(io.BytesIO(body(get(everybody, "releases/1/release.xlsx"))))
    assert book["Figures"].cell(2, COLUMNS_AT["indicator_name"] + 1).value == "ab"


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="there is no LibreOffice (apt-get install libreoffice-calc)"
)
def test_libreoffice_opens_the_workbook(release, everybody, tmp_path):
    path = tmp_path / "release.xlsx"
    path.write_bytes(body(get(everybody, "releases/1/release.xlsx")))
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    words = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        SECOND_SHEET,
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    shown = list(csv.DictReader(io.StringIO((tmp_path / "release-Figures.csv").read_text("utf-8"))))
    assert [(row["place"], row["period"], row["value"], row["hidden"]) for row in shown] == [
        ("AAA", "2024-01-01", "100", "FALSE"),
        ("AAA", "2024-02-01", "5", "FALSE"),
        ("BBB", "2024-01-01", "", "TRUE"),
    ]


SECOND_SHEET = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"  # as it is shown
)


def test_a_workbook_is_wide_enough_for_its_days_and_high_enough_for_its_notes(release, everybody):
    book = openpyxl.load_workbook(io.BytesIO(body(get(everybody, "releases/1/release.xlsx"))))
    notes, figures = book["Notes"], book["Figures"]
    letter = get_column_letter(COLUMNS_AT["period"] + 1)
    assert figures.column_dimensions[letter].width > len("2024-01-01")
    assert (figures.freeze_panes, figures.print_title_rows) == ("A2", "$1:$1")
    (small,) = (row[0].row for row in notes.iter_rows() if row[0].value == "Small numbers")
    assert notes.row_dimensions[small].height > notes.row_dimensions[1].height


def test_a_figure_that_is_not_shown_says_why(release, everybody):
    page = get(everybody, "indicators/attendances/?place=BBB").content.decode()
    assert "The publisher hides this number" in page
    assert "1 figure of this series is hidden by its publisher" in page


def test_figures_of_which_no_chart_can_be_made_are_read_in_a_table(attendances, everybody, loaded):  # noqa: F811
    loaded("Org,Month,Attendances", "AAA,2024-03-01,4000000000000000")
    released()
    page = get(everybody, "indicators/attendances/?place=AAA").content.decode()
    assert "No chart can be made of these figures" in page and "<svg" not in page.partition("<main")[2]
    assert "The figures as a table" in page
    assert '<th scope="row">March 2024</th><td>4,000,000,000,000,000</td>' in page
    assert '<th scope="row">January 2024</th><td>100</td>' in page


def test_what_others_wrote_is_words_and_no_page(attendances, everybody):  # noqa: F811
    Indicator.objects.filter(code="attendances").update(definition="<script>alert(1)</script>")
    released(title="<b>Bold</b>")
    for address in ("", "indicators/attendances/", "releases/1/", "search/?q=<script>", "feed.atom"):
        page = get(everybody, address).content.decode()
        assert "<script" not in page
        assert "<b>" not in page


STALE = "sessionid=nobodyknowsthissessionanymore00; csrftoken=x; anything=else"


@pytest.mark.parametrize("address", [*PAGES, *DOWNLOADS, *NOWHERE])
def test_a_public_answer_neither_reads_nor_sets_a_cookie_whatever_cookie_comes(release, everybody, address):
    from toldonce.directory.models import Account

    everybody.force_login(Account.objects.create(username="somebody"))
    for cookies in (STALE, everybody.cookies.output(header="", sep=";")):
        answer = get(Client(), address, headers={"cookie": cookies})
        assert answer["Cache-Control"].startswith("public")
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_a_page_that_is_not_public_ends_a_stale_session(everybody, published):  # noqa: F811
    """What the test above would find, were these cookies not kept from public pages."""
    answer = everybody.get("/sign-in/", headers={"cookie": STALE})
    assert "sessionid" in answer.cookies or "csrftoken" in answer.cookies


def test_public_pages_are_closed_while_their_role_sees_more_than_what_was_published(release, everybody):
    role = connections["published"].settings_dict["USER"]
    with connection.cursor() as cursor:
        cursor.execute(f"grant select on figures_figure to {role}")
        answers.forget_the_role()
        for address in ("", "releases/1/everything.csv", "indicators/attendances/"):
            closed = get(everybody, address)
            assert closed.status_code == 503
            assert closed["Cache-Control"] == "no-store"
            assert b"sees more than what was published" in body(closed)
            assert b"figures_figure" not in body(closed)  # that is for the operator
    reader.ensure()  # as at every start: what Toldonce made itself it sets right itself
    answers.forget_the_role()
    assert get(everybody, "").status_code == 200


def test_nothing_can_be_sent_to_a_public_page(release, everybody):
    for address in (*PAGES, *DOWNLOADS):
        assert everybody.post(f"/published/{address}").status_code == 405


def test_before_the_first_release_every_page_says_so(published, everybody):  # noqa: F811
    for address in (
        "",
        "places/",
        "releases/",
        "dictionary/",
        "search/?q=x",
        "charts/",
        "feed.atom",
        "schema.json",
    ):
        assert get(everybody, address).status_code == 200
    assert "Nothing has been published yet" in get(everybody, "").content.decode()


def test_a_public_page_says_when_it_was_released(release, everybody):
    told = get(everybody, "").headers["Last-Modified"]
    assert abs(timezone.now() - release.released) < timedelta(minutes=1)
    assert f"{release.released:%H:%M:%S}" in told


def test_beside_a_figure_stand_its_source_and_its_day(release, everybody):
    page = get(everybody, "indicators/attendances/?place=AAA").content.decode()
    said = page[page.index("public-figure") : page.index("How was this counted?")]
    source = Indicator.objects.get(code="attendances").source
    assert f"<p>Source: {source}, as at 1 Jun 2024.</p>" in said


def test_a_cell_of_a_list_carries_the_head_of_its_column_to_a_narrow_screen(release, everybody):
    for address in ("themes/other/", "places/AAA/", "releases/", "search/?q=attend"):
        page = get(everybody, address).content.decode()
        heads = set(re.findall(r'<th role="columnheader" scope="col">([^<]+)</th>', page))
        carried = set(re.findall(r'aria-hidden="true">([^<]+)</span>', page))
        assert len(heads - carried) == 1, address  # the first column is the row's own name


@pytest.mark.parametrize("shown", [True, False])
def test_only_a_demonstration_says_that_nobody_real_released_it(release, everybody, shown, monkeypatch):
    monkeypatch.setitem(engines["jinja2"].env.globals, "demonstration", shown)  # type: ignore[attr-defined]
    page = get(everybody, "").content.decode()
    assert ("those who checked and released it here are invented" in page) is shown
