"""What lists sort by that is no column of the database."""

from django.db.models import Func, TextField


class SignBySign(Func):
    """A text that is compared sign by sign, as ``name_key`` is, on both databases."""

    template = '(%(expressions)s) COLLATE "C"'
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="(%(expressions)s)", **context)
