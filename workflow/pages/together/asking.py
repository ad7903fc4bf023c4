"""The page that asks what is done to the chosen orders, and has it done."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.asked import row_id
from common.refusals import Refused
from common.sheets import Row
from common.sheets import posted as sent_by
from lab.access import allow
from lab.cause import Cause
from lab.posting import form_page, posted
from orders.models import Batch
from workflow.forms.dialogs import OrderForm
from workflow.pages.together.chosen import Chosen, chosen_by
from workflow.pages.together.offers import can_take, elsewhere, offers
from workflow.together.carry_on import carry_on_while_one_waits, have_it_carried_on
from workflow.together.do_together import (
    NothingChosen,
    NothingLeft,
    TooManyOrders,
    do_together,
    hold_tries,
)
from workflow.together.foreseeing import Foreseen, foresee
from workflow.together.offered import OFFERED, Many

LOOKED_AT = 500
"""Orders of which each is looked at beforehand."""
FIRST = 10
"""Orders that the page names before anything is chosen."""
COUNT = "count"
"""How many orders the page named when the button was pressed."""


class MoreThanShown(Refused):
    """The list has grown since the page said how many orders it is about."""

    def __init__(self, shown: int, now: int):
        said = _("There are %(now)s orders by now, not %(shown)s. Look at it again, then press once more.")
        super().__init__(said % {"now": now, "shown": shown})


class NotLookedAt(Refused):
    """A press that does not say how many orders its page named: nobody has seen what it would be done to."""

    def __init__(self):
        super().__init__(_("Look at how many orders they are first, then press."))


@allow("do_together")
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """What can be done to the chosen orders."""
    return render(request, "workflow/together/ask.html", _context(request, chosen_by(request)))


@allow("do_together")
@require_http_methods(["GET", "POST"])
def together_do(request: HttpRequest, verb: str) -> HttpResponse:
    """GET asks what the action needs; POST writes it down, and what is little is done before the answer."""
    many = OFFERED.get(verb)
    if many is None:
        raise Http404
    if not many.is_open_to(request.user):
        raise PermissionDenied(_("Your role does not allow this."))
    chosen = chosen_by(request)
    form = _form(request, many, chosen)
    made: list[Batch] = []

    def run(cause: Cause) -> str:
        shown = row_id(request.POST, COUNT)
        tries = chosen.of if chosen.of and chosen.of.action == verb else None
        if tries:
            hold_tries(tries)
        if shown is None and chosen.is_all:
            raise NotLookedAt
        if shown is not None and chosen.count > shown:
            raise MoreThanShown(shown, chosen.count)
        said = {"told": _told(form, request.POST), "chosen": chosen.words, "came_from": chosen.back_url}
        made[:] = [do_together(chosen.versions(), cause, action=verb, tries=tries, **said)]
        have_it_carried_on(made[0], cause.at)
        return reverse("workflow:together_page", args=[made[0].pk])

    answer = posted(request, [form], run, said="")
    if answer and made:
        carry_on_while_one_waits(made[0].pk)
    return answer or form_page(
        request, "workflow/together/ask.html", _context(request, chosen, verb, many) | {"form": form}
    )


def _form(request: HttpRequest, many: Many, chosen: Chosen) -> OrderForm:
    data = request.POST if request.method == "POST" else None
    again = chosen.of if chosen.of and OFFERED.get(chosen.of.action) is many else None
    form = many.asks(data, order=None, actor=request.user)
    if again and data is None:
        form.initial |= {name: said for name, said in again.told.items() if name in form.fields}
    return form


def _told(form: OrderForm, data: QueryDict) -> Row:
    """What was typed, a day as the day that was meant: “+3” is another one tomorrow."""
    typed = sent_by([form], data).fields
    days = {name: day.isoformat() for name, day in form.cleaned_data.items() if isinstance(day, date)}
    return typed | days


def _context(request: HttpRequest, chosen: Chosen, verb: str = "", many: Many | None = None) -> dict:
    by_state = chosen.by_state()
    refusal = _refusal(chosen)
    foreseen = _foreseen(many, chosen, request.user, by_state) if many and not refusal else None
    return {
        "chosen": chosen,
        "title": _title(chosen),
        "refusal": refusal,
        "offers": [] if refusal else offers(chosen, request.user, verb, by_state),
        "elsewhere": [] if refusal else list(elsewhere(chosen, request.user)),
        "many": None if refusal else many,
        "foreseen": foreseen,
        "cannot": chosen.count - foreseen.can if foreseen else 0,
        "verb_says": _verb_says(many, foreseen.can, chosen.count) if foreseen else "",
        **({} if refusal or many else _first_of(chosen)),
        "back_url": chosen.back_url,
        "back_label": _("Done together") if chosen.of else _("Orders"),
    }


def _first_of(chosen: Chosen) -> dict:
    first = list(chosen.orders.select_related("customer")[:FIRST])
    return {"first_orders": first, "more_orders": chosen.count - len(first)}


def _foreseen(many: Many, chosen: Chosen, person, by_state: Mapping[str, int]) -> Foreseen:
    """Of very many orders only what their states say."""
    if chosen.count > LOOKED_AT:
        return Foreseen(can_take(many, person, by_state), [])
    return foresee(many, chosen.orders, person)


def _refusal(chosen: Chosen) -> str:
    if chosen.nonsense:
        return " ".join([*chosen.nonsense, _("So no order is chosen.")])
    if chosen.is_too_much:
        return str(TooManyOrders())
    return "" if chosen.count else str(NothingLeft() if chosen.of else NothingChosen())


def _title(chosen: Chosen) -> str:
    if chosen.is_too_much or not chosen.count:
        return _("Many orders together")
    return ngettext("%(n)s order", "%(n)s orders together", chosen.count) % {"n": f"{chosen.count:,}"}


def _verb_says(many: Many, can: int, count: int) -> str:
    said = {"verb": many.action.label, "can": f"{can:,}", "n": f"{count:,}"}
    if can < count:
        return _("%(verb)s: %(can)s of %(n)s orders") % said
    return ngettext("%(verb)s: %(n)s order", "%(verb)s: %(n)s orders", count) % said
