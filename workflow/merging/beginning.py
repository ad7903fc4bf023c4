"""What merging begins and ends with, of customers as of patients."""

from django.utils.translation import gettext as _

from common.refusals import Refused
from customers.models import Merge
from lab.models import Event
from workflow.merging.pairs import Pair
from workflow.merging.writing_merges import Writing, tell
from workflow.moving import refuse


class LookAgain(Refused):
    """What was looked at is not what stands."""

    def __init__(self) -> None:
        super().__init__(
            _("Something has changed since you looked. Look at what would happen now, then merge.")
        )


def ids_of(model, **asked) -> list[int]:
    """Ids of the rows that shall be locked, before they are."""
    return list(model.objects.filter(**asked).order_by("pk").values_list("pk", flat=True))


def refuse_pair(pair: Pair, seen: str | None, locked: dict[str, list]) -> None:
    """Raise for a pair that cannot be merged, that is not the one looked at, or to which a row came before the locks.

    ``locked`` are the rows of each key that the caller holds.
    """
    refuse(pair.why_not())
    if seen is not None and seen != pair.digest():
        raise LookAgain
    for key, rows in locked.items():
        if {row.pk for row in rows} != set(pair.moving()[key].values_list("pk", flat=True)):
            raise LookAgain


def begin(pair: Pair, event: Event) -> Writing:
    kept, gone = pair.kept, pair.gone
    merge = Merge.objects.create(
        kind=pair.kind, kept=kept.pk, gone=gone.pk, kept_name=kept.name, gone_name=gone.name, event=event
    )
    return Writing(merge, kept, gone)


def tell_both(pair: Pair, event: Event) -> None:
    """The histories of both say it."""
    kept, gone = pair.kept, pair.gone
    before, before_gone = pair.described
    tell(kept, event, before, {"field": "merged_from", "before": "", "after": gone.name})
    tell(gone, event, before_gone, {"field": "merged_into", "before": "", "after": kept.name})
