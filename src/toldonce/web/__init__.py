"""Pages, one folder for each audience, with design/ for what they share."""
