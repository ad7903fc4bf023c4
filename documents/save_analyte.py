"""An analyte is made or changed. Its unit stays while ranges hold in it; none comes of itself, however far around."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.flattening import way_round
from common.folding import fold
from common.refusals import Refused
from common.soundness import refuse_unsound
from documents.models import Analyte
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_record_event, describe

ONE_OF_EACH = 1


class AnalyteRefused(Refused):
    """The analyte cannot be so."""


@transaction.atomic
def save_analyte(analyte: Analyte, cause: Cause) -> Analyte:
    """Write it with its history. All analytes are locked where one is derived: two could make a circle together."""
    if analyte.is_derived:
        list(Analyte.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    former = Analyte.objects.select_for_update(no_key=True).filter(pk=analyte.pk).first()
    before = describe(former) if former else {}
    verb = "correct_analyte" if former else "add_analyte"
    event = record_event(verb, cause, action="edit_analytes", reason=analyte.name)
    if former:
        _refuse_another_unit(analyte, former, local_day(cause.at))
    _refuse_derived(analyte)
    refuse_unsound(analyte)
    analyte.save()
    book_record_event(analyte, event, before)
    return analyte


def _refuse_another_unit(analyte: Analyte, former: Analyte, today) -> None:
    """Limits are numbers of the unit. Another spelling (g/L for g/l) is no other unit."""
    if fold(analyte.unit) == fold(former.unit):
        return
    holding = former.ranges.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))
    if holding.exists():
        raise AnalyteRefused(
            _(
                "Its ranges hold in %(unit)s. End them first, then change the unit and enter ranges in the new one;"
                " or make a new analyte."
            )
            % {"unit": former.unit or _("no unit")}
        )


def _refuse_derived(analyte: Analyte) -> None:
    if not analyte.is_derived:
        if analyte.first_id or analyte.second_id:
            raise AnalyteRefused(_("Choose how it is derived, or clear the two that it comes of."))
        return
    if not (analyte.first_id and analyte.second_id):
        raise AnalyteRefused(_("A derived analyte comes of two others: choose both."))
    if analyte.factor == 0:
        raise AnalyteRefused(_("By the factor 0 it would always be 0."))
    if analyte.pk in (analyte.first_id, analyte.second_id):
        raise AnalyteRefused(_("It cannot be derived from itself."))
    if way := way_round(analyte.pk or 0, _comes_of(analyte)):
        names = {row.pk: row.name for row in Analyte.objects.filter(pk__in=way)} | {analyte.pk: analyte.name}
        said = {"way": " → ".join(names[pk] for pk in way)}
        raise AnalyteRefused(_("It would be derived from itself: %(way)s.") % said)


def _comes_of(analyte: Analyte) -> dict[int, list]:
    """Of which two each derived analyte comes, this one as it would be."""
    derived = Analyte.objects.exclude(operator="").exclude(pk=analyte.pk).values_list("pk", "first", "second")
    pairs = {pk: (first, second) for pk, first, second in derived}
    pairs[analyte.pk or 0] = analyte.first_id, analyte.second_id
    return {pk: [(one, ONE_OF_EACH) for one in pair] for pk, pair in pairs.items()}
