"""Balances of all customers, and the ledger of one."""

from collections.abc import Iterable

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.lists import BALANCES, LEDGER
from billing.standing import OpenCharge, open_charges
from common.lists.forms import FilterForm
from customers.models import Counterparty
from lab.access import allow
from lab.lists import asked_of, list_alone, list_context, list_view, of_list

balance_list = list_view(BALANCES, "see_billing")


@of_list(LEDGER)
@allow("see_billing")
@require_safe
def customer_ledger(request, pk):
    customer = get_object_or_404(Counterparty.objects.now(pk))
    asked, kept = asked_of(request, LEDGER, args=(customer.pk,))
    answer = list_alone(request, asked, kept)
    if answer:
        return answer
    context = list_context(request, asked, kept)
    _offer(context["filters"], [row.currency for row in context["standing"]])
    wanted = asked.get("currency")
    owed = [row.currency for row in context["standing"] if row.debt and wanted in (None, row.currency)]
    beside = {"customer": customer, "open": _open_of(customer, owed), "today": timezone.localdate()}
    return render(request, LEDGER.templates["page"], context | beside)


def _offer(filters: FilterForm, currencies: list[str]) -> None:
    """The currencies that the ledger has, where it has several."""
    label = filters.fields.pop("currency").label
    if len(currencies) > 1:
        choices = [("", _("All")), *((code, code) for code in currencies)]
        filters.fields["currency"] = forms.ChoiceField(label=label, required=False, choices=choices)


def _open_of(customer: Counterparty, currencies: Iterable[str]) -> list[tuple[OpenCharge, int]]:
    """What is still to be paid, by currency the oldest first, each with the days that it has waited."""
    today = timezone.localdate()
    found = [charge for currency in currencies for charge in open_charges(customer, currency)]
    return [(charge, (today - charge.day).days) for charge in found]
