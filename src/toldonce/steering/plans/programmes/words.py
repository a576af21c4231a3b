"""The closed lists of a portfolio of programmes."""

from __future__ import annotations

BETTER = {"higher": "Higher is better", "lower": "Lower is better"}
BENEFITS = {
    "health": "Health and wellbeing",
    "quality": "Care and quality",
    "experience": "Experience of people",
    "staff": "Experience of staff",
    "cashable": "Money that is saved",
    "capacity": "Capacity that is freed",
}
STAGES = {"input": "Inputs", "activity": "Activities", "output": "Outputs", "outcome": "Outcomes"}
THREE = {"low": "Low", "medium": "Medium", "high": "High"}
FIVE = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5"}
SCALES = {"three": "Low, medium, high", "five": "1 to 5"}
LEVELS_OF = {"three": THREE, "five": FIVE}
LEVELS = THREE | FIVE
RISKS = {"risk": "Risk", "issue": "Issue: it has happened"}
OPEN, CLOSED = "open", "closed"
STATES = {OPEN: "Open", CLOSED: "Closed"}
MONEY = {"cost": "Costs", "saving": "Saves", "income": "Brings in"}
RATINGS = {"green": "Green", "amber": "Amber", "red": "Red"}  # from good to bad
RATED = {"time": "Time", "money": "Money", "benefits": "Benefits", "risks": "Risks"}
