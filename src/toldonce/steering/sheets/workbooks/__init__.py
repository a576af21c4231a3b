"""Books as XLSX files: written so that they can come back, read so that nothing is guessed, and laid upon the plan."""
