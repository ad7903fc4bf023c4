"""What a check of the books answers: how much it looked at, and what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass
class Finding:
    """``looked_at`` counts rows, files or rules; ``wrong`` holds a sentence for each violation.

    ``to_look_at`` holds what breaks no rule but was hardly meant: a person should look at it.
    """

    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Invariant:
    """Something that must never be false, by its number."""

    number: int
    says: str
    check: Callable[[], Finding]


def together(*checks: Callable[[], Finding]) -> Finding:
    """What several checks of one invariant found."""
    found = Finding()
    for check in checks:
        one = check()
        found.looked_at += one.looked_at
        found.wrong += one.wrong
        found.to_look_at += one.to_look_at
    return found


def findings_of(rows: Iterable, wrong: Callable[..., str | None]) -> Finding:
    """Look at each row (a tuple is spread over the arguments); ``wrong`` gives a sentence or None."""
    found = Finding()
    for row in rows:
        found.looked_at += 1
        sentence = wrong(*row) if isinstance(row, tuple) else wrong(row)
        if sentence:
            found.wrong.append(sentence)
    return found
