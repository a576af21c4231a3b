"""Small typed functions that read a person's record: one file for each noun."""
