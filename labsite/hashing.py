"""How passwords are hashed, and how many at once: a hash takes memory and time on purpose, and strangers ask for it."""

from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext as _

from common.refusals import Refused

AT_ONCE = 2
"""Hashes in one process; the other threads are for pages."""

WAIT_SECONDS = 5

_turns = BoundedSemaphore(AT_ONCE)


class DoorIsBusy(Refused):
    """So many passwords are being looked at that this one has not had its turn."""

    def __init__(self) -> None:
        super().__init__(_("Many people are logging in at this moment. Wait a few seconds and try again."))


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane. Hashes made with other figures are made anew at the next log-in."""

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1

    def encode(self, password, salt):
        with _turn():
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _turn():
            return super().verify(password, encoded)


@contextmanager
def _turn():
    """Raises ``DoorIsBusy`` where none comes in time."""
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise DoorIsBusy
    try:
        yield
    finally:
        _turns.release()
