"""Whether letters can be part of a number at all: those of a number are those of its mask.

All numbers have them, or none has. Asked for a word that none has, PostgreSQL takes it for a common one, and reads
back through a million numbers to find the first five.
"""

import re

from django.db.models import F, QuerySet, Subquery, TextField

from workflow.pages.finding.kinds import NUMBER, Kind

SAMPLE = 200
"""So many of the newest numbers and of the oldest tell; a mask of some years in between is missed."""
NEWEST, OLDEST = "newest_numbers", "oldest_numbers"
_LETTERS = re.compile(r"\D*[^\W\d]\D*")


def letters_of(word: str) -> str:
    """The longest part without digits that has a letter; "" where there is none."""
    return max(_LETTERS.findall(word), key=len, default="")


class _Joined(Subquery):
    """What some rows say, as one text; the only column of theirs is ``said``."""

    output_field = TextField()
    template = "(SELECT string_agg(sample.said, ' ') FROM (%(subquery)s) sample)"

    def as_sqlite(self, compiler, connection, **extra):
        joined = self.template.replace("string_agg", "group_concat")
        return self.as_sql(compiler, connection, template=joined, **extra)


def with_samples(kind: Kind, rows: QuerySet) -> QuerySet:
    """The rows of a kind, beside the samples of all its numbers by which they may be filtered."""
    newest, oldest = (
        kind.rows().order_by(sequence).values(said=F(NUMBER))[:SAMPLE] for sequence in ("-pk", "pk")
    )
    return rows.alias(**{NEWEST: _Joined(newest), OLDEST: _Joined(oldest)})
