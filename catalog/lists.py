"""The catalogue and the price lists, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, LPad
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.bundles import Bundles
from catalog.lead_time import lead_of
from catalog.models import PriceList, PriceListVersion, Service, ServiceGroup
from catalog.panels import VersionsTold, versions_told
from common.days import day
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Change, Drawn, Plain
from common.lists.filters import ALL, search, tick
from common.lists.sorting import SignBySign

_TAB = Value("\t")
_BY_GROUP = SignBySign(
    Concat(
        F("group__department_key"),
        _TAB,
        LPad(Cast("group__position", TextField()), 5, Value("0")),
        _TAB,
        F("group__name_key"),
        _TAB,
        F("code"),
        output_field=TextField(),
    )
)
"""Department by department, group by group, in each by code."""


def _rows(viewer: Viewer) -> QuerySet:
    """Who may not see prices does not even have them in the page's context."""
    services = Service.objects.telling_bundles().select_related("group")
    return services if viewer.may("see_prices") else services.defer("price")


def _shown(services: Sequence[Service], asked: Asked) -> Sequence[Service]:
    complex_ones = [service.pk for service in services if service.is_bundle]
    bundles = Bundles(complex_ones) if complex_ones else None
    for service in services:
        service.lead = lead_of(service, bundles)
    return services


def _departments(viewer: Viewer) -> forms.Field:
    named = ServiceGroup.objects.exclude(department="").order_by("department_key")
    departments = named.values_list("department", flat=True).distinct()
    choices = [("", ALL), *((name, name) for name in departments)]
    return forms.ChoiceField(label=_("Department"), required=False, choices=choices)


def _tags(service: Service) -> Iterator[tuple[str, str]]:
    if service.is_bundle:
        yield "", _now("complex")
    if not service.is_active:
        yield "", _now("no longer sold")


def _group(service: Service) -> str:
    return " · ".join(filter(None, (service.group.name, service.group.department)))


_PRICE_CHANGE = Change(
    to=lambda service: reverse("catalog:service_price", args=[service.pk]),
    says=lambda service: _now("Change the price of %(service)s") % {"service": service.name},
    needs="edit_catalog",
)

SERVICES = ListTable(
    name="catalog:service_list",
    title=_("Catalogue"),
    nouns=ngettext_lazy("%(n)s service", "%(n)s services", "n"),
    rows=_rows,
    shown=_shown,
    opens=lambda service: service.get_absolute_url(),
    group=_group,
    usual_sort="group",
    sorts={"group": Sort(_BY_GROUP)},
    columns=(
        Column("code", _("Code"), cell=Plain("nowrap quiet", named=False), head="col-mark"),
        Column("name", _("Service"), cell=Plain("stack-head", opens=True, tags=_tags), fixed=True),
        Column("group", _("Group"), "group.name", usual=False),
        Column("department", _("Department"), "group.department", usual=False),
        Column(
            "lead",
            _("Lead time, working days"),
            "lead.days",
            Drawn(template="catalog/_service_lead.html"),
            head="num",
            parts=((_("Lead time"), "lead_days"), (_("With what is inside"), "lead.days")),
        ),
        Column(
            "review",
            _("Review"),
            lambda service: _now("required") if service.review_required else _now("not required"),
            Drawn(template="catalog/_service_review.html"),
        ),
        Column(
            "price",
            _("Price with tax"),
            cell=Amount(change=_PRICE_CHANGE),
            needs="see_prices",
            head="num",
        ),
    ),
    filters=(
        search(finds=_("Code or name")),
        Filter("department", _departments, lambda rows, name, viewer: rows.filter(group__department=name)),
        tick("inactive", _("Also no longer sold"), unsaid=lambda rows, viewer: rows.on_sale()),
    ),
    empty=Empty(
        title=_("Nothing is sold yet"),
        text=_("Groups and tax rates are kept in the administration; then the services are added here."),
        icon="tags",
        none_like_this=_(
            "No service is like this. Clear a filter, or search for a part of the name or code."
        ),
    ),
    css="",
    templates={"actions": "catalog/_services_actions.html", "above": "catalog/_tabs.html"},
    frame=lambda asked: {"here": "services"},
)


@dataclass(frozen=True)
class PriceListRow:
    """A price list with the version that holds today and those to come."""

    price_list: PriceList
    versions: VersionsTold


def _price_lists_shown(price_lists: Sequence[PriceList], asked: Asked) -> list[PriceListRow]:
    versions = PriceListVersion.objects.filter(price_list__in=[row.pk for row in price_lists])
    by_list: dict[int, list[PriceListVersion]] = {}
    for version in versions.annotate(rule_count=Count("rules")):
        by_list.setdefault(version.price_list_id, []).append(version)
    return [
        PriceListRow(row, versions_told(by_list.get(row.pk, []), asked.viewer.today)) for row in price_lists
    ]


def _no_longer(row: PriceListRow) -> Iterator[tuple[str, str]]:
    if not row.price_list.is_active:
        yield "", _now("no longer on offer")


def _holds(row: PriceListRow) -> str:
    holds = row.versions.holds
    if holds is None:
        return ""
    return _now("Version %(number)s since %(day)s") % {"number": holds.number, "day": day(holds.valid_from)}


def _next(row: PriceListRow) -> str:
    if not row.versions.ahead:
        return ""
    version = row.versions.ahead[0]
    return _now("Version %(number)s from %(day)s") % {
        "number": version.number,
        "day": day(version.valid_from),
    }


PRICE_LISTS = ListTable(
    name="catalog:price_list_list",
    title=_("Price lists"),
    nouns=ngettext_lazy("%(n)s price list", "%(n)s price lists", "n"),
    rows=lambda viewer: PriceList.objects.all(),
    shown=_price_lists_shown,
    opens=lambda row: row.price_list.get_absolute_url(),
    usual_sort="name",
    sorts={"name": Sort("name_key")},
    columns=(
        Column(
            "name",
            _("Price list"),
            "price_list.name",
            Plain("stack-head", opens=True, tags=_no_longer),
            fixed=True,
        ),
        Column("currency", _("Currency"), "price_list.currency", usual=False),
        Column("holds", _("Holds today"), _holds, Drawn(template="catalog/_price_list_holds.html")),
        Column(
            "rules",
            _("Rules"),
            lambda row: row.versions.holds.rule_count if row.versions.holds else None,
            Plain("num", write=str),
            head="num",
        ),
        Column("next", _("Next"), _next),
    ),
    filters=(
        search(finds=_("Name of the list")),
        tick(
            "inactive", _("Also no longer on offer"), unsaid=lambda rows, viewer: rows.filter(is_active=True)
        ),
    ),
    empty=Empty(
        title=_("No price list yet"),
        text=_(
            "Everybody pays the catalogue's prices. A price list says what is taken off or put on for a service, a "
            "group or everything; then it is given to customers."
        ),
        icon="percent",
        none_like_this=_("No price list is like this. Clear a filter, or search for a part of the name."),
        address="catalog:price_list_new",
        action=_("New price list"),
        needs="edit_catalog",
    ),
    css="",
    templates={"actions": "catalog/_price_lists_actions.html", "above": "catalog/_tabs.html"},
    frame=lambda asked: {"here": "price lists"},
)
