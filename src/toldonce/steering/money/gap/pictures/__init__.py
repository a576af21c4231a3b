"""Drawings of the gap: by year, as a waterfall, as a fan, as a tornado, and the curve of what a gap implies."""
