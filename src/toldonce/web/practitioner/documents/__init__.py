"""Pages on which letters are written and sent, and documents are acknowledged."""
