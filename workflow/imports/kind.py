"""A kind of table: its columns, how a row finds its record, and how a record is written, removed, and shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.refusals import Refused
from common.table_files.cells import Cell
from lab.cause import Cause
from lab.models import TableImportRow
from workflow.imports.columns import Column, Value, plain

Values = dict[str, Value]


class NotFound(Refused):
    """The row cannot be said to be of one record, nor to be a new one; ``column`` is where that is seen."""

    def __init__(self, column: str, sentence: str):
        self.column = column
        super().__init__(sentence)


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row, and in which column."""

    column: str
    sentence: str


@dataclass(frozen=True)
class Planned:
    """One row to be written: onto a record, or as a new one (None)."""

    number: int
    record: Any
    values: Values


class Kind:
    """What is known of one kind, with what stands, read once. Made anew for each look at a table."""

    do_not_call_in_templates = True
    slug: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    says: ClassVar[str]
    """How its rows are known again, for the page."""
    action: ClassVar[str]
    columns: Sequence[Column]
    names: ClassVar[Mapping[str, str]] = {}
    """What others call its columns."""

    def __init__(self, today: date):
        self.today = today

    # what stands
    def table(self) -> Iterator[Values]:
        """What stands, as the table that can be imported again."""
        raise NotImplementedError

    def prepare(self, rows: Sequence[Values]) -> None:
        """Read what these rows need, all at once."""

    def find(self, values: Values) -> Any:
        """The record that the row is about; None for a new one. Raises ``NotFound``."""
        raise NotImplementedError

    def get(self, pk: int) -> Any:
        """The record, or None where it is gone."""
        raise NotImplementedError

    def values_of(self, record: Any) -> Values:
        raise NotImplementedError

    def defaults(self) -> Values:
        """What a new one says where the table says nothing."""
        return {}

    # what a row says
    def name_of(self, values: Values) -> str:
        raise NotImplementedError

    def same_key(self, values: Values) -> Any:
        """Two new rows with the same are one row twice."""
        return self.name_of(values)

    def check(self, record: Any, values: Values) -> Iterator[Wrong]:
        """What the columns cannot know by themselves. ``values`` are what would stand afterwards."""
        return iter(())

    # writing
    def write(self, planned: Sequence[Planned], cause: Cause) -> Iterator[Any]:
        """Write the rows and give the record of each, in their sequence. Raises ``RowRefused``."""
        raise NotImplementedError

    def hold(self, pks: Sequence[int]) -> None:
        """Lock the records that are about to be written, until the transaction ends."""

    # taking back
    def why_not_back(self, row: TableImportRow) -> Iterator[str]:
        """What rests on one row that the import has written, in sentences."""
        record = self.get(row.record)
        if record is None:
            yield _("%(name)s is not there any more.") % {"name": row.name}
            return
        values = self.values_of(record)
        labels = {column.key: str(column.label) for column in self.columns}
        changed = [
            labels.get(key, key)
            for key, (_before, after) in row.changes.items()
            if plain(values.get(key)) != after
        ]
        if changed:
            said = {"name": row.name, "fields": ", ".join(changed)}
            yield _("%(name)s was changed since: %(fields)s.") % said
        if row.is_new and (uses := self.rests_on(record)):
            yield _("%(name)s is in use: %(uses)s.") % {"name": row.name, "uses": ", ".join(uses)}

    def rests_on(self, record: Any) -> list[str]:
        """What needs a record that the import made, in a few words each."""
        return mentions_of(record, getattr(record, "PARTS", ()))

    def take_back(self, rows: Sequence[TableImportRow], cause: Cause) -> Iterator[TableImportRow]:
        """Undo the rows, the last one first; gives each before it is undone, so that a refusal can name it."""
        raise NotImplementedError

    def former(self, row: TableImportRow) -> Values:
        """What stood before the import in the fields that it changed."""
        columns = {column.key: column for column in self.columns}
        return {key: columns[key].read(Cell(before)) for key, (before, _after) in row.changes.items()}


class RecordKind(Kind):
    """A kind whose rows are records, each written by the use case of its form."""

    def write(self, planned: Sequence[Planned], cause: Cause) -> Iterator[Any]:
        for one in planned:
            try:
                yield self.save(one.record, one.values, cause)
            except Refused as refusal:
                raise RowRefused(one.number, self.name_of(one.values), str(refusal)) from None

    def save(self, record: Any, values: Values, cause: Cause) -> Any:
        raise NotImplementedError

    def take_back(self, rows: Sequence[TableImportRow], cause: Cause) -> Iterator[TableImportRow]:
        for row in rows:
            yield row
            record = self.get(row.record)
            if row.is_new:
                self.remove(record, cause)
            else:
                self.undo(record, self.former(row), cause)

    def undo(self, record: Any, former: Values, cause: Cause) -> None:
        """Set back what the import has changed; ``former`` are the values of before."""
        self.save(record, {**self.values_of(record), **former}, cause)

    def remove(self, record: Any, cause: Cause) -> None:
        """What the import has made goes again."""
        raise NotImplementedError


class RowRefused(Refused):
    """One row could not be written: nothing of the table was."""

    def __init__(self, number: int, name: str, why: str):
        said = {"row": number, "name": name, "why": why}
        super().__init__(_("Row %(row)s, %(name)s: %(why)s Nothing was imported.") % said)


def mentions_of(record: models.Model, parts: Iterable[str] = ()) -> list[str]:
    """What points at the record, counted by kind; its own parts are no use of it."""
    found = [_("a merge")] if getattr(record, "merged_into_id", None) else []
    for relation in record._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model = relation.related_model
        if relation.get_accessor_name() in parts or model._meta.auto_created:
            continue
        if count := model._base_manager.filter(**{relation.field.name: record}).count():
            named = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            found.append(ngettext("%(n)s %(what)s", "%(n)s %(what)s", count) % {"n": count, "what": named})
    return found
