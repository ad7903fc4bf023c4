"""Which database the lab keeps its books in, and how each of the two kinds must be opened."""

from pathlib import Path

import environ
import psycopg

# Durability stays at SQLite's own default (synchronous FULL): a booked row survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;",
}

ANSWER_SECONDS = 1
"""Within which a server that is alive answers an empty question."""


class AnsweringConnection(psycopg.Connection):
    """A connection that is given up when the server has stopped listening, as a frozen one has.

    Django asks through cursors, so that the server's own limits hold for what it asks. Only the pool asks the
    connection itself, whether it still answers, before it hands it out; nobody but us could break that off.
    """

    patience: float | None = None

    def execute(self, *args, **kwargs):
        self.patience = ANSWER_SECONDS
        try:
            return super().execute(*args, **kwargs)
        except psycopg.OperationalError:
            self.pgconn.finish()
            raise
        finally:
            self.patience = None

    def wait(self, gen, *args, timeout=None, **kwargs):
        return super().wait(gen, *args, timeout=timeout or self.patience, **kwargs)


# The waiting times add up to less than the three seconds within which a person is told
# that the database is away (see outage.py).
POSTGRES_OPTIONS = {
    "pool": {
        "min_size": 1,
        "max_size": 10,
        "timeout": 2,
        "reconnect_timeout": 4,
        "connection_class": AnsweringConnection,
    },
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    # Our statements are short: compiling one (jit) takes longer than running it. A word of five letters with a wrong
    # one among them shares half of its trigrams with the right one: it is found (common.finding.nearly_holds).
    "options": (
        "-c lock_timeout=3000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 -c jit=off"
        " -c pg_trgm.word_similarity_threshold=0.45"
    ),
}


def database(url: str, data: Path) -> dict:
    """Django's description of the database: PostgreSQL where `url` names one, else a SQLite file in `data`."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "labsite.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    described = environ.Env.db_url_config(url)
    if described["ENGINE"] != "django.db.backends.postgresql":
        raise ValueError("DATABASE_URL must name a PostgreSQL database; without it SQLite is used.")
    return described | {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": POSTGRES_OPTIONS | described.get("OPTIONS", {}),
    }
