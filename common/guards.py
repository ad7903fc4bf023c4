"""Guards: statements about a thing that are true or not, each carrying the sentence shown when it is not."""

from collections.abc import Callable, Iterable
from typing import Any

Guard = Callable[[Any], bool]


def guard(sentence: object) -> Callable[[Guard], Guard]:
    """Attach to a predicate the sentence that a person sees when it does not hold."""

    def attach(predicate: Guard) -> Guard:
        predicate.sentence = sentence  # type: ignore[attr-defined]
        return predicate

    return attach


def first_refusal(guards: Iterable[Guard], subject: Any) -> str | None:
    """The sentence of the first guard that does not hold for the subject, or None when all hold."""
    for statement in guards:
        if not statement(subject):
            return str(statement.sentence)  # type: ignore[attr-defined]
    return None
