"""Migrations of the tables of HL7 v2."""
