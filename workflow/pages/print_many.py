"""Printing many orders into one file: the page that asks what, for the ticked ones or for all that a filter leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lab.access import allow
from lab.lists import ALL, asked_of, rows_asked
from lab.posting import form_page, posted
from orders.models import Order
from workflow.forms.printing import ManyPapersForm
from workflow.forms.realizing import entries_in
from workflow.pages.order_table import ORDERS
from workflow.pages.print_choices import chosen_last, left_off, left_off_last, remember
from workflow.printing.asked_papers import MOST, AskedPapers, Paper
from workflow.printing.order_papers import sections_open_to
from workflow.printing.print_orders import TooManyOrders, print_orders

COUNTED = 1000
"""Beyond this nobody is told how many they are."""


@dataclass(frozen=True)
class Chosen:
    """Which orders the address names, in the sequence of the list; no more than can be told apart from too many."""

    ids: list[int]
    count: int
    is_all: bool
    nonsense: Sequence[str] = ()
    """Why the address names none, in sentences."""

    @property
    def refusal(self) -> str:
        """Why these cannot be printed, in a sentence; or nothing."""
        if self.nonsense:
            return " ".join([*self.nonsense, _("So no order is chosen.")])
        if self.count <= MOST:
            return ""
        if self.count > COUNTED:
            told = _("These are more than %(n)s orders.") % {"n": COUNTED}
        else:
            told = _("These are %(n)s orders.") % {"n": self.count}
        return f"{told} {TooManyOrders()}"


@allow("print_order")
@require_http_methods(["GET", "POST"])
def print_many(request):
    """GET asks what is printed; POST has a worker make the file and leads to the page that shows how far it is."""
    chosen, offered = _chosen(request), sections_open_to(request.user)
    form = ManyPapersForm(request.POST or None, sections=offered, initial=_as_last(request, offered))
    asked: list[AskedPapers] = []

    def run(cause) -> str:
        asked[:] = [form.asked]
        return print_orders(chosen.ids, cause, asked=asked[0], came_from=request.get_full_path())

    answer = posted(request, [form], run, said="")
    if answer and asked:
        if asked[0].paper == Paper.LABELS:
            return remember(request, answer, size=form.cleaned_data["size"])
        return remember(request, answer, left_off=left_off(offered, asked[0].sections))
    return answer or form_page(request, "workflow/print_many.html", _context(request, form, chosen))


def _as_last(request, offered) -> dict:
    last, without = chosen_last(request), left_off_last(request)
    shown = [str(section) for section in offered if section not in without]
    return {"sections": shown, "size": last.get("size"), "first": 1}


def _chosen(request) -> Chosen:
    visible = Order.objects.visible_to(request.user)
    if ALL not in request.GET:
        named = list(entries_in(request.GET.getlist("entry")))
        standing = set(visible.filter(pk__in=named).values_list("pk", flat=True))
        ids = [pk for pk in named if pk in standing]
        return Chosen(ids[: MOST + 1], len(ids), is_all=False)
    rows, nonsense = rows_asked(ORDERS, request.GET, request.user)
    ids = rows.values_list("pk", flat=True)[: COUNTED + 1]
    return Chosen(list(ids[: MOST + 1]), len(ids), is_all=True, nonsense=nonsense)


def _context(request, form: ManyPapersForm, chosen: Chosen) -> dict:
    title = ngettext("Print %(n)s order", "Print %(n)s orders", chosen.count) % {"n": chosen.count}
    return {
        "dialog_title": _("Print orders") if chosen.refusal or not chosen.ids else title,
        "form": form,
        "chosen": chosen,
        "refusal": chosen.refusal,
        "back_url": _list_of(request) if chosen.is_all else reverse("workflow:order_list"),
    }


def _list_of(request) -> str:
    """The list whose orders are printed."""
    asked, _kept = asked_of(request, ORDERS)
    return asked.address()
