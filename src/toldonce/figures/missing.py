"""A value that is not there says why: no figure is ever a bare None, nan or dash."""

from __future__ import annotations

from dataclasses import dataclass

ZERO_BELOW = (
    "The denominator is zero."  # what tells a count is not said in public: `publication.control` looks for it
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that is not there, with the sentence that a reader is shown: what is wrong and what would mend it."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a missing value needs a reason: say what is wrong and what to do about it")

    def __str__(self) -> str:
        return self.reason
