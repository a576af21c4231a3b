"""Who may read what: a truth table, and the rules behind it one by one."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.readings.tables import TODAY, conditions, encounters, record, resource, rows
from toldonce.directory.actors import Actor
from toldonce.record.access import (
    ADDRESSED_TO,
    CARING_ROLES,
    Purpose,
    Refused,
    Relation,
    check_may_read,
    decide,
    relations_of,
    sieve,
    without_location,
)
from toldonce.record.readings.assembly import is_sealed
from toldonce.record.readings.record import Withholding
from toldonce.record.readings.sections import SECTIONS, hidden_from

PRACTICE, HOSPITAL, COUNCIL = "J81010", "RDZ", "10000"


def reader(role="gp", organisation=PRACTICE, scopes=()):
    return Actor("someone", "Someone", role, organisation, scopes)


def person(*groups, gp=PRACTICE, **elements):
    """A person registered at a practice, about whom the practice and the hospital each tell one thing."""
    patient = resource(
        "Patient", gp, generalPractitioner=[{"reference": f"Organization/ods-{gp}"}], **elements
    )
    return record(patient, *groups)


def objection(source=PRACTICE, **elements):
    return resource("Consent", source, status="active", provision={"type": "deny"}, **elements)


PLAIN = conditions("problem | status \n Asthma 195967001 | active")
SENSITIVE = conditions("problem | status \n Gonorrhoea 15628003 | active")


def told_by(source, resources):
    return [{**each, "meta": {"source": f"https://toldonce.example/source/{source}"}} for each in resources]


TRUTH = """
    role            | relation    | objects | item      | written by | purpose     | outcome
    gp              | registered  |         | plain     | hospital   | direct_care | seen
    gp              | registered  |         | sensitive | hospital   | direct_care | sensitive
    gp              | registered  |         | sensitive | practice   | direct_care | seen
    gp              | registered  | yes     | plain     | hospital   | direct_care | objection
    gp              | registered  | yes     | plain     | practice   | direct_care | seen
    gp              | registered  | yes     | sensitive | hospital   | direct_care | objection
    gp              | none        |         | plain     | hospital   | direct_care | refused
    gp              | none        | yes     | plain     | hospital   | direct_care | refused
    gp              | none        |         | plain     | hospital   | emergency   | refused
    gp              | declared    |         | plain     | hospital   | direct_care | seen
    gp              | declared    | yes     | plain     | hospital   | direct_care | objection
    gp              | declared    |         | sensitive | hospital   | direct_care | sensitive
    gp              | glass       |         | plain     | hospital   | emergency   | seen
    gp              | glass       | yes     | plain     | hospital   | emergency   | seen
    gp              | glass       |         | sensitive | hospital   | emergency   | sensitive
    gp              | glass       | yes     | sensitive | hospital   | emergency   | sensitive
    hospital_doctor | registered  |         | plain     | hospital   | direct_care | seen
    nurse           | registered  |         | plain     | hospital   | direct_care | seen
    pharmacist      | registered  |         | plain     | hospital   | direct_care | seen
    pharmacist      | registered  |         | sensitive | hospital   | direct_care | sensitive
    paramedic       | none        |         | plain     | hospital   | emergency   | seen
    paramedic       | none        |         | plain     | hospital   | direct_care | refused
    paramedic       | none        | yes     | plain     | hospital   | emergency   | objection
    paramedic       | none        |         | sensitive | hospital   | emergency   | sensitive
    social_worker   | registered  |         | plain     | hospital   | direct_care | seen
    social_worker   | none        |         | plain     | hospital   | emergency   | refused
    care_home       | registered  |         | plain     | hospital   | direct_care | seen
    administrator   | registered  |         | plain     | hospital   | direct_care | refused
    administrator   | registered  |         | plain     | practice   | emergency   | refused
    administrator   | glass       |         | plain     | practice   | emergency   | refused
    privacy_officer | registered  |         | plain     | hospital   | direct_care | refused
    privacy_officer | none        |         | plain     | hospital   | audit       | role
    privacy_officer | none        |         | sensitive | hospital   | audit       | role
    gp              | registered  |         | plain     | hospital   | audit       | refused
    gp              | registered  |         | plain     | practice   | own_record  | refused
    service         | none        |         | plain     | hospital   | direct_care | refused
    service         | scope       |         | plain     | hospital   | direct_care | seen
    service         | scope       | yes     | sensitive | hospital   | direct_care | seen
"""
STANDING = {"declared": (Relation.DECLARED,), "glass": (Relation.BROKEN_GLASS,)}


@pytest.mark.parametrize("row", rows(TRUTH), ids=lambda row: " ".join(row.values()))
def test_the_truth_table(row):
    item = SENSITIVE if row["item"] == "sensitive" else PLAIN
    writer = PRACTICE if row["written by"] == "practice" else HOSPITAL
    whole = person(told_by(writer, item), objection("RBD") if "objects" in row else [])
    organisation = PRACTICE if row["relation"] == "registered" or writer == PRACTICE else "J81999"
    scopes = ("system/*.read",) if row["relation"] == "scope" else ()
    asking = reader(row["role"], organisation, scopes)
    assert outcome(asking, whole, row["purpose"], STANDING.get(row["relation"], ())) == row["outcome"]


def outcome(asking, whole, purpose, standing=()):
    """What becomes of the one Condition in the record."""
    decision = decide(asking, whole, purpose, standing)
    if not decision.allowed:
        assert decision.sentence.endswith(".") and decision.next_step.endswith(".")
        return "refused"
    seen, withheld = sieve(asking, whole, decision, whole)
    if any(each.rtype == "Condition" for each in seen):
        return "seen"
    (marker,) = [each for each in withheld if each.section == "problems"]
    assert marker.sentence.endswith(".")
    return str(marker.reason)


def test_asking_and_checking_give_the_same_answer():
    whole = person()
    for role in sorted(CARING_ROLES):
        for purpose in Purpose:
            for organisation in (PRACTICE, "J81999"):
                decision = decide(reader(role, organisation), whole, purpose)
                if decision.allowed:
                    assert check_may_read(decision) is decision
                else:
                    with pytest.raises(Refused) as refused:
                        check_may_read(decision)
                    assert str(refused.value) == f"{decision.sentence} {decision.next_step}"


# Relationships


def test_registration_is_the_practice_of_now_and_not_the_one_before():
    whole = record(
        resource(
            "Patient", "J81999", active=False, generalPractitioner=[{"reference": "Organization/ods-J81999"}]
        ),
        resource("Patient", PRACTICE, generalPractitioner=[{"reference": f"Organization/ods-{PRACTICE}"}]),
    )
    assert relations_of(reader(), whole) == (Relation.REGISTRATION,)
    assert relations_of(reader(organisation="J81999"), whole) == ()


def test_a_registration_that_ended_gives_no_right():
    def registered(at, status, **period):
        return resource(
            "EpisodeOfCare",
            at,
            status=status,
            type=[{"text": "GP registration"}],
            period=period,
            managingOrganization={"reference": f"Organization/ods-{at}"},
        )

    whole = record(
        registered("J81999", "finished", start="2001-01-01", end="2020-01-01"),
        registered(PRACTICE, "active", start="2020-01-01"),
    )
    assert relations_of(reader(), whole) == (Relation.REGISTRATION,)
    assert relations_of(reader(organisation="J81999"), whole) == ()


def test_a_hospital_that_copied_an_old_gp_gives_that_practice_no_right():
    whole = record(
        resource("Patient", PRACTICE, generalPractitioner=[{"reference": f"Organization/ods-{PRACTICE}"}]),
        resource("Patient", HOSPITAL, generalPractitioner=[{"reference": "Organization/ods-J81999"}]),
    )
    assert relations_of(reader(organisation="J81999"), whole) == ()


@pytest.mark.parametrize(("days_since_leaving", "may"), [(0, True), (41, True), (44, False), (4000, False)])
def test_a_stay_gives_a_right_until_six_weeks_after_it(days_since_leaving, may):
    left = TODAY - timedelta(days=days_since_leaving)
    whole = record(encounters(f"status | start | end \n finished | 2010-01-01 | {left:%Y-%m-%d}"))
    assert (Relation.STAY in relations_of(reader("nurse", HOSPITAL), whole)) is may


def test_a_stay_that_goes_on_gives_a_right_however_long_ago_it_began():
    whole = record(encounters("status | start \n in-progress | 2026-01-01"))
    assert relations_of(reader("nurse", HOSPITAL), whole) == (Relation.STAY,)
    assert relations_of(reader("nurse", "R1F"), whole) == ()


def test_a_site_code_belongs_to_its_trust_and_to_no_other():
    whole = record(encounters("at | status | start \n RDZ20 | in-progress | 2026-06-01"))
    assert relations_of(reader("nurse", "RDZ"), whole) == (Relation.STAY,)
    assert relations_of(reader("nurse", "RD"), whole) == ()


@pytest.mark.parametrize(
    ("status", "made", "may"),
    [
        ("active", "2025-01-01", True),
        ("completed", "2026-05-01", True),
        ("completed", "2025-01-01", False),
        ("revoked", "2026-06-01", False),
    ],
)
def test_a_referral_gives_a_right_while_it_is_live(status, made, may):
    performer = [{"reference": f"Organization/ods-{HOSPITAL}"}]
    whole = record(resource("ServiceRequest", status=status, authoredOn=made, performer=performer))
    assert (Relation.REFERRAL in relations_of(reader("nurse", HOSPITAL), whole)) is may


def test_a_caseload_is_an_episode_a_team_or_a_plan_that_goes_on():
    owner = {"reference": f"Organization/ods-{COUNCIL}"}
    for one, may in (
        (
            resource(
                "EpisodeOfCare", status="active", managingOrganization=owner, type=[{"text": "Adult care"}]
            ),
            True,
        ),
        (
            resource(
                "EpisodeOfCare", status="finished", managingOrganization=owner, type=[{"text": "Adult care"}]
            ),
            False,
        ),
        (resource("CareTeam", status="active", managingOrganization=[owner]), True),
        (
            resource("CareTeam", status="active", participant=[{"member": owner}], period={"end": "2020"}),
            False,
        ),
        (resource("CarePlan", status="active", author=owner), True),
        (resource("CarePlan", status="completed", author=owner), False),
    ):
        assert (Relation.CASELOAD in relations_of(reader("social_worker", COUNCIL), record(one))) is may, one


# Objections


def test_an_objection_to_research_is_not_an_objection_to_care():
    for consent in (
        objection(scope={"coding": [{"code": "research"}]}),
        objection(policyRule={"text": "National data opt-out"}),
    ):
        assert outcome(reader(), person(told_by(HOSPITAL, PLAIN), consent), "direct_care") == "seen"


ADDRESSED = """
    reader's organisation | addressed to | shown
    J81010                | J81010       | yes
    J81010                | J81999       | no
    J81010                |              | no
"""


@pytest.mark.parametrize("row", rows(ADDRESSED), ids=lambda row: " ".join(row.values()))
def test_an_objection_does_not_take_back_a_letter_that_was_sent_to_the_reader(row):
    to = {"identifier": {"value": row.get("addressed to", "")}}
    letter = resource(
        "DocumentReference", "RBD", status="current", extension=[{"url": ADDRESSED_TO, "valueReference": to}]
    )
    other = resource("Composition", "RBD", status="final", extension=letter["extension"])
    whole = person([letter, other], objection("RBD"))
    asking = reader("gp", row["reader's organisation"])
    seen, _ = sieve(asking, whole, decide(asking, whole, "direct_care"), whole)
    shown = {each.rtype for each in seen} & {"DocumentReference", "Composition"}
    assert shown == ({"DocumentReference"} if row["shown"] == "yes" else set())


def test_an_objection_that_its_source_replaced_is_over():
    agreed = resource(
        "Consent", PRACTICE, status="active", dateTime="2025-01-01", provision={"type": "permit"}
    )
    whole = person(told_by(HOSPITAL, PLAIN), objection(dateTime="2019-01-01"), agreed)
    assert outcome(reader(), whole, "direct_care") == "seen"


def test_the_agreement_at_one_source_does_not_end_the_objection_at_another():
    agreed = resource(
        "Consent", HOSPITAL, status="active", dateTime="2025-01-01", provision={"type": "permit"}
    )
    whole = person(told_by(HOSPITAL, PLAIN), objection(dateTime="2019-01-01"), agreed)
    assert outcome(reader(), whole, "direct_care") == "objection"


def test_an_objection_that_ran_out_or_is_inactive_does_not_hold():
    ended = objection() | {"provision": {"type": "deny", "period": {"end": "2020-01-01"}}}
    inactive = objection() | {"status": "inactive"}
    for consent in (ended, inactive):
        assert outcome(reader(), person(told_by(HOSPITAL, PLAIN), consent), "direct_care") == "seen"


# Sensitive items


def test_what_the_person_asked_to_be_shown_again_is_shown_to_clinicians_only():
    item = {**told_by(HOSPITAL, SENSITIVE)[0], "id": "sti"}
    permit = {
        "type": "permit",
        "data": [{"meaning": "instance", "reference": {"reference": "Condition/sti"}}],
    }
    whole = person([item], resource("Consent", PRACTICE, status="active", provision=permit))
    assert outcome(reader("gp"), whole, "direct_care") == "seen"
    assert outcome(reader("social_worker"), whole, "direct_care") == "sensitive"


def test_a_security_label_makes_anything_sensitive():
    (item,) = told_by(HOSPITAL, PLAIN)
    item["meta"]["security"] = [{"code": "R"}]
    assert outcome(reader(), person([item]), "direct_care") == "sensitive"


def test_what_refers_to_a_sensitive_item_is_withheld_with_it():
    item = {**told_by(HOSPITAL, SENSITIVE)[0], "id": "sti"}
    (order,) = told_by(
        HOSPITAL, [resource("MedicationRequest", reasonReference=[{"reference": "Condition/sti"}])]
    )
    whole = person([item, order])
    seen, _ = sieve(reader(), whole, decide(reader(), whole, "direct_care"), whole)
    assert [each.rtype for each in seen] == ["Patient"]


def test_a_sensitive_diagnosis_in_icd_10_is_withheld_and_the_same_letters_in_another_system_are_not():
    (item,) = told_by(HOSPITAL, PLAIN)
    item["code"] = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "A54.9"}]}
    assert outcome(reader(), person([item]), "direct_care") == "sensitive"
    item["code"] = {"coding": [{"system": "http://local", "code": "A54.9"}]}
    assert outcome(reader(), person([item]), "direct_care") == "seen"


def test_a_group_that_is_withheld_leaves_a_marker_with_its_number():
    whole = person(told_by(HOSPITAL, [*SENSITIVE, *SENSITIVE, *PLAIN]))
    _, withheld = sieve(reader(), whole, decide(reader(), whole, "direct_care"), whole)
    assert [(each.reason, each.section, each.count) for each in withheld] == [
        (Withholding.SENSITIVE, "problems", 2)
    ]


# Roles


@pytest.mark.parametrize(
    ("role", "may"),
    [("gp", True), ("nurse", True), ("paramedic", True), ("pharmacist", False), ("care_home", False)],
)
def test_safeguarding_is_not_for_every_role(role, may):
    flag = told_by(HOSPITAL, [resource("Flag", code={"text": "Child protection plan"})])
    whole = person(flag)
    seen, _ = sieve(reader(role), whole, decide(reader(role), whole, "direct_care"), whole)
    assert any(each.rtype == "Flag" for each in seen) is may


# Sealed whereabouts


def test_a_sealed_person_has_no_address_but_for_the_organisation_that_wrote_it():
    patient = resource("Patient", HOSPITAL, address=[{"line": ["Safe House"]}], telecom=[{"value": "01202"}])
    patient["meta"]["security"] = [{"code": "R"}]
    whole = record(patient)
    (told,) = whole.resources_of("Patient")
    assert is_sealed(whole)
    assert "address" not in without_location(reader(), told)
    assert "telecom" not in without_location(reader(), told)
    assert "address" in without_location(reader("nurse", HOSPITAL), told)


# Services


@pytest.mark.parametrize(
    ("scope", "types"),
    [
        ("system/*.read", {"Patient", "Condition"}),
        ("system/*.*", {"Patient", "Condition"}),
        ("system/Condition.read", {"Condition"}),
        ("system/*.write", None),
        ("system/metrics.read", None),
        ("user/*.read", None),
        ("nonsense", None),
    ],
)
def test_a_service_reads_the_types_that_its_scopes_cover(scope, types):
    whole = person(told_by(HOSPITAL, SENSITIVE))
    asking = reader("service", "", (scope,))
    decision = decide(asking, whole, "direct_care")
    assert decision.allowed is (types is not None)
    if types:
        assert {each.rtype for each in sieve(asking, whole, decision, whole)[0]} == types


# What the manual says


def test_the_manual_names_the_sections_that_each_role_does_not_see():
    manual = (Path(__file__).parents[2] / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
    for role in CARING_ROLES:
        hidden = [each.title for each in SECTIONS if each.slug in hidden_from(role)]
        assert f"| {role} | {', '.join(hidden) or 'nothing is hidden'} |" in manual
