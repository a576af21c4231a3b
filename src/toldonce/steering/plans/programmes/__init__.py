"""Programmes of change: their projects and milestones, what slipped and what it moves, benefits, risks, reports."""
