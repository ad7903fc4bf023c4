"""Cases against statements that were written by hand: what is compared is the database alone, or a whole page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from benchmarks import floor
from benchmarks.measuring import Case, timed
from benchmarks.statements import Statement, recorded, seconds_of, send, without


@dataclass(frozen=True)
class ByHand:
    """A statement as somebody who knows the tables would write it."""

    sql: str
    params: Sequence[object] = ()

    @property
    def sent(self) -> Statement:
        return Statement(self.sql, self.params, many=False, seconds=0)

    def rows(self) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return cursor.fetchall()


def seconds_by_hand(statements: Sequence[ByHand]) -> float:
    """How long the database took over all of them; measured where those of a page are."""
    return sum(seconds_of(lambda: send(one.sent for one in statements)))


def page_by_hand(
    bench, name: str, address: str, by_hand: Sequence[ByHand], aim: float, runs: int, most: int
) -> Case:
    """A whole page, against a bare view that sends the statements written by hand and answers with the page's bytes."""
    answer = bench.get(address)
    prepared = floor.Prepared(
        [one.sent for one in by_hand], answer.body, headers={"Content-Type": answer.headers["Content-Type"]}
    )
    return Case(
        name,
        aim,
        runs,
        page=lambda: timed(lambda: bench.get(address)),
        floor=lambda: floor.prepare(prepared) or timed(lambda: bench.get(floor.ADDRESS)),
        look=lambda: seconds_of(lambda: bench.get(address)),
        most_statements=most,
        note=lambda: _database_alone(bench, address, by_hand),
    )


def own_statements(bench, address: str) -> list[Statement]:
    """What the page asks the database, less what session, person and roles cost."""
    with recorded() as statements:
        bench.get(address)
    return without(statements, bench.of_the_middleware())


def _database_alone(bench, address: str, by_hand: Sequence[ByHand]) -> str:
    page = _middle(lambda: sum(one.seconds for one in own_statements(bench, address)))
    hand = _middle(lambda: seconds_by_hand(by_hand))
    return f"of it the database {page * 1000:.1f} ms, by hand {hand * 1000:.1f} ms: {page / hand:.2f}"


def _middle(seconds: Callable[[], float], times: int = 5) -> float:
    """The middle of a few."""
    return sorted(seconds() for _time in range(times))[times // 2]
