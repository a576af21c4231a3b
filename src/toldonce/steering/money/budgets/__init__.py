"""Budgets by line: opening, changes in year, profile by month, actual spending, and the year that it forecasts."""
