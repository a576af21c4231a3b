"""The themes by which indicators are shown, in the order of the board's page."""

THEMES = {
    "constitution": "NHS Constitution standards",
    "must_do": "The nine must-dos",
    "outcome": "Outcome ambitions",
    "quality_premium": "Quality premium",
    "better_care": "Better Care Fund",
    "quality_safety": "Quality and safety",
    "carbon": "Carbon",
    "activity": "Activity",
    "population": "Population",
}
