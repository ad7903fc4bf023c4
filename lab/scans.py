"""The same scan twice: within five seconds it does nothing again, also where both arrive in the same moment."""

from collections.abc import Callable
from datetime import timedelta

from lab.cause import Cause
from lab.models import BenchScan

AGAIN_WITHIN = timedelta(seconds=5)


def once(cause: Cause, code: str, asked: str, act: Callable[[], dict]) -> tuple[dict, bool]:
    """What ``act`` answers, and whether it was answered before. The caller has begun the transaction.

    The row is the first lock after the token of the form: whoever scans the same code in the same moment waits for it,
    and finds it answered. What is ``asked`` for expressly (pause, take over) is another scan; a plain one is not.
    Each repetition begins the five seconds anew, so that a scanner that goes on reading never acts again.
    """
    scan, is_first = BenchScan.objects.get_or_create(
        employee=cause.actor, code=code, defaults={"asked": asked, "at": cause.at}
    )
    if not is_first:
        scan = BenchScan.objects.select_for_update(no_key=True).get(pk=scan.pk)
        if abs(cause.at - scan.at) < AGAIN_WITHIN and asked in ("", scan.asked):
            scan.at = max(scan.at, cause.at)
            scan.save(update_fields=["at"])
            return scan.answer, True
    scan.answer = act()
    scan.asked, scan.at = asked, cause.at
    scan.save(update_fields=["answer", "asked", "at"])
    return scan.answer, False
