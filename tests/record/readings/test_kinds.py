"""To which section a resource belongs."""

import pytest

from tests.record.readings.tables import concept, resource, rows
from toldonce.record.readings.kinds import section_of

KINDS = """
    type             | words                                   | section
    Flag             | Child protection plan                   | safeguarding
    Flag             | Domestic abuse: MARAC                   | safeguarding
    Flag             | Lasting power of attorney               | legal
    Flag             | Deprivation of liberty authorised       | legal
    Flag             | Reasonable adjustment: large print      | adjustments
    Flag             | Interpreter needed                      | adjustments
    Flag             | Violent behaviour                       | alerts
    Condition        | Asthma                                  | problems
    Condition        | Looked-after child                      | safeguarding
    Consent          | Shared record                           | consent
    Consent          | Advance decision to refuse treatment    | legal
    Observation      | Potassium                               | results
    Observation      | Smoker                                  | social
    Observation      | Lives alone                             | social
    Observation      | Preferred place of death                | wishes
    Observation      | Estimated date of delivery              | pregnancy
    Observation      | Pulse 364075005                         | vital-signs
    CarePlan         | Social care package                     | packages
    CarePlan         | Asthma plan                             | care-plans
    ServiceRequest   | Cardiology                              | referrals
    ServiceRequest   | Home care, twice a day                  | packages
    ServiceRequest   | Laboratory procedure 108252007          | results
    Claim            | Anything                                | administration
"""


@pytest.mark.parametrize("row", rows(KINDS), ids=lambda row: f"{row['type']} {row['words']}")
def test_a_resource_belongs_to_one_section_by_its_type_and_what_it_is_about(row):
    assert section_of(resource(row["type"], code=concept(row["words"]))) == row["section"]


def test_the_category_of_an_observation_goes_before_its_words():
    category = [{"coding": [{"code": "laboratory"}]}]
    assert (
        section_of(resource("Observation", code={"text": "Alcohol intake marker"}, category=category))
        == "results"
    )
