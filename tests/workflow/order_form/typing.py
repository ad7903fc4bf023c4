"""The order form: what is typed into it, for its tests."""

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from lab.once import new_token
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty


def typed(*lines, customer=None, **fields) -> dict:
    """What a browser sends; each line is a dict of its fields."""
    sent = {
        "form_token": new_token(),
        "customer": getattr(customer, "pk", customer) if customer else make_counterparty().pk,
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        **fields,
    }
    for place, line in enumerate(lines):
        sent |= {f"lines-{place}-{name}": said for name, said in line.items()}
    return sent


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def new_order(client, *lines, **fields):
    return client.post(reverse("workflow:order_new"), typed(*lines, **fields))


def crown(**fields):
    service = make_service(name="Crown", price=Decimal("120.00"), lead_days=5, **fields)
    return service, {"service": service.pk, "quantity": "1"}


def form_of(client, order) -> dict:
    """What the browser would send back untouched."""
    context = client.get(reverse("workflow:order_edit", args=[order.number])).context
    head, lines = context["head"], context["lines"]
    sent = {name: head[name].value() for name in head.fields if head[name].value() is not None}
    sent |= {"lines-TOTAL_FORMS": lines.total_form_count(), "lines-INITIAL_FORMS": lines.initial_form_count()}
    for form in lines.forms:
        sent |= {
            form[name].html_name: form[name].value() for name in form.fields if form[name].value() is not None
        }
    sent |= {"form_token": context["form_token"], "version": context["version"], "tray": str(context["tray"])}
    sent["seen"] = context["seen"]
    return {name: said for name, said in sent.items() if said is not False}


def edit(client, order, **changes):
    return client.post(reverse("workflow:order_edit", args=[order.number]), form_of(client, order) | changes)
