"""Analytes: their list, the page of one with its ranges, its form, and the form by which ranges are tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.asked import row_id
from documents.forms.analytes import AnalyteForm, TryRangeForm
from documents.lists import ANALYTES
from documents.measuring import NotAResult, read_result
from documents.models import Analyte, ReferenceRange
from documents.models.range_words import age_in_words
from documents.results.ages import read_age
from documents.results.ranges import Patient, same_conditions
from documents.results.reading import TypedResult
from documents.results.species import SPECIES
from documents.save_analyte import save_analyte
from documents.trying import try_ranges
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view
from lab.record_panels import history_panel

analyte_list = list_view(ANALYTES, "see_documents")


@allow("see_documents")
@require_safe
def analyte_page(request, pk: int):
    analyte = get_object_or_404(Analyte.objects.select_related("first", "second"), pk=pk)
    ranges = list(analyte.ranges.select_related("analyte"))
    context = {
        "analyte": analyte,
        "rows": ranges_shown(ranges, timezone.localdate()),
        "used_by": Analyte.objects.filter(Q(first=analyte) | Q(second=analyte)).order_by("name_key", "pk"),
        "history": history_panel(analyte, with_money=False),
    }
    return render(request, "documents/analytes/page.html", context)


@allow("edit_analytes")
@require_http_methods(["GET", "HEAD", "POST"])
def analyte_new(request):
    return _analyte_form(request, Analyte())


@allow("edit_analytes")
@require_http_methods(["GET", "HEAD", "POST"])
def analyte_edit(request, pk: int):
    return _analyte_form(request, get_object_or_404(Analyte, pk=pk))


@allow("see_documents")
@require_safe
def range_try(request):
    """Which range would hold for a patient, which flag would a result get, and why no other range."""
    sent = request.GET if "analyte" in request.GET else None
    form = TryRangeForm(sent, today=timezone.localdate(), about=row_id(request.GET, "about"))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else None
    typed = _typed(form, asked) if asked else TypedResult()
    answer = (
        try_ranges(asked["analyte"], _patient(asked), typed, asked["on"])
        if asked and form.is_valid()
        else None
    )
    context = {"form": form, "asked": asked, "answer": answer, "typed": typed, "known_species": list(SPECIES)}
    if asked:
        age = read_age(asked["age"], bare_is_years=asked["patient_kind"] == "person")
        context |= {"age": age_in_words(age) if age is not None else "", "analyte": asked["analyte"]}
    return render(request, "documents/analytes/try.html", context)


HOLDS, TO_COME, FOLLOWED, ENDED = "holds", "to come", "followed", "ended"


@dataclass(frozen=True)
class RangeShown:
    """A range on the page of its analyte. Followed: one with the same conditions holds since a later day."""

    range: ReferenceRange
    state: str


def ranges_shown(ranges: Sequence[ReferenceRange], today: date) -> list[RangeShown]:
    """Those that hold today first, then those to come, then those that were."""
    shown = [RangeShown(each, _state(each, ranges, today)) for each in ranges]
    return sorted(shown, key=lambda row: [HOLDS, TO_COME, FOLLOWED, ENDED].index(row.state))


def _state(each: ReferenceRange, ranges: Sequence[ReferenceRange], today: date) -> str:
    if each.ended_on and each.ended_on <= today:
        return ENDED
    if each.valid_from > today:
        return TO_COME
    later = [
        one for one in ranges if each.valid_from < one.valid_from <= today and same_conditions(each, one)
    ]
    return FOLLOWED if any(not one.ended_on or one.ended_on > today for one in later) else HOLDS


def _analyte_form(request, analyte: Analyte):
    is_new, former_name = not analyte.pk, analyte.name
    return edit_page(
        request,
        analyte,
        lambda data, standing: [AnalyteForm(data, instance=standing)],
        lambda parts, cause: save_analyte(parts[0].instance, cause).get_absolute_url(),
        template="documents/analytes/form.html",
        context=lambda parts: {"form": parts[0], "analyte": analyte, "former_name": former_name},
        said=_("The analyte is made. Now enter its ranges.") if is_new else _("The analyte is saved."),
    )


def _typed(form: TryRangeForm, asked: dict) -> TypedResult:
    """What was typed as the result; what cannot be read is said at its field."""
    analyte = asked["analyte"]
    try:
        return read_result(asked["value"], decimals=analyte.decimals, unit=analyte.unit)
    except NotAResult as refused:
        form.add_error("value", str(refused))
        return TypedResult()


def _patient(asked: dict) -> Patient:
    kind = asked["patient_kind"] or ("animal" if asked["species"] else "")
    age = read_age(asked["age"], bare_is_years=kind == "person")
    return Patient(kind, asked["species"], asked["breed"], asked["sex"], age)
