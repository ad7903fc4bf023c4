"""Eight at once: what happens when several people do the same thing in the same moment."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

from django.db import connection

AT_ONCE = 8


def at_once(act: Callable[[int], object], *, people: int = AT_ONCE) -> list[object]:
    """Run ``act(0)`` … ``act(7)`` in threads that start together; gives what each returned or raised."""
    outcomes: list[object] = [None] * people
    start = Barrier(people)

    def run(number: int) -> None:
        try:
            _set("SET lock_timeout = '30s'")
            start.wait(timeout=60)
            outcomes[number] = act(number)
        except Exception as error:
            outcomes[number] = error
        finally:
            _set("RESET lock_timeout")
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def _set(statement: str) -> None:
    """Whoever waits for seven others on a busy machine is not told after three seconds that somebody is working."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def read_together(read: Callable, *, people: int) -> Callable:
    """``read``, whose answer nobody has before that many have read: however slow the machine is, nobody writes before.

    For controls without a lock. Whoever reads alone waits for the others for ten seconds, and goes on.
    """
    together = Barrier(people)

    def read_and_wait(*told, **more):
        found = read(*told, **more)
        with suppress(BrokenBarrierError):
            together.wait(timeout=10)
        return found

    return read_and_wait


def goes_wrong(race: Callable[[int], bool], *, within: int) -> bool:
    """Whether the race, which is told its turn, goes wrong (False) at least once within so many: a control.

    How often it does depends on how busy the machine is; that it never does would mean that the lock is not needed.
    """
    return any(not race(turn) for turn in range(within))


def failures(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
