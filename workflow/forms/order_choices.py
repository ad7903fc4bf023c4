"""What can be chosen on an order form, loaded once for all its lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.asking import Asked, Asking
from catalog.bundles import Bundles
from catalog.lead_time import lead_of
from catalog.models import Service
from common.folding import fold
from common.money import ZERO
from common.pickers import LISTED
from common.standing_choices import called
from common.templatetags.labsite import money
from customers.models import Contact, Counterparty
from lab.exchange import Exchange
from lab.models import Employee, LabSettings, ToothNumbers
from orders.models import LinePart, Marker, Order, OrderLine, Task
from orders.parts import parts_by_line
from orders.teeth import Work, read, written
from orders.teeth_read import TeethRead, teeth_of
from workflow.drawing_up.line_prices import PricesOf
from workflow.drawing_up.writing_pontics import lines_beside
from workflow.forms.row_fields import by_label


@dataclass(frozen=True)
class Choices:
    """Rows by id, services and performers also by what they are called.

    ``lines`` are those that the order has now, ``tasks`` the first one of each line; ``covered`` lines are frozen by
    an act. ``works`` are the teeth of the lines, ``parts`` those of lines of complex services, ``bundles`` what such
    services include; None where the catalogue has none. ``lines_beside`` charge the pontics of the lines by which they
    are found, as one of the ``services_beside``.
    """

    services: dict[int, Service]
    performers: dict[int, Employee]
    markers: dict[int, Marker]
    lines: dict[int, OrderLine]
    lines_beside: dict[int, OrderLine]
    services_beside: dict[int, Service]
    parts: dict[int, list[LinePart]]
    bundles: Bundles | None
    asking: Asking
    works: dict[int, list[Work]]
    numbers: str
    """How teeth are numbered in the form."""
    missing_teeth: tuple[int, ...]
    tasks: dict[int, Task]
    covered: frozenset[int]
    currency: str
    exchange: Exchange
    """Into the currency of the order, today."""
    lab: LabSettings
    prices: PricesOf
    """Of the customer chosen, today."""

    @cached_property
    def services_by_label(self) -> dict[str, Service]:
        return by_label(self.services.values(), label=called, twin=lambda service: service.pk)

    @cached_property
    def performers_by_label(self) -> dict[str, Employee]:
        return by_label(self.performers.values(), label=called, twin=lambda one: one.username or one.pk)

    @cached_property
    def labels(self) -> dict[object, str]:
        """What stands in the text field of a row that is chosen."""
        by_text = self.services_by_label | self.performers_by_label
        return {row: text for text, row in by_text.items()}

    @cached_property
    def services_named(self) -> dict[str, Service]:
        """By code, and by code and name, folded: what may be typed where no script runs."""
        codes = {fold(row.code): row for row in self.services.values()}
        return codes | {fold(text): row for text, row in self.services_by_label.items()}

    @cached_property
    def performers_named(self) -> dict[str, Employee]:
        return {fold(text): row for text, row in self.performers_by_label.items()}

    def service_rows(self, *, see_prices: bool) -> Iterator[dict[str, object]]:
        """The list of services as it stands on the page once, whatever the number of lines."""
        for text, row in self.services_by_label.items():
            lead = str(lead_of(row, self.bundles))
            detail = [self._price_of(row) if see_prices else "", lead, self.includes_of(row)]
            yield {
                "id": row.pk,
                "text": text,
                "detail": " · ".join(filter(None, detail)),
                "group": row.group.name,
                "asks": " ".join(
                    f"{one.kind}!" if one.is_required else one.kind for one in self.asked_of(row)
                ),
            }

    def asked_of(self, service: Service, line: OrderLine | None = None) -> list[Asked]:
        """What a line with the service has to say; one that stands with it (``line``) keeps the parts that it has."""
        if line is None or line.service_id != service.pk:
            return self.asking.of(service)
        return self.asking.of_frozen(service, [part.service_id for part in self.parts.get(line.pk, ())])

    @property
    def bridge_example(self) -> str:
        """How a bridge is typed."""
        return written(read("13a-15a"), self.numbers)

    def includes_of(self, service: Service) -> str:
        """What a complex service includes, in words; "" of a plain one."""
        parts = self.bundles.parts_of(service.pk) if self.bundles else []
        return _("includes %(parts)s") % {"parts": ", ".join(map(str, parts))} if parts else ""

    def _price_of(self, row: Service) -> str:
        """As the catalogue says it; its currency is named where it is not the order's."""
        return money(row.price, "" if row.currency == self.currency else row.currency)

    def performer_rows(self) -> Iterator[dict[str, object]]:
        for text, row in self.performers_by_label.items():
            yield {"id": row.pk, "text": text, "detail": ", ".join(row.role_labels)}


def _services_beside(services: Iterable[Service], lines: Iterable[OrderLine]) -> dict[int, Service]:
    """As which pontics may be charged: what the catalogue names for that, and what stands on the order."""
    named = {row.pontics_as_id: row.pontics_as for row in services if row.pontics_as_id}
    gone = {line.service_id for line in lines} - named.keys()
    return named | (Service.objects.select_related("tax_rate", "group").in_bulk(gone) if gone else {})


def load_choices(
    order: Order | None,
    covered: dict[int, object],
    currency: str | None,
    today: date,
    customer: int | None = None,
    numbers: str = "",
) -> Choices:
    """``covered`` is the quantity of each line that standing acts hold; ``currency`` that of the order, None for that
    of the laboratory; ``customer`` is who is chosen (an id); ``numbers`` how the form that was sent numbers teeth, ""
    for as the laboratory does."""
    standing = list(order.lines.current().with_rules()) if order else []
    lines = {line.pk: line for line in standing if line.pontics_of_id is None}
    beside = lines_beside(standing)
    of_plan = list(order.tasks.current()) if order else []
    tasks = {task.line_id: task for task in reversed(of_plan)}
    held = {person for task in of_plan for person in (task.performer_id, task.assistant_id) if person}
    services = Service.objects.filter(
        Q(is_active=True) | Q(pk__in={line.service_id for line in lines.values()})
    )
    services = services.select_related("group", "tax_rate", "pontics_as__tax_rate", "pontics_as__group")
    able = set(Employee.objects.performers().values_list("pk", flat=True))
    performers = list(_people(able | held))
    for person in performers:
        person.is_gone = person.pk not in able
    services = list(services.telling_bundles())
    parts = parts_by_line(lines) if lines else {}
    for line in lines.values():
        line.parts_shown = parts.get(line.pk, ())
    bundles = Bundles([row.pk for row in services]) if any(row.is_bundle for row in services) else None
    kept = [part.service_id for of_line in parts.values() for part in of_line]
    markers = _named(list(_markers(order)))
    lab = LabSettings.load()
    currency = currency or lab.currency
    teeth = teeth_of(order) if order else TeethRead()
    exchange = Exchange(currency, today)
    return Choices(
        services={row.pk: row for row in services},
        performers={row.pk: row for row in performers},
        markers={row.pk: row for row in markers},
        lines=lines,
        lines_beside=beside,
        services_beside=_services_beside(services, beside.values()),
        parts=parts,
        bundles=bundles,
        asking=Asking([*(row.pk for row in services), *kept], bundles),
        works=teeth.by_line,
        numbers=numbers if numbers in ToothNumbers.values else lab.tooth_numbers,
        missing_teeth=teeth.missing,
        tasks=tasks,
        covered=frozenset(pk for pk, quantity in covered.items() if quantity > ZERO),
        currency=currency,
        exchange=exchange,
        lab=lab,
        prices=PricesOf(customer, exchange, today),
    )


def customers_listed(chosen: int | None) -> list[Counterparty]:
    """The first customers by name, and the chosen one; others are searched for."""
    listed = list(Counterparty.objects.active().order_by("name_key", "pk")[:LISTED])
    if chosen and all(row.pk != chosen for row in listed):
        listed += Counterparty.objects.filter(pk=chosen)
    return _named(listed)


def contacts_listed(customer: int | None, chosen: int | None) -> list[Contact]:
    """The people who order for the customer, and the chosen one."""
    if not customer:
        return []
    found = Contact.objects.filter(Q(counterparty=customer, is_active=True) | Q(pk=chosen))
    return _named(list(found.order_by("name_key", "pk")))


def _named(rows: list) -> list:
    for row in rows:
        row.called = called(row)
    return rows


def _people(ids: set[int]):
    found = Employee.objects.filter(pk__in=ids).order_by("name_key", "pk")
    return found.prefetch_related("role_grants")


def _markers(order: Order | None):
    """The markers in use, and those that the order has."""
    worn = order.markers.values("pk") if order else Marker.objects.none().values("pk")
    return Marker.objects.filter(Q(is_active=True) | Q(pk__in=worn))
