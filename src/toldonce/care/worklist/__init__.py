"""One worklist for each organisation: what has come in for it, each item with an owner, a due time and a state."""
