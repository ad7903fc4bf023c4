"""The rates by which work is paid, as a list."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.models import ServiceGroup
from common.lists import Column, Empty, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.filters import choice, row, tick
from lab.models import Employee, LabSettings
from payroll.models import PayRole, Rate


def _of_group(rows: QuerySet, group: ServiceGroup, viewer: Viewer) -> QuerySet:
    return rows.filter(Q(group=group) | Q(service__group=group) | Q(step__service__group=group))


def _whom(rate: Rate) -> str:
    return rate.employee.name if rate.employee else _now("Everybody")


def _what(rate: Rate) -> str:
    """What the rate is for, and of what that is."""
    if rate.step:
        return f"{rate.step.name} · {rate.step.service.name}"
    if rate.service:
        return f"{rate.service.name} · {rate.service.code}"
    return f"{rate.group.name} · {_now('group')}" if rate.group else _now("All services")


def _service_code(rate: Rate) -> str:
    service = rate.step.service if rate.step else rate.service
    return service.code if service else ""


def _to_come(rate: Rate) -> Iterator[tuple[str, str]]:
    if rate.is_to_come:
        yield "", _now("to come")


def _rates_shown(rates: Sequence[Rate], asked: Asked) -> Sequence[Rate]:
    currency = LabSettings.load().currency
    for rate in rates:
        rate.is_to_come, rate.in_currency = rate.valid_from > asked.viewer.today, currency
    return rates


RATES = ListTable(
    name="payroll:rate_list",
    title=_("Rates"),
    nouns=ngettext_lazy("%(n)s rate", "%(n)s rates", "n"),
    rows=lambda viewer: Rate.objects.with_names(),
    shown=_rates_shown,
    usual_sort="-from",
    sorts={"from": Sort("valid_from", falling=True)},
    columns=(
        Column(
            "employee",
            _("Employee"),
            _whom,
            Plain("stack-head"),
            fixed=True,
            parts=((_("Login"), "employee.username"), (_("Name"), _whom)),
        ),
        Column(
            "what",
            _("For"),
            _what,
            parts=((_("Service"), _service_code), (_("Step"), "step.name"), (_("Group"), "group.name")),
        ),
        Column("role", _("Role"), lambda rate: rate.get_role_display()),
        Column("percent", _("Percent"), usual=False, head="num"),
        Column("unit", _("For a unit"), "amount", Amount(currency="in_currency"), usual=False, head="num"),
        Column(
            "rate",
            _("Rate"),
            lambda rate: "",
            Drawn(template="payroll/_rate_said.html"),
            head="num",
            in_files=False,
        ),
        Column("from", _("Valid from"), "valid_from", Plain("nowrap", tags=_to_come)),
    ),
    actions=Drawn(template="payroll/_rate_actions.html"),
    filters=(
        choice("role", _("Role"), PayRole.choices),
        row("employee", _("Employee"), Employee.objects.working),
        row("group", _("Group of services"), ServiceGroup.objects.all, _of_group),
        tick(
            "retired",
            _("Retired ones"),
            lambda rows, said, viewer: rows.retired(),
            unsaid=lambda rows, viewer: rows.in_use(),
        ),
    ),
    empty=Empty(
        title=_("No rate is set"),
        text=_(
            "Until there is one, completed work is booked with nothing earned. Begin with one rate for everybody and "
            "all services."
        ),
        icon="percent",
        none_like_this=_("No rate is like this. Clear a filter."),
        address="payroll:rate_new",
        action=_("New rate"),
        dialog=True,
    ),
    css="",
    templates={"actions": "payroll/_rates_actions.html", "foot": "payroll/_rates_foot.html"},
    frame=lambda asked: {"up_url": reverse("payroll:entry_list"), "up_label": _now("Payroll")},
)
"""The latest first: among equals that one pays."""
