"""Where sessions are kept: in the database, and a database that is busy is called busy."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import OperationalError


class SessionStore(DatabaseStore):
    """Django takes every failure to write for a session that somebody has ended, and calls the request a bad one."""

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as gone:
            if isinstance(gone.__context__, OperationalError):
                raise gone.__context__ from gone.__context__.__cause__
            raise

    def _validate_session_key(self, key):
        """A cookie may hold anything; what cannot be a key is not asked for, since no database takes every sign."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
