"""What complex services come to: their parts, whatever stands between; and the way round of a circle. Pure arithmetic.

``Includes`` says of each complex service what it includes, in its sequence, and how many of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

Includes = Mapping[int, Sequence[tuple[int, Decimal]]]


def way_round(start: int, includes: Includes) -> list[int]:
    """The shortest way from a service over what it includes back to itself, both ends named; empty where none is."""
    came_from: dict[int, int] = {}
    asked = [start]
    for bundle in asked:
        for service, _quantity in includes.get(bundle, ()):
            if service == start:
                return [*_way_to(bundle, start, came_from), start]
            if service not in came_from:
                came_from[service] = bundle
                asked.append(service)
    return []


def _way_to(service: int, start: int, came_from: Mapping[int, int]) -> list[int]:
    way = [service]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def flatten(bundle: int, includes: Includes, working: Collection[int] = ()) -> dict[int, Decimal]:
    """Part → how many of it are in one bundle, added up over all ways to it, in the sequence in which they are met.

    A part is what includes nothing more, and a complex service inside that is ``working``: has work or materials of
    its own. Raises ``ValueError`` for a circle.
    """
    found: dict[int, Decimal] = {bundle: Decimal(1)}
    for outer in _outer_first(bundle, includes):
        for service, quantity in includes.get(outer, ()):
            found[service] = found.get(service, Decimal(0)) + found[outer] * quantity
    return {
        service: found[service]
        for service in as_met(bundle, includes)
        if service != bundle and (not includes.get(service) or service in working)
    }


def _outer_first(bundle: int, includes: Includes) -> list[int]:
    """Everything inside, each before what it includes: what there is of it is known when it is opened."""
    done: list[int] = []
    open_, closed = {bundle}, set()
    stack: list[tuple[int, Iterator[int]]] = [(bundle, _inside(bundle, includes))]
    while stack:
        service, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            open_.discard(service)
            closed.add(service)
            done.append(service)
        elif following in open_:
            raise ValueError("what includes itself has no parts")
        elif following not in closed:
            open_.add(following)
            stack.append((following, _inside(following, includes)))
    return done[::-1]


def as_met(bundle: int, includes: Includes) -> dict[int, None]:
    """Everything inside as one reads it: each service where it is met first."""
    met: dict[int, None] = {}
    stack = [bundle]
    while stack:
        service = stack.pop()
        if service not in met:
            met[service] = None
            stack += reversed(list(_inside(service, includes)))
    return met


def _inside(bundle: int, includes: Includes) -> Iterator[int]:
    return (service for service, _quantity in includes.get(bundle, ()))
