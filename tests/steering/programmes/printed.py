"""The targets that the documents print for the portfolios of the place: words, benefit, day, value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.plan import Portfolio
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.sheets.opening.folders import read

PLACE = Path(__file__).parents[3] / "places" / "dorset"
OUR_DORSET, LOOKING_FORWARD = BOOKS = ("our-dorset-2016", "looking-forward-2019")
SHIPPED = {key: read(PLACE / "plans/programmes" / key, PROGRAMMES) for key in BOOKS}
TARGETS = {
    OUR_DORSET: """
        40% the population to be receiving GP Services      | people-at-scale       | 2018-03-31 | 40
        all our practices working in collaboration          | practices-at-scale    | 2021-03-31 | 100
        all practices are rated at least "Good"             | practices-good        | 2021-03-31 | 100
        1 of our GP practices are in special measures       | practices-in-measures | 2021-03-31 | 0
        three of our main providers require improvement     | providers-to-improve  | 2021-03-31 | 0
        5 providers rated as inadequate                     | homes-inadequate      | 2021-03-31 | 0
        move over 100,000 appointments into the community   | outpatients-moved     | 2021-03-31 | 100000
        25% reduction of non-elective medical admission     | medical-admissions    | 2021-03-31 | 25
        20% non-elective surgical admissions                | surgical-admissions   | 2021-03-31 | 20
        10-15 in CCG-commissioned beds                      | ld-beds-group         | 2019-03-31 | 15
        20-25 in NHS England-commissioned beds              | ld-beds-england       | 2019-03-31 | 25
        75% of people on a GP register are receiving        | ld-checks             | 2020-12-31 | 75
        at least two-thirds of the estimated number         | dementia-diagnosis    | 2017-03-31 | 66.7
        more than 50 percent of people experiencing         | psychosis             | 2017-03-31 | 50
        will be treated within six weeks of referral        | therapies-six-weeks   | 2017-03-31 | 75
        95 percent treated within 18 weeks                  | therapies-18-weeks    | 2017-03-31 | 95
        an extra hour and a half per day                    | evening-appointments  | 2019-03-31 | 1.5
        more than 95 percent of patients wait no more       | ae-east               | 2017-03-31 | 95
        more than 95 percent of patients wait no more       | ae-west               | 2017-03-31 | 95
        75 percent of Category A calls within eight minutes | ambulances            | 2017-03-31 | 75
        more than 92 percent of patients                    | waiting-18-weeks      | 2017-03-31 | 92
        at least 75% one-year survival rate                 | cancer-survival       | 2020-12-31 | 75
        diagnose 95% of cancer patients within 4 weeks      | cancer-diagnosis      | 2020-12-31 | 95
        moderating activity growth by c.1% pa               | activity-growth       | 2021-03-31 | 1
        provider efficiency of at least 2% p.a.             | provider-efficiency   | 2021-03-31 | 2
        twenty five pharmacists in future posts             | practice-pharmacists  | 2021-03-31 | 25
        will be made available to all patients              | online-consultations  | 2019-03-31 | 100
        Align all of the current GP clinical systems        | same-system           | 2021-03-31 | 100
    """,
    LOOKING_FORWARD: """
        Reduce alcohol related hospital admissions by 3 per cent | alcohol-admissions   | 2024-03-31 | 3
        reduce re-admissions by 43 per cent                      | alcohol-readmissions | 2024-03-31 | 43
        to 6 per cent by 2022                                    | maternal-smoking     | 2022-12-31 | 6
        Encourage 20,000 people to become more physically active | more-active          | 2024-03-31 | 20000
        double the number of children regularly running          | daily-mile           | 2024-03-31 | 11000
        nearly 3,500 people at risk of diabetes                  | diabetes-programme   | 2022-09-30 | 3500
        an additional 10,000 people in the community             | people-in-community  | 2024-03-31 | 10000
        move 100,000 outpatient appointments                     | outpatients-moved    | 2024-03-31 | 100000
        face-to-face appointments by up to a third by 2023/24    | face-to-face         | 2024-03-31 | 33.3
        Invest £12m across the South West                        | ambulance-money      | 2024-03-31 | 12
        Provide 63 more ambulances                               | ambulances           | 2024-03-31 | 63
        unplanned medical admissions by 25 per cent              | medical-growth       | 2024-03-31 | 25
        unplanned surgical admissions by 20 per cent             | surgical-growth      | 2024-03-31 | 20
        in-patient beds to 11 by March 2020                      | ld-beds              | 2020-03-31 | 11
        550 people in Dorset                                     | cancer-lives         | 2024-03-31 | 550
        25.0 bed days daily                                      | delayed-transfers    | 2020-03-31 | 25
        592 per 100,000 population                               | care-homes           | 2020-03-31 | 592
        79.7%                                                    | at-home              | 2020-03-31 | 79.7
        by 40% over the next 5 years (currently 2,000 learners   | placements           | 2024-09-30 | 2800
        50 students every year for the next 5 years              | nurse-apprentices    | 2023-09-30 | 250
        an additional 250 nurses by 2027                         | nurses               | 2027-12-31 | 250
        452 nurse associates by 2025                             | nurse-associates     | 2025-12-31 | 452
        100 pharmacy technicians by 2015                         | pharmacy-technicians | 2015-12-31 | 100
        Windows10 across 100 per cent of NHS estate              | windows-10           | 2020-12-31 | 100
        personalised summary care record by 2020/21              | summary-records      | 2021-03-31 | 100
        all parents will have a choice                           | parents-choice       | 2021-12-31 | 100
        all women will have their own digital maternity record   | maternity-records    | 2024-03-31 | 100
        carbon emissions 28 per cent by 2020-21                  | carbon-system        | 2021-03-31 | 28
        34 per cent reduction in 2020                            | carbon-health        | 2020-12-31 | 34
        50 per cent by 2025                                      | carbon-health        | 2025-12-31 | 50
        carbon neutral as a council by 2030                      | carbon-council       | 2030-12-31 | 100
        1.1 per cent saving each year                            | trust-efficiency     | 2020-03-31 | 1.1
        an additional 0.5 per cent                               | deficit-efficiency   | 2020-03-31 | 1.6
    """,
}


def portfolio(book: str) -> Portfolio:
    """One of the two as it is shipped."""
    return portfolio_of(SHIPPED[book].contents)


def targets(book: str) -> Iterator[tuple[str, str, date, Decimal]]:
    """The printed words, the benefit that holds them, the day and the value."""
    for line in TARGETS[book].strip().splitlines():
        printed, key, by, value = (cell.strip() for cell in line.split(" | "))
        yield printed, key, date.fromisoformat(by), Decimal(value)
