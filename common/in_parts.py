"""Many of something, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")


def in_parts(some: Iterable[One], size: int) -> Iterator[list[One]]:
    """A list of so many of them, then the next."""
    waiting = iter(some)
    while part := list(islice(waiting, size)):
        yield part
