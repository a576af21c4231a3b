"""The lists that the sheets of a workforce plan choose from, each said once."""

from __future__ import annotations

GROUPS = {
    "doctors": "HCHS doctors",
    "nurses": "Nurses & health visitors",
    "midwives": "Midwives",
    "ambulance": "Ambulance staff",
    "scientific": "Scientific, therapeutic & technical staff",
    "support-clinical": "Support to doctors, nurses & midwives",
    "support-ambulance": "Support to ambulance staff",
    "support-scientific": "Support to ST&T staff",
    "central": "Central functions",
    "estates": "Hotel, property & estates",
    "managers": "Managers",
    "senior-managers": "Senior managers",
    "general-practice": "General practice",
    "social-care": "Social care",
    "unknown": "Unknown",
}  # as NHS workforce statistics name them, and two that they do not cover

EMPLOYERS = {
    "acute": "Acute trust",
    "community": "Community and mental health trust",
    "ambulance": "Ambulance trust",
    "commissioner": "Commissioner",
    "general-practice": "General practice",
    "council": "Council",
    "independent": "Independent or voluntary",
}

BANDS = {
    "under-25": "Under 25",
    "25-34": "25 to 34",
    "35-44": "35 to 44",
    "45-54": "45 to 54",
    "55-59": "55 to 59",
    "60-64": "60 to 64",
    "65-over": "65 and over",
}
WIDTHS = (7, 10, 10, 10, 5, 5, None)  # years that a band spans, from 18 on; nobody grows out of the last
OLDER = slice(4, 7)  # the bands of those aged 55 and over
ALL_AGES = "all"

MEASURES = {
    "gap": "Gap in the year that is judged, percent of what is needed",
    "vacancy": "Vacancies now, percent of funded posts",
    "older": "Staff aged 55 and over, percent",
    "training": "Years to train, the shortest pipeline",
}

EFFECTS = {
    "intake": "More trainees a year (heads, of a pipeline)",
    "dropout": "Drop-out a year (points, of a pipeline)",
    "delay": "Intakes start later (years, of a pipeline)",
    "joiners": "More joiners a year (heads, of a role)",
    "leavers": "Leavers a year (points, of a role)",
    "participation": "FTE a head (added, of a role)",
    "one-for-each": "One FTE for each so many (units of the driver, of a role)",
    "growth": "Growth a year (points, of a driver)",
    "pay": "Pay growth a year (points, of a role or of all)",
}
IN_POINTS = {"dropout", "leavers", "growth", "pay"}  # the others are amounts
OF_PIPELINES = {"intake", "dropout", "delay"}
OF_DRIVERS = {"growth"}

PROMISES = {
    "qualified": "People qualified by then (heads, of a pipeline)",
    "started": "People who started training by then (heads, of a pipeline)",
    "in-post": "FTE in post then (of a role)",
    "needed": "FTE needed then (of a role)",
    "heads": "People in post then (of a role or of all)",
    "cover": "£ a year of agency cover then (of a role or of all)",
}
