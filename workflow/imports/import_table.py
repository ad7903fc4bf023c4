"""Import table: the rows of a file that are new or change something are written, all of them or none."""

from collections.abc import Callable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.table_files.reading import read_table
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import TableFile, TableImport, TableImportRow
from workflow.imports.kinds import kind_of
from workflow.imports.weighing import CHANGED, NEW, SAME, WRONG, Weighed, WeighedRow, weigh
from workflow.moving import require

AT_ONCE = 500
"""Rows that are written while the person waits."""
TOLD_EVERY = 25

Tell = Callable[[int, int], None]


@transaction.atomic
def import_table(
    file_id: int, cause: Cause, *, seen: str, leave_out_wrong: bool = False, tell: Tell | None = None
) -> TableImport:
    """``seen`` is the digest of what the page showed. Raises ``RowRefused`` with the first that cannot be written."""
    file = TableFile.objects.select_for_update().get(pk=file_id)
    if file.made:
        return file.made
    kind = kind_of(file.kind, local_day(cause.at))
    require(cause, kind.action)
    sheets = read_table(bytes(file.content))
    kind.hold([row.record.pk for row in weigh(kind, sheets).of(CHANGED)])
    kind = kind_of(file.kind, local_day(cause.at))  # what stands now that nobody else can change it
    weighed = weigh(kind, sheets)
    refuse_weighed(weighed, seen, leave_out_wrong)
    counted = weighed.counted
    event = record_event("import_table", cause, action=kind.action, reason=f"{kind.title}: {file.name}")
    made = TableImport.objects.create(
        kind=file.kind,
        file_name=file.name,
        sha256=file.sha256,
        new=counted[NEW],
        changed=counted[CHANGED],
        same=counted[SAME],
        left_out=counted[WRONG],
        event=event,
    )
    named = replace(cause, place=_("imported from %(file)s") % {"file": file.name})
    rows = []
    to_write = weighed.to_write
    try:
        written = kind.write([row.planned for row in to_write], named)
        for done, (row, record) in enumerate(zip(to_write, written, strict=True), start=1):
            rows.append(_row(made, row, record))
            if tell and done % TOLD_EVERY == 0:
                tell(done, len(to_write))
    except IntegrityError as clash:
        raise Refused(
            _("Somebody else wrote one of these rows just now. Look at the table again.")
        ) from clash
    TableImportRow.objects.bulk_create(rows, batch_size=500)
    file.made = made
    file.save(update_fields=["made"])
    return made


def refuse_weighed(weighed: Weighed, seen: str, leave_out_wrong: bool) -> None:
    """What is not imported as the page showed it."""
    if weighed.digest != seen:
        raise Refused(_("Something has changed since the page was opened. Look at the table again."))
    if weighed.of(WRONG) and not leave_out_wrong:
        raise Refused(_("Some rows are wrong. Put them right in the file, or tick that they are left out."))
    if not weighed.to_write:
        raise Refused(_("Nothing in this table is new or changed."))


def _row(made: TableImport, row: WeighedRow, record) -> TableImportRow:
    return TableImportRow(
        table_import=made,
        sheet=row.sheet[:100],
        number=row.number,
        name=row.name[:300],
        record=record.pk,
        is_new=row.state == NEW,
        changes={change.column.key: list(change.kept) for change in row.changes},
    )
