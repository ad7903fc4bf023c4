"""The form of a customer. List and page of customers lie higher up, with the orders and the debt."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.asked import words
from customers.forms import (
    AddressFormSet,
    ContactFormSet,
    CounterpartyForm,
    PriceListFormSet,
)
from customers.models import Counterparty
from customers.save_counterparty import save_counterparty
from lab.access import allow
from lab.editing import edit_page


@allow("edit_customers")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_new(request):
    return _customer_form(request, Counterparty(name=words(request.GET, "name")))


@allow("edit_customers")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_edit(request, pk):
    return _customer_form(request, get_object_or_404(Counterparty, pk=pk))


def _customer_form(request, customer):
    former_name = customer.name

    def build(data, standing):
        return [
            CounterpartyForm(data, instance=standing, viewer=request.user),
            ContactFormSet(data, instance=standing, prefix="contacts"),
            AddressFormSet(data, instance=standing, prefix="addresses"),
            PriceListFormSet(data, instance=standing, prefix="price_lists"),
        ]

    def save(parts, cause):
        form, *rows = parts
        contacts, addresses, price_lists = (formset.save(commit=False) for formset in rows)
        saved = save_counterparty(
            form.instance,
            cause,
            contacts=contacts,
            addresses=addresses,
            price_lists=price_lists,
            removed=[row for formset in rows for row in formset.deleted_objects],
            tags=form.cleaned_data["tags"],
        )
        return saved.get_absolute_url()

    def context(parts):
        named = dict(zip(("form", "contacts", "addresses", "price_lists"), parts, strict=True))
        return named | {"customer": customer, "former_name": former_name}

    return edit_page(
        request,
        customer,
        build,
        save,
        template="customers/customer_form.html",
        context=context,
        said=_("The customer is saved."),
    )
