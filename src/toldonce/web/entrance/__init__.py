"""The way in: signing in, choosing a post, and the signed link from a practice's own system."""
