"""The page of a price list: its versions with their rules, and the customers who have it."""

from collections.abc import Sequence
from datetime import date

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import PriceList, PriceListVersion, PriceRule
from catalog.panels import VersionsTold, versions_told
from catalog.prices import with_names
from common.days import day_in_full
from common.panels import Panel
from customers.prices import held_by
from lab.access import allow
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from workflow.forms.give_price_list import GivePriceListForm
from workflow.money.give_price_list import give_price_list

CUSTOMERS_SHOWN = 50
FORMER_SHOWN = 10


@allow("see_prices")
@require_safe
def price_list_page(request, pk: int):
    """Everything about one price list."""
    price_list = get_object_or_404(PriceList, pk=pk)
    today = timezone.localdate()
    panels = _version_panels(price_list, today)
    history = history_panel(price_list, with_money=True)
    context = {
        "price_list": price_list,
        "main_panels": panels,
        "more": price_list.versions.count() - len(panels),
        "side_panels": [_customers_panel(price_list, today), *([history] if history else [])],
    }
    return render(request, "workflow/price_list_page.html", context)


@allow("edit_customers")
@require_http_methods(["GET", "POST"])
def price_list_give(request, pk: int):
    """The dialog that gives the list to one more customer."""
    price_list = get_object_or_404(PriceList, pk=pk)
    form = GivePriceListForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    back = price_list.get_absolute_url()

    def run(cause) -> str:
        give_price_list(
            price_list.pk, form.cleaned_data["customer"].pk, form.cleaned_data["valid_from"], cause
        )
        return back

    def said() -> str:
        told = {
            "customer": form.cleaned_data["customer"],
            "day": day_in_full(form.cleaned_data["valid_from"]),
        }
        return _("%(customer)s has this list from %(day)s on.") % told

    context = {
        "dialog_title": _("Give %(list)s to a customer") % {"list": price_list},
        "verb": _("Give"),
        "form": form,
        "back_url": back,
        "consequences": [
            _("New lines on the customer's orders are priced by it from that day on."),
            _("Lines that stand keep their prices."),
        ],
    }
    answer = posted(request, [form], run, said=said)
    return answer or form_page(request, "workflow/token_dialog.html", context)


def _customers_panel(price_list: PriceList, today: date) -> Panel:
    """Those for whom it holds today or will, with their days."""
    found = held_by(price_list.pk, today)
    context = {
        "price_list": price_list,
        "held": [(held, held.has_begun(today)) for held in found[:CUSTOMERS_SHOWN]],
        "more": max(len(found) - CUSTOMERS_SHOWN, 0),
    }
    template = "workflow/panels/list_customers.html"
    return Panel("customers", _("Customers who have it"), template, context, count=len(found))


def _version_panels(price_list: PriceList, today: date) -> list[Panel]:
    """A panel for each version: those to come, the one that holds, the latest of those that did. Two statements."""
    versions = list(price_list.versions.all())
    told = versions_told(versions, today)
    shown = [*told.ahead, *([told.holds] if told.holds else []), *told.former[:FORMER_SHOWN]]
    rules: dict[int, list] = {}
    for rule in with_names(_rules_of(shown)):
        rules.setdefault(rule.version_id, []).append(rule)
    return [_version_panel(row, rules.get(row.pk, []), told, today) for row in shown]


def _rules_of(versions: Sequence[PriceListVersion]):
    """As the catalogue has their services and groups."""
    rules = PriceRule.objects.filter(version__in=versions)
    return rules.order_by("service__code", "group__position", "group__name_key", "pk")


def _version_panel(version: PriceListVersion, rules: list, told: VersionsTold, today: date) -> Panel:
    rows = sorted(rules, key=lambda rule: (not rule.service_id, not rule.group_id))  # as they are asked
    context = {
        "version": version,
        "rules": rows,
        "holds": version is told.holds,
        "is_ahead": not version.has_begun(today),
        "until": told.until if version is told.holds else told.ended.get(version.pk, version.last_day),
    }
    title = _("Version %(number)s") % {"number": version.number}
    return Panel(
        f"version-{version.number}", title, "workflow/panels/price_version.html", context, count=len(rows)
    )
