"""What other computers say and ask."""
