"""Customers: their list and their form. A customer's page lies higher up, with the orders and the debt."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.asked import words
from common.lists import list_page
from customers.forms import AddressFormSet, ContactFormSet, CounterpartyForm, CustomerFilter
from customers.models import Counterparty
from customers.save_counterparty import save_counterparty
from lab.access import allow
from lab.posting import form_page, posted


@allow("see_customers")
@require_safe
def customer_list(request):
    filters = CustomerFilter(request.GET)
    return render(
        request,
        "customers/customer_list.html",
        {
            "filters": filters,
            "listed": list_page(filters.rows(), request.GET),
        },
    )


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
    form = CounterpartyForm(request.POST or None, instance=customer, viewer=request.user)
    contacts = ContactFormSet(request.POST or None, instance=customer, prefix="contacts")
    addresses = AddressFormSet(request.POST or None, instance=customer, prefix="addresses")

    def save(cause):
        saved = save_counterparty(
            form.instance,
            cause,
            contacts=contacts.save(commit=False),
            addresses=addresses.save(commit=False),
            removed=[*contacts.deleted_objects, *addresses.deleted_objects],
            tags=form.cleaned_data["tags"],
        )
        return saved.get_absolute_url()

    context = {
        "form": form,
        "contacts": contacts,
        "addresses": addresses,
        "customer": customer,
        "former_name": former_name,
    }
    answer = posted(request, [form, contacts, addresses], save, said=_("The customer is saved."))
    return answer or form_page(request, "customers/customer_form.html", context)
