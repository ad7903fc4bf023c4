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
            connection.ensure_connection()
            start.wait(timeout=60)
            outcomes[number] = act(number)
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


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


def failures(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
