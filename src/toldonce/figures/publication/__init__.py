"""Releases of figures: proposed by one person, put through disclosure control, released by another; then public.

- `actions.propose`, `actions.check`, `actions.release`, `actions.give_back`: the only ways towards the public.
- `wording`: every word that would come before the public beside the figures, and the digest that is confirmed.
- `reviewing`: what a proposal would publish, what it would not show and why, beside what was published before.
- `reader`: the role of the database that sees the tables `published_*` and nothing else.
- `reading`: what was published, asked by that role alone.
- `downloads`: the same as CSV, XLSX and JSON.
"""
