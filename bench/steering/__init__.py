"""Plans and money: books of sheets as people type, what is worked out from them, and their pages over the wire."""
