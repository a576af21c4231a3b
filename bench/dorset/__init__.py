"""Makes the tables of `places/dorset` from a folder of downloaded public files."""
