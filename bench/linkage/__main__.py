"""`python -m bench.linkage train` makes the weights anew; `evaluate` measures them and writes the page."""

from __future__ import annotations

import argparse
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")


def main() -> int:
    """Train or evaluate, as the first word says; 1 if the precision is less than what is binding."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=["train", "evaluate"])
    asked.add_argument("--people", type=int, help="how many to rehearse (8,000 to train, 20,000 to evaluate)")
    asked.add_argument("--seed", type=int, help="which ones (101 to train, 202 to evaluate)")
    words = asked.parse_args()
    import django

    django.setup()
    from bench.linkage import kept, report

    if words.what == "train":
        print(kept.train(words.people or 8_000, words.seed or 101))
        return 0
    return report.write(words.people or 20_000, words.seed or 202)


if __name__ == "__main__":
    sys.exit(main())
