"""What happens as the hospital's systems say it: HL7 v2.4 from the patient system, the laboratory and the letters."""

from collections.abc import Sequence
from random import Random

from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.day.doing import Doing, Visit
from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.letters import letter
from toldonce.rehearsal.people import Address
from toldonce.rehearsal.shapes import measures
from toldonce.rehearsal.sources.panels import values_of
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.terms import diagnosis

PATIENTS, LABORATORY, LETTERS = "PAS", "LIMS", "EDMS"  # the sending applications of a trust
EVENT_OF = {
    "arrived": "A04", "corrected": "A08", "changed": "A31", "admitted": "A01", "not admitted": "A11", "moved": "A02",
    "not moved": "A12", "left": "A03", "not left": "A13", "registered again": "A28", "merged": "A40",
    "booked": "S12", "rebooked": "S13", "unbooked": "S15", "tested": "R01", "wrote": "T02",
    "registered wrongly": "A28", "tested of nobody": "R01", "merged with itself": "A40",
}  # fmt: skip
REPORTS = {
    "fbc": ("26604007", "Full blood count"),
    "kidney": ("444164000", "Urea and electrolytes"),
    "crp": ("55235003", "C-reactive protein"),
    "hba1c": ("43396009", "Haemoglobin A1c"),
    "lipids": ("252150008", "Lipid profile"),
}
LETTER, TITLE = "CL", "Clinic letter"
SEEN = ["Seen in clinic today. No change of treatment.", "We will see the person again in six months."]


def message(doing: Doing, day: int, number: int) -> bytes:
    """One message, of a day (an ordinal) and with its number on that day."""
    event = EVENT_OF[doing.what]
    at, control = _stamp(day, doing.minute), f"{doing.player.trust}{day}{number:06d}"
    segments = _BODY[event[0]](doing, event, day, at)
    head = _msh(_application(event), doing.player.trust, at, _kind(event), control)
    return ("\r".join([head, *segments]) + "\r").encode()


def application_of(doing: Doing) -> str:
    """The system that tells this."""
    return _application(EVENT_OF[doing.what])


def _application(event: str) -> str:
    return {"R": LABORATORY, "T": LETTERS}.get(event[0], PATIENTS)


def _kind(event: str) -> str:
    return {"R": "ORU", "T": "MDM", "S": "SIU"}.get(event[0], "ADT") + f"^{event}"


def _msh(application: str, trust: str, at: str, kind: str, control: str) -> str:
    return f"MSH|^~\\&|{application}|{trust}|TOLDONCE|TOLDONCE|{at}||{kind}|{control}|P|2.4|||AL|NE|GBR|UNICODE UTF-8"


def _adt(doing: Doing, event: str, day: int, at: str) -> list[str]:
    made = [f"EVN|{event}|{at}", pid(doing.player, address=_moved_to(doing), second=_second(doing, event))]
    if event == "A40":
        return [*made, f"MRG|{doing.more['second']}^^^{doing.player.trust}^MR"]
    made.append(f"PD1|||^^{doing.player.life.person.practice}^^^^^^{doing.player.life.person.practice}")
    if doing.visit is None:
        return made
    made.append(_pv1(doing, event, at))
    if event in ("A01", "A03", "A04"):
        made += [f"PV2|||{_reason(doing.visit)}", f"DG1|1||{_reason(doing.visit)}||{at}|A"]
    return made


def _second(doing: Doing, event: str) -> str:
    return doing.more.get("second", "") if event == "A28" else ""


def _moved_to(doing: Doing) -> Address | None:
    """Where somebody has moved who says so: the house next door but one, which is invented like the first."""
    home = doing.player.seen.address
    if doing.what != "changed" or home is None:
        return None
    house, _, street = home.line.partition(" ")
    line = f"{int(house) + 4} {street}" if house.isdecimal() else f"Flat 2, {home.line}"
    return Address(line, home.town, home.postcode, home.area)


def pid(player: Player, address: Address | None = None, second: str = "") -> str:
    """Who it is, as the hospital knows them; `second` is a number under which they were registered once more."""
    seen, person = player.seen, player.life.person
    numbers = [f"{second or player.number}^^^{player.trust}^MR"]
    if seen.nhs_number and not second:
        numbers.append(f"{seen.nhs_number}^^^NHS^NH")
    home = None if person.sealed else address or seen.address
    where = f"{home.line}^^{home.town}^^{home.postcode}^GBR^H" if home else ""
    sex = "F" if person.female else "M"
    return (
        f"PID|1||{'~'.join(numbers)}||{seen.family}^{seen.given}^^^^^L||{DAY[seen.birth].replace('-', '')}|{sex}"
        f"|||{where}"
    )


def _pv1(doing: Doing, event: str, at: str) -> str:
    visit = doing.visit
    assert visit is not None
    fields = [""] * 51
    place = _place(visit, doing.player, doing.more if event == "A02" else {})
    fields[1], fields[2], fields[3] = "1", "E" if visit.kind == "emergency" else "I", place
    fields[4] = "21" if visit.kind == "stay" else ""
    if event == "A02":
        fields[6] = _place(visit, doing.player, {})
    fields[7] = _doctor(doing.player)
    fields[14] = "19"
    fields[19] = f"{visit.number}^^^{doing.player.trust}^VN"
    fields[44] = _stamp(doing.more.get("began", 0), visit.came)
    if event == "A03":
        fields[36], fields[45] = visit.went_to, at
    return "|".join(["PV1", *fields[1:46]]).rstrip("|")


def _place(visit: Visit, player: Player, moved: dict) -> str:
    if visit.kind == "emergency":
        return f"Emergency department^^^{player.site}"
    return f"{moved.get('ward') or visit.ward}^^{moved.get('bed') or visit.bed}^{player.site}"


def _doctor(player: Player) -> str:
    doctors = staff(player.trust, "consultant", 12)
    title, given, family, *_ = doctors[player.life.person.number % len(doctors)]["display"].split(" ")
    return f"C{1000000 + player.life.person.number % 12}^{family}^{given}^^^{title}"


def _reason(visit: Visit) -> str:
    """Why somebody is there, with its code in ICD-10 where it has one."""
    found = diagnosis(visit.reason)
    code = next((each["code"] for each in found.get("coding", []) if each["system"].endswith("icd-10")), "")
    words = found.get("text", visit.reason)
    return f"{code}^{words}^I10" if code else f"^{words}"


def _oru(doing: Doing, event: str, day: int, at: str) -> list[str]:
    made = [] if doing.what == "tested of nobody" else [pid(doing.player)]
    if doing.visit is not None:
        made.append(_pv1(doing, event, at))
    rng = doing.player.life.rng  # the body draws from it too: begun anew, it gives the same values every time
    rng.seed(f"{doing.player.life.person.number}/{day}/{doing.minute}")
    for number, test in enumerate(doing.more["tests"], 1):
        made += _report(doing, rng, test, number, day, at)
    return made


def _report(doing: Doing, rng: Random, test: str, number: int, day: int, at: str) -> list[str]:
    code, words = REPORTS[test]
    order = f"L{day}{doing.player.life.person.number:06d}{doing.minute:04d}{number}"
    taken = _stamp(day, max(0, doing.minute - 45))
    made = [
        f"OBR|{number}|{order}^PAS|{order}^{LABORATORY}|{code}^{words}^SCT|||{taken}|||||||||||||||{at}||HM|F"
    ]
    found = values_of(test, doing.player.body, rng, doing.player.life.until, doing.more["ill"])
    if doing.player.life.is_showcase and test == "kidney":
        found["potassium"] = 6.1
    return made + [_obx(n, name, value, at) for n, (name, value) in enumerate(found.items(), 1)]


def _obx(number: int, name: str, value: float, at: str) -> str:
    measure = measures()[name]
    value = round(value, measure.places) if measure.places else round(value)
    concept = measure.concept["coding"][0]
    low, high = measure.low, measure.high
    flag = "H" if high is not None and value > high else "L" if low is not None and value < low else ""
    told = "-".join("" if limit is None else f"{limit:g}" for limit in (low, high)) if low or high else ""
    what = f"{concept['code']}^{concept['display']}^SCT"
    return f"OBX|{number}|NM|{what}||{value}|{measure.unit}|{told}|{flag}|||F|||{at}"


def _mdm(doing: Doing, event: str, day: int, at: str) -> list[str]:
    player = doing.player
    number = f"D{day}{player.life.person.number:06d}{doing.minute:04d}"
    about = f"{player.life.person.given} {player.life.person.family}, born {DAY[player.life.person.birth]}"
    pdf, _ = letter(
        f"Letter of {player.trust}", TITLE, DAY[day], f"{about}, hospital number {player.number}", SEEN
    )
    made = [f"EVN|{event}|{at}", pid(player), "PV1|1|O"]
    made.append(
        f"TXA|1|{LETTER}|AP|{at}|{_doctor(player)}|{at}||||||{number}||||{TITLE}.pdf|AU||AV||||||{TITLE}"
    )
    return [*made, f"OBX|1|ED|{LETTER}^{TITLE}^L||^application^pdf^Base64^{pdf}||||||F"]


def _siu(doing: Doing, event: str, day: int, at: str) -> list[str]:
    more = doing.more
    start, end = _stamp(more["day"], more["at"]), _stamp(more["day"], more["at"] + 20)
    status = "Cancelled" if event == "S15" else "Booked"
    number = f"{more['number']}^PAS"
    return [
        f"SCH|{number}|{number}|||||^Clinic appointment|^Follow-up||20|min|^^20^{start}^{end}||||||||||||||{status}",
        pid(doing.player),
        "PV1|1|O",
        "RGS|1|A",
        f"AIL|1|A|Outpatients^^^{doing.player.site}",
    ]


_BODY = {"A": _adt, "R": _oru, "T": _mdm, "S": _siu}


def _stamp(day: int, minute: int) -> str:
    """An HL7 time with its offset."""
    text = moment(day, minute)
    return f"{text[:10].replace('-', '')}{text[11:19].replace(':', '')}{text[19:].replace(':', '')}"


def systems(players: Sequence[Player]) -> list[tuple[str, str]]:
    """The sending applications and trusts of a day."""
    trusts = sorted({player.trust for player in players})
    return [(application, trust) for trust in trusts for application in (PATIENTS, LABORATORY, LETTERS)]
