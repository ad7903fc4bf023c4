"""What still needs a record that somebody wants to switch off: open work, open orders, debts, with links to them."""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.balance_sheet import totals
from billing.models import Act, ActMaterial
from catalog.models import Material, MaterialNorm, PriceList, Service
from common.templatetags.labsite import money
from customers.models import Counterparty
from customers.prices import customers_with
from documents.models import Analyte, Document, DocumentType
from lab.in_use import Use
from lab.models import Employee
from orders.models import Marker, Order, OrderLine, Task
from orders.models.order import WORKING
from stock.ledger import on_hand

MOST_NAMED = 5


def uses_of(record: models.Model) -> list[Use]:
    """What the person reads before switching it off; nothing for what nobody has thought about."""
    tell = TELLS.get(type(record))
    return list(tell(record)) if tell else []


def _of_person(person: Employee) -> Iterator[Use]:
    is_named = Q(performer=person) | Q(assistant=person)
    tasks = Task.objects.current().unfinished().filter(is_named, order__status__in=WORKING)
    if count := tasks.count():
        numbers = _numbers(Order.objects.filter(tasks__in=tasks))
        sentence = ngettext(
            "%(n)s task is not finished, in %(orders)s. It stays this person's until somebody else is named.",
            "%(n)s tasks are not finished, in %(orders)s. They stay this person's until somebody else is named.",
            count,
        )
        yield Use(sentence % {"n": count, "orders": numbers}, _orders(performer=person.pk))
    drafts = Act.objects.drafts().filter(is_named)
    if count := drafts.count():
        numbers = _numbers(Order.objects.filter(pk__in=drafts.values("order")))
        sentence = ngettext(
            "%(n)s draft act names this person, in %(orders)s: posted, it still pays.",
            "%(n)s draft acts name this person, in %(orders)s: posted, they still pay.",
            count,
        )
        yield Use(sentence % {"n": count, "orders": numbers}, reverse("billing:act_list"))


def _of_customer(customer: Counterparty) -> Iterator[Use]:
    yield from _open_orders(Order.objects.filter(customer=customer), _orders(customer=customer.pk))
    for balance in totals([customer]):
        if balance.debt:
            sentence = _("The customer still owes %(amount)s.") % {
                "amount": money(balance.debt, balance.currency)
            }
            yield Use(sentence, customer.get_absolute_url())


def _of_service(service: Service) -> Iterator[Use]:
    bundles = Service.objects.on_sale().filter(included__service=service)
    if count := bundles.count():
        codes = _codes(bundles)
        sentence = ngettext(
            "%(n)s complex service includes it and could not be ordered any more: %(codes)s.",
            "%(n)s complex services include it and could not be ordered any more: %(codes)s.",
            count,
        )
        yield Use(sentence % {"n": count, "codes": codes}, service.get_absolute_url())
    asking = Service.objects.on_sale().filter(pontics_as=service)
    if count := asking.count():
        codes = _codes(asking)
        sentence = ngettext(
            "%(n)s service charges its pontics as it and could not be ordered with pontics any more: %(codes)s.",
            "%(n)s services charge their pontics as it and could not be ordered with pontics any more: %(codes)s.",
            count,
        )
        yield Use(sentence % {"n": count, "codes": codes}, service.get_absolute_url())
    lines = OrderLine.objects.current().filter(
        Q(service=service) | Q(parts__service=service, parts__is_removed=False)
    )
    yield from _open_orders(Order.objects.filter(pk__in=lines.values("order")))


def _codes(services: models.QuerySet) -> str:
    """The first of them by name."""
    return ", ".join(services.order_by("code").values_list("code", flat=True)[:MOST_NAMED])


def _of_price_list(price_list: PriceList) -> Iterator[Use]:
    having = customers_with(price_list.pk, date.max)  # also those who will have it
    if having:
        sentence = ngettext(
            "%(n)s customer has it, and keeps it.", "%(n)s customers have it, and keep it.", len(having)
        )
        yield Use(sentence % {"n": len(having)}, price_list.get_absolute_url())


def _of_material(material: Material) -> Iterator[Use]:
    services = Service.objects.on_sale().filter(
        pk__in=MaterialNorm.objects.filter(material=material).values("service")
    )
    if count := services.count():
        codes = _codes(services)
        sentence = ngettext("%(n)s service uses it: %(codes)s.", "%(n)s services use it: %(codes)s.", count)
        yield Use(sentence % {"n": count, "codes": codes}, reverse("catalog:service_list"))
    drafts = ActMaterial.objects.filter(material=material, act__event__isnull=True)
    if count := drafts.values("act").distinct().count():
        sentence = ngettext("%(n)s draft act writes it off.", "%(n)s draft acts write it off.", count)
        yield Use(sentence % {"n": count}, reverse("billing:act_list"))
    for item in on_hand().filter(material=material, on_hand__gt=0):
        quantity = f"{item.on_hand.normalize():f} {material.unit}"
        yield Use(
            _("%(quantity)s are on hand.") % {"quantity": quantity},
            reverse("stock:item_page", args=[item.pk]),
        )


def _of_document_type(document_type: DocumentType) -> Iterator[Use]:
    asking = document_type.services.filter(service__is_active=True)
    if count := asking.count():
        codes = ", ".join(
            asking.order_by("service__code").values_list("service__code", flat=True)[:MOST_NAMED]
        )
        sentence = ngettext(
            "%(n)s service asks for it and would bring it no more: %(codes)s.",
            "%(n)s services ask for it and would bring it no more: %(codes)s.",
            count,
        )
        yield Use(sentence % {"n": count, "codes": codes}, document_type.get_absolute_url())
    unfinished = Document.objects.unfinished().filter(document_type=document_type)
    if count := unfinished.count():
        numbers = _numbers(Order.objects.filter(pk__in=unfinished.values("order")))
        sentence = ngettext(
            "%(n)s document of it is being filled in, in %(orders)s. It stays.",
            "%(n)s documents of it are being filled in, in %(orders)s. They stay.",
            count,
        )
        yield Use(sentence % {"n": count, "orders": numbers})


def _of_analyte(analyte: Analyte) -> Iterator[Use]:
    """It stays in the versions that ask for it: results of it are still filled in."""
    asking = DocumentType.objects.on_offer().filter(versions__fields__analyte=analyte).distinct()
    if count := asking.count():
        names = ", ".join(asking.order_by("name_key").values_list("name", flat=True)[:MOST_NAMED])
        sentence = ngettext(
            "%(n)s document type asks for it: %(names)s.",
            "%(n)s document types ask for it: %(names)s.",
            count,
        )
        yield Use(sentence % {"n": count, "names": names}, reverse("documents:type_list"))
    derived = Analyte.objects.in_use().filter(Q(first=analyte) | Q(second=analyte))
    if count := derived.count():
        names = ", ".join(derived.order_by("name_key").values_list("name", flat=True)[:MOST_NAMED])
        sentence = ngettext(
            "%(n)s analyte comes of it: %(names)s.", "%(n)s analytes come of it: %(names)s.", count
        )
        yield Use(sentence % {"n": count, "names": names}, analyte.get_absolute_url())


def _of_marker(marker: Marker) -> Iterator[Use]:
    yield from _open_orders(Order.objects.filter(markers=marker))


def _open_orders(orders, url: str = "") -> Iterator[Use]:
    found = orders.filter(status__in=WORKING)
    if count := found.count():
        sentence = ngettext("%(n)s order is open: %(orders)s.", "%(n)s orders are open: %(orders)s.", count)
        yield Use(sentence % {"n": count, "orders": _numbers(found)}, url)


def _numbers(orders) -> str:
    """The numbers of a few orders."""
    numbers = list(orders.distinct().order_by("-pk").values_list("number", flat=True)[: MOST_NAMED + 1])
    named = ", ".join(numbers[:MOST_NAMED])
    return _("%(orders)s and more") % {"orders": named} if len(numbers) > MOST_NAMED else named


def _orders(**asked) -> str:
    return f"{reverse('workflow:order_list')}?{urlencode(asked)}"


TELLS: dict[type[models.Model], Callable[..., Iterator[Use]]] = {
    Employee: _of_person,
    Counterparty: _of_customer,
    Service: _of_service,
    PriceList: _of_price_list,
    Material: _of_material,
    DocumentType: _of_document_type,
    Marker: _of_marker,
    Analyte: _of_analyte,
}
