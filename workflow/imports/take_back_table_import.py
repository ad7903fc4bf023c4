"""Take back table import: what it made goes, what it changed is as it was; all of it, or nothing while something rests
on it."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import TableImport, TableImportRow, TableImportTakenBack
from workflow.imports.import_table import TOLD_EVERY, Tell
from workflow.imports.kind import Kind
from workflow.imports.kinds import kind_of
from workflow.moving import refuse, require

MOST_NAMED = 10


class RestsOnIt(Refused):
    """Something was done since with what the import has made or changed; each is named."""

    def __init__(self, named: list[str]):
        more = len(named) - MOST_NAMED
        last = [_("… and %(count)s more.") % {"count": more}] if more > 0 else []
        super().__init__(" ".join([_("It cannot be taken back."), *named[:MOST_NAMED], *last]))


@transaction.atomic
def take_back_table_import(
    import_id: int, cause: Cause, *, reason: str, tell: Tell | None = None
) -> TableImportTakenBack:
    """Raises ``RestsOnIt``."""
    refuse(None if reason.strip() else _("Say why."))
    made = TableImport.objects.get(pk=import_id)
    kind = kind_of(made.kind, local_day(cause.at))
    require(cause, kind.action)
    rows = list(made.rows.order_by("-pk"))
    kind.hold([row.record for row in rows])
    if hasattr(made, "taken_back"):
        raise Refused(_("This import is taken back already."))
    if named := [sentence for row in rows for sentence in kind.why_not_back(row)]:
        raise RestsOnIt(named)
    event = record_event("take_back_table_import", cause, action=kind.action, reason=reason)
    taken_back = TableImportTakenBack.objects.create(table_import=made, event=event)
    told = replace(cause, place=_("import of %(file)s taken back") % {"file": made.file_name})
    _undo(kind, rows, told, tell)
    return taken_back


def _undo(kind: Kind, rows: list[TableImportRow], cause: Cause, tell: Tell | None) -> None:
    row = rows[0]
    try:
        for done, row in enumerate(kind.take_back(rows, cause)):  # noqa: B007 - the last one is named
            if tell and done % TOLD_EVERY == 0:
                tell(done, len(rows))
    except (ProtectedError, IntegrityError) as held:
        raise RestsOnIt([_("%(name)s is in use.") % {"name": row.name}]) from held
    except (Refused, ValidationError) as refusal:
        said = refusal.messages[0] if isinstance(refusal, ValidationError) else refusal
        raise RestsOnIt([f"{row.name}: {said}"]) from None
