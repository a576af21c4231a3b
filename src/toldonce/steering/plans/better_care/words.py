"""The closed lists of a Better Care Fund plan, as the national templates name them."""

from __future__ import annotations

PARTNERS = {
    "nhs": "NHS commissioner",
    "council": "Council",
    "provider": "Provider",
    "other": "Other organisation",
}
SOURCES = {
    "dfg": "Disabled Facilities Grant",
    "ibcf": "Improved Better Care Fund",
    "winter": "Winter Pressures Grant",
    "additional_council": "Additional council contribution",
    "nhs_minimum": "Minimum NHS contribution",
    "nhs_additional": "Additional NHS contribution",
    "nhs_not_said": "NHS contribution, minimum and additional not told apart",
    "other": "Other source",
}
OF_THE_NHS_MINIMUM = ("nhs_minimum", "nhs_not_said")
AREAS = {
    "acute": "Acute",
    "mental_health": "Mental health",
    "community_health": "Community health",
    "continuing_care": "Continuing care",
    "primary_care": "Primary care",
    "social_care": "Social care",
    "other": "Other",
}
SCHEMES = {
    "equipment": "Assistive technologies and equipment",
    "care_act": "Duties of the Care Act",
    "carers": "Carers services",
    "community": "Community based schemes",
    "dfg": "Disabled Facilities Grant related schemes",
    "enablers": "Enablers for integration",
    "transfers": "High Impact Change Model for managing transfers of care",
    "home_care": "Home care or domiciliary care",
    "housing": "Housing related schemes",
    "navigation": "Integrated care planning and navigation",
    "intermediate": "Intermediate care services",
    "budgets": "Personalised budgeting and commissioning",
    "home": "Personalised care at home",
    "prevention": "Prevention and early intervention",
    "placements": "Residential placements",
    "other": "Other",
}
NEAREST = {"1": "£1", "1000": "£1,000", "10000": "£10,000", "100000": "£100,000"}
QUARTERS = {"q1": "Quarter 1", "q2": "Quarter 2", "q3": "Quarter 3", "q4": "Quarter 4"}
CHANGES = {
    "early_planning": "Early discharge planning",
    "patient_flow": "Systems to monitor patient flow",
    "teams": "Multi-disciplinary and multi-agency discharge teams",
    "home_first": "Home first and discharge to assess",
    "seven_days": "Seven-day services",
    "trusted_assessors": "Trusted assessors",
    "choice": "Focus on choice",
    "care_homes": "Enhancing health in care homes",
}
LEVELS = {
    "not_yet": "Not yet established",
    "plans": "Plans in place",
    "established": "Established",
    "mature": "Mature",
    "exemplary": "Exemplary",
}
METRICS = {
    "non_elective": "Non-elective admissions",
    "delayed_transfers": "Delayed transfers of care",
    "care_homes": "Admissions to residential and nursing homes",
    "at_home": "At home 91 days after discharge",
    "avoidable": "Avoidable admissions",
    "long_stay": "Stays of 14 and of 21 days or more",
    "usual_home": "Discharge to the usual place of residence",
    "falls": "Emergency admissions after a fall",
    "emergency_65": "Emergency admissions of people aged 65 and over",
    "discharge_delay": "Average length of a delay of discharge",
}
BETTER = {"lower": "Lower is better", "higher": "Higher is better"}
MET = {"yes": "Met", "partly": "Partly met", "no": "Not met"}
