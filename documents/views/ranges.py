"""Reference ranges: a new one, also as new limits in the place of another; correcting one; ending one."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.asked import id_in
from documents.forms.ranges import EndRangeForm, RangeForm
from documents.models import Analyte, ReferenceRange
from documents.models.range_words import holds_for
from documents.range_book import end_range, save_range
from documents.results.species import SPECIES
from lab.access import allow
from lab.editing import edit_page
from lab.posting import form_page, posted


@allow("edit_analytes")
@require_http_methods(["GET", "HEAD", "POST"])
def range_new(request, pk: int):
    """A new range; ``like`` names one that it begins as, to hold in its place from a day on."""
    analyte = get_object_or_404(Analyte, pk=pk)
    like = analyte.ranges.filter(pk=id_in(request.GET.get("like", ""))).first()
    fresh = ReferenceRange(analyte=analyte, valid_from=timezone.localdate())
    for name in COPIED if like else ():
        setattr(fresh, name, getattr(like, name))
    return _range_form(request, fresh, like)


COPIED = [name for name in RangeForm._meta.fields if name not in ("valid_from", "ended_on")]


@allow("edit_analytes")
@require_http_methods(["GET", "HEAD", "POST"])
def range_edit(request, pk: int):
    return _range_form(request, get_object_or_404(ReferenceRange.objects.select_related("analyte"), pk=pk))


@allow("edit_analytes")
@require_http_methods(["GET", "HEAD", "POST"])
def range_end(request, pk: int):
    each = get_object_or_404(ReferenceRange.objects.select_related("analyte"), pk=pk)
    first = {"on": timezone.localdate()}
    form = EndRangeForm(request.POST if request.method == "POST" else None, initial=first)
    back = each.analyte.get_absolute_url()

    def use_case(cause) -> str:
        end_range(each.pk, form.cleaned_data["on"], cause)
        return back

    context = {
        "form": form,
        "dialog_title": _("End the range “%(range)s” of %(analyte)s")
        % {"range": holds_for(each), "analyte": each.analyte},
        "verb": _("End the range"),
        "back_url": back,
        "consequences": [
            _("Results that were flagged by it keep what it said."),
            _("From that day on another range that fits holds, or none: then there is no flag."),
        ],
    }
    answer = posted(request, [form], use_case, said=_("The range is ended."))
    return answer or form_page(request, "documents/analytes/dialog.html", context)


def _range_form(request, each: ReferenceRange, like: ReferenceRange | None = None):
    analyte, is_new = each.analyte, each.pk is None

    def build(data, standing):
        return [RangeForm(data, instance=standing, today=timezone.localdate())]

    def save(parts, cause):
        return save_range(parts[0].instance, cause).analyte.get_absolute_url()

    context = {
        "analyte": analyte,
        "range": each,
        "like": like and holds_for(like),
        "former": "" if is_new else holds_for(each),
        "known_species": list(SPECIES),
    }
    return edit_page(
        request,
        each,
        build,
        save,
        template="documents/analytes/range_form.html",
        context=lambda parts: context | {"form": parts[0]},
        said=_("The range is entered.") if is_new else _("The range is saved."),
    )
