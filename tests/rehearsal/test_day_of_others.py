"""A day as others see it: letters, requests and slips of the rehearsal come in by the doors and wait for somebody."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import httpx
import orjson
import pytest

from tests.exchange.hl7v2.writing import heard
from tests.writing import put
from toldonce.care.documents.models import Delivery
from toldonce.care.referrals import hearing
from toldonce.care.referrals.models import Request
from toldonce.care.worklist.models import Item
from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Place
from toldonce.exchange.files.actions import take
from toldonce.exchange.files.models import Load
from toldonce.exchange.files.reading import mapping_called
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.exchange.mailbox.folder import Folder
from toldonce.project import carriage, playing
from toldonce.project.errors import BadInput
from toldonce.project.stage import Door, Stage
from toldonce.project.wsgi import application
from toldonce.record import identity
from toldonce.record.identity import reviews
from toldonce.record.identity.likeness.joining import weigh_and_join
from toldonce.record.listening import is_waiting, listen_once
from toldonce.rehearsal.day import hl7v2
from toldonce.rehearsal.day.asked import Asked, asked, clients
from toldonce.rehearsal.day.cast import Player, cast
from toldonce.rehearsal.day.doing import Doing, Visit
from toldonce.rehearsal.day.doings import doings
from toldonce.rehearsal.day.posted import KINDS, envelope
from toldonce.rehearsal.day.sheets import sheets
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.showcase import practice_of
from toldonce.rehearsal.sources import gp

PLACE = Path(__file__).resolve().parents[2] / "places" / "dorset"
TODAY = date(2026, 11, 20)
DAY = TODAY.toordinal()
Company = tuple[Scene, list[Player]]
TOMORROW = datetime(2026, 11, 21, tzinfo=playing.HERE)


@pytest.fixture(scope="module")
def company() -> Company:
    return cast(PLACE, people=400, seed=1, until=DAY)


@pytest.fixture
def known(own_database, company: Company) -> None:
    """A database in which the organisations of the day are known, and of everybody what their practice has written."""
    scene, players = company
    place = Place.objects.create(code="here", name="Here")
    kinds = {
        **{each.life.person.practice: "practice" for each in players},
        **{each.life.person.council: "council" for each in players},
        **{each.trust: "acute_trust" for each in players},
        scene.community: "community_trust",
    }
    for code, kind in kinds.items():
        Organisation.objects.create(code=code, place=place, kind=kind, name=f"The {kind} {code}")


def practice_knows(*players: Player) -> None:
    """Each player's own practice has a Patient for them."""
    for player in players:
        (pen, _), *_ = gp.tell(player.life, player.body)
        put(orjson.loads(pen.lines[0]), source=pen.organisation)
    weigh_and_join(list(identity.pids_for([_at_practice(each) for each in players]).values()))


def _at_practice(player: Player) -> str:
    return gp.patient_id(player.life.person.practice, player.life.person.number)


@pytest.fixture
def stage(tmp_path, settings, company: Company) -> Stage:
    """The doors of this process: the folders under a path of the test's own, and the pages without a wire between."""
    settings.ALLOWED_HOSTS = ["*"]
    made = Stage(0, str(tmp_path / "mailbox"), "http://localhost/")
    made.api = httpx.Client(
        base_url="http://localhost/fhir/", transport=httpx.WSGITransport(application), trust_env=False
    )
    made.tokens = playing.open_clients(clients(*company))
    return made


def told_by(door: Door, company: Company, day: date = TODAY) -> list:
    return [each for each in playing.told_on(*company, day) if each.door == door]


def test_everything_of_a_day_is_told_in_order_and_the_same_every_time(company: Company):
    told = playing.told_on(*company, TODAY)
    assert [each.at for each in told] == sorted(each.at for each in told)
    assert {each.door for each in told} == set(Door)
    assert playing.told_on(*company, TODAY) == told


# --- letters ------------------------------------------------------------------------------------------------------


def letters(company: Company, day: int) -> list[Doing]:
    return [doing for doing in doings(*company, day) if doing.what == "posted"]


def test_letters_of_every_kind_go_to_the_practices_of_the_people(company: Company):
    told = [doing for day in range(DAY, DAY + 20) for doing in letters(company, day)]
    assert {doing.more["letter"] for doing in told} == set(KINDS)
    for doing in told[:40]:
        control = orjson.loads(envelope(doing, DAY).control)
        assert (control["from"], control["to"]) == (doing.player.trust, doing.player.life.person.practice)


def test_who_goes_home_after_a_stay_has_a_letter_on_the_same_day(company: Company):
    for day in range(DAY, DAY + 10):
        told = [(each, each.visit) for each in doings(*company, day) if each.visit]
        stayed_on = {visit.number for each, visit in told if each.what == "not left"}
        gone = {visit.number for each, visit in told if went_home(each, visit)}
        wrote = {visit.number for each, visit in told if each.what == "posted"}
        assert gone - stayed_on <= wrote


def went_home(doing: Doing, visit: Visit) -> bool:
    """Whether a stay has ended, early enough for the letter to be written before midnight."""
    return doing.what == "left" and visit.kind == "stay" and doing.minute < 1300


def test_letters_wait_at_the_practice_with_a_time_and_are_taken_once(
    known, company: Company, stage, tmp_path
):
    told = told_by(Door.MAILBOX, company)
    practice_knows(*(doing.player for doing in letters(company, DAY)))
    for _ in range(2):
        for each in told:
            stage.tell(each)
        carriage.round_of(Folder(tmp_path / "mailbox"))
    delivered = Delivery.objects.filter(state="delivered", due__isnull=False).count()
    strays = [doing for doing in letters(company, DAY) if is_stray(doing.player)]
    assert (delivered, len(told) - delivered) == (len(told) - len(strays), len(strays))
    items = Item.objects.filter(kind="document", state="waiting", due__isnull=False)
    assert items.count() == len(told)


def is_stray(player: Player) -> bool:
    """Whether the trust writes no NHS number, or somebody else's."""
    return player.seen.nhs_number != player.life.person.nhs_number


def test_the_practice_of_the_showcase_has_letters_every_day_and_one_that_is_nobodys(company: Company):
    scene, players = company
    for day in (DAY, DAY + 1, DAY + 2):
        told = [each.player for each in letters(company, day)]
        shown = [each for each in told if each.life.person.practice == practice_of(scene)]
        assert len(shown) >= 4
        assert any(is_stray(each) for each in shown)
        assert players[0] in shown


def test_a_mailbox_for_real_letters_is_not_played_into():
    with pytest.raises(BadInput, match="unset it"):
        Stage(0, "/etc/mesh.yaml", "http://localhost/")


# --- requests -----------------------------------------------------------------------------------------------------


def test_requests_come_in_several_states_each_once_and_some_are_past_their_time(
    known, company: Company, stage
):
    scene, players = company
    practice_knows(*players)
    listen_once(hearing.LISTENER)  # it begins here: what was before is not its own
    for _ in range(2):
        for each in told_by(Door.API, company):
            stage.tell(each)
            hears()
    questions = [each for each in asked(scene, players, DAY) if not is_answer(each)]
    found = Counter(Request.objects.values_list("kind", flat=True))
    assert (set(found), found.total()) == ({"referral", "advice", "task"}, len(questions))
    states = set(Request.objects.values_list("state", flat=True))
    assert states == {"requested", "questioned", "accepted", "completed", "rejected"}
    shown = players[0].life.person.practice
    assert Request.objects.filter(asked=shown, kind="referral", state="requested").count() == 1
    assert Request.objects.filter(asked=shown, due__lt=TOMORROW).exists()
    assert {each.asked_by for each in Request.objects.all()}.isdisjoint({""})


def hears() -> None:
    """Let the listener hear all that was told: the feed waits for whatever else writes on the same server."""
    while is_waiting(hearing.LISTENER):
        listen_once(hearing.LISTENER)


def is_answer(each: Asked) -> bool:
    return bool(each.after) or "focus" in each.resource


def test_a_task_that_somebody_has_begun_here_is_not_moved_by_telling_it_again(known, company: Company, stage):
    practice_knows(*company[1])
    for each in told_by(Door.API, company):
        stage.tell(each)
    answered = next(each for each in told_by(Door.API, company) if each.after)
    put({**orjson.loads(answered.body), "status": "completed"}, source=answered.by)
    stage.tell(answered)
    assert stage.api.get(answered.name, headers=reading()).json()["status"] == "completed"


def reading() -> dict[str, str]:
    _, secret = directory.create_token(by=SYSTEM, name="reader", scopes=["system/Task.read"], days=1)
    return {"Authorization": f"Bearer {secret}"}


# --- slips --------------------------------------------------------------------------------------------------------


def slips(company: Company, what: str, days: int = 5) -> list[tuple[Doing, bytes]]:
    told = [
        (doing, day)
        for day in range(DAY, DAY + days)
        for doing in doings(*company, day)
        if doing.what == what
    ]
    return [(doing, hl7v2.message(doing, day, number)) for number, (doing, day) in enumerate(told)]


def test_each_wrong_registration_is_a_question_for_the_records_officer(known, company: Company):
    practice_knows(*company[1])
    for doing, body in slips(company, "registered wrongly"):
        (became,) = heard(body, feed=FeedMap("pas", doing.player.trust))
        assert became.state == "applied"
        weigh_and_join(became.pids)
        asked_about = reviews.about(list(became.pids))
        wanted = "one_number" if doing.player.seen.nhs_number else "alike"
        assert wanted in {each.kind for each in asked_about}, doing.player.seen
        assert identity.person_of(became.pids[0]) == became.pids[0]


def test_messages_that_are_of_no_use_are_quarantined_with_their_reason(known, company: Company):
    reasons = []
    for what in ("tested of nobody", "merged with itself"):
        doing, body = slips(company, what)[0]
        (became,) = heard(body, feed=FeedMap("pas", doing.player.trust))
        assert became.state == "quarantined"
        reasons.append(became.reason)
    assert "No PID segment names a patient" in reasons[0]
    assert "does not name two different patients" in reasons[1]


def test_one_row_of_the_file_of_packages_is_refused_and_the_rest_are_taken(known, company: Company, tmp_path):
    sheet = next(each for each in sheets(company[1], DAY) if each.mapping == "adult-social-care-packages")
    path = tmp_path / sheet.name
    path.write_bytes(sheet.body)
    take(by=SYSTEM, path=path, mapping=mapping_called(sheet.mapping, None), source=sheet.source)
    states = Load.objects.get().report["states"]
    assert (states["refused"], states["new"]) == (1, sheet.body.count(b"\n") - 2)
