"""The list of customers: how many orders of each are open, when the last one came, and what they owe."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.models import ReceivableEntry
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Link
from common.lists.fields import WordsField
from common.templatetags.labsite import figure
from customers.models import Counterparty, Tag, account
from lab.lists import address_of, list_view
from orders.models import Order
from workflow.pages.order_filter import OPEN
from workflow.pages.order_table import ORDERS


@dataclass(frozen=True)
class Standing:
    """How a customer stands: above zero in ``balances`` is owed to the laboratory; what is even is left out."""

    customer: Counterparty
    open_orders: int
    last_order: datetime | None
    balances: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def owed(self) -> list[str]:
        """The balances in words, for files."""
        return [f"{figure(balance, currency)} {currency}" for currency, balance in self.balances]


def _standings(customers: Sequence[Counterparty], asked: Asked) -> list[Standing]:
    """The same few statements however many customers stand on the page."""
    person, with_money = asked.viewer.person, asked.viewer.may("see_billing")
    ids = [customer.pk for customer in customers]
    if not ids:
        return []
    orders = Order.objects.visible_to(person).filter(customer__in=ids)
    still_open = dict(orders.open().order_by().values_list("customer").annotate(Count("pk")))
    newest = Order.objects.visible_to(person).filter(customer=OuterRef("pk")).order_by("-pk")
    named = Counterparty.objects.filter(pk__in=ids).order_by()
    last = dict(named.values_list("pk", Subquery(newest.values("created_at")[:1])))
    owed = _balances(ids) if with_money else {}
    return [
        Standing(customer, still_open.get(customer.pk, 0), last[customer.pk], owed.get(customer.pk, []))
        for customer in customers
    ]


def _balances(customers: list[int]) -> dict[int, list[tuple[str, Decimal]]]:
    theirs = Counterparty.objects.account_of(customers)
    entries = ReceivableEntry.objects.filter(customer__in=theirs).order_by().annotate(account=account())
    found = defaultdict(list)
    summed = entries.values_list("account", "currency").annotate(total=Sum("amount")).order_by("currency")
    for customer, currency, total in summed:
        if total:
            found[customer].append((currency, total))
    return found


def _open_orders(row: Standing) -> str:
    return address_of(ORDERS, customer=row.customer.pk, status=OPEN)


def _tags(row: Standing) -> Iterable[str]:
    return [tag.name for tag in row.customer.tags.all()]


def _kind(field_of_kind) -> forms.Field:
    return forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *field_of_kind])


def _tag_field(viewer: Viewer) -> forms.Field:
    return forms.ModelChoiceField(
        label=_("Tag"), required=False, queryset=Tag.objects.all(), to_field_name="name", empty_label=_("All")
    )


def _rows(viewer: Viewer) -> QuerySet:
    return Counterparty.objects.unmerged().prefetch_related("tags")


CUSTOMERS = ListTable(
    name="workflow:customer_list",
    title=_("Customers"),
    nouns=ngettext_lazy("%(n)s customer", "%(n)s customers", "n"),
    rows=_rows,
    shown=_standings,
    opens=lambda row: reverse("workflow:customer_page", args=[row.customer.pk]),
    usual_sort="name",
    columns=(
        Column(
            "name",
            _("Customer"),
            "customer.name",
            Drawn(template="workflow/_customer_name.html"),
            sort=Sort("name_key", index="counterparty_by_name"),
            fixed=True,
            parts=((_("Number"), "customer.pk"), (_("Customer"), "customer.name")),
        ),
        Column("legal_name", _("Legal name"), "customer.legal_name", usual=False),
        Column("phone", _("Phone"), "customer.phone", head="col-phone"),
        Column("email", _("E-mail"), "customer.email", usual=False),
        Column("tax_id", _("Tax number"), "customer.tax_id", usual=False, head="col-phone"),
        Column("tags", _("Tags"), _tags, Drawn(template="workflow/_customer_tags.html"), head="col-tags"),
        Column("open", _("Open orders"), "open_orders", Link("num", to=_open_orders), head="num col-short"),
        Column(
            "last",
            _("Last order"),
            "last_order",
            Drawn(template="workflow/_customer_last.html"),
            head="col-day",
        ),
        Column(
            "balance",
            _("Balance"),
            "owed",
            Drawn(template="workflow/_customer_balance.html"),
            needs="see_billing",
            head="num col-amount",
        ),
    ),
    filters=(
        Filter(
            "q",
            WordsField(_("Name, contact, phone or tax number")),
            lambda rows, words, viewer: rows.matching(words),
        ),
        Filter("kind", _kind(Counterparty.Kind.choices), lambda rows, kind, viewer: rows.filter(kind=kind)),
        Filter("tag", _tag_field, lambda rows, tag, viewer: rows.filter(tags=tag)),
        Filter(
            "inactive",
            forms.BooleanField(label=_("Also inactive"), required=False),
            lambda rows, _said, viewer: rows,
            unsaid=lambda rows, viewer: rows.active(),
        ),
    ),
    empty=Empty(
        title=_("No customers yet"),
        text=_("Orders are placed for customers: add the first clinic."),
        icon="buildings",
        none_like_this=_(
            "No customer is like this. Clear a filter, or search for a part of the name, phone or tax number."
        ),
        address="customers:customer_new",
        action=_("New customer"),
        needs="edit_customers",
    ),
    templates={"actions": "workflow/_customers_actions.html"},
)

customer_list = list_view(CUSTOMERS, "see_customers")
