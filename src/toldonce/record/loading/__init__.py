"""Loading files: read in chunks, prepared side by side, written in order, the refused put in quarantine."""
