"""Rates of pay from a table. A rate is never rewritten: another figure retires it and adds one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Service, ServiceGroup, TaskTemplate
from common.day_bounds import KNOWN
from common.dayfields import DayField
from common.folding import fold
from lab.cause import Cause
from lab.models import Employee
from payroll.models import PayRole, Rate, RateBase, RateKind
from payroll.rate_book import add_rate, retire_rate
from workflow.imports.columns import Column, choice, day, number, one_of, text
from workflow.imports.kind import NotFound, RecordKind, Values, Wrong
from workflow.imports.names import RATES

_field = Rate._meta.get_field


class Rates(RecordKind):
    """A row is known by what it is for: role, person, work and first day."""

    slug, icon, action = "rates", "percent", "set_rates"
    title = gettext_lazy("Rates of pay")
    names = RATES
    says = gettext_lazy(
        "A rate is known by role, person, work and first day. Another figure retires the rate and adds one; what is"
        " booked stays. Empty work or person means all."
    )

    def __init__(self, today):
        super().__init__(today)
        self.people = {one.username: one for one in Employee.objects.filter(is_service_account=False)}
        self.services = {one.code: one for one in Service.objects.all()}
        self.groups = {one.name: one for one in ServiceGroup.objects.all()}
        steps = TaskTemplate.objects.filter(is_removed=False).select_related("service")
        self.steps = {(one.service.code, fold(one.name)): one for one in steps}
        self.rates = {self._work(self.values_of(one)): one for one in Rate.objects.in_use().with_names()}
        names: dict[str, list[str]] = {}
        for one in self.people.values():
            names.setdefault(fold(one.name), []).append(one.username)
        people = {name: logins[0] for name, logins in names.items() if len(logins) == 1}
        people |= {fold(login): login for login in self.people}
        services, groups = ({fold(one): one for one in rows} for rows in (self.services, self.groups))
        valid_from = DayField(bounds=KNOWN)
        valid_from.today = today
        self.columns = (
            Column("role", _("Role"), choice(PayRole.choices), choices=PayRole.choices),
            Column("employee", _("Login or name"), one_of(_("Login or name"), people), clears=True),
            Column(
                "service",
                _("Service"),
                one_of(_("Service"), services),
                clears=True,
            ),
            Column("step", _("Step"), text(TaskTemplate._meta.get_field("name")), clears=True),
            Column("group", _("Group"), one_of(_("Group"), groups), clears=True),
            Column("percent", _("Percent"), number(_field("percent").formfield()), clears=True),
            Column("amount", _("Amount a unit"), number(_field("amount").formfield()), clears=True, places=2),
            Column("base", _("Percent is taken"), choice(RateBase.choices), choices=RateBase.choices),
            Column("valid_from", _("Valid from"), day(valid_from), is_required=True, is_day=True),
        )

    def table(self) -> Iterator[Values]:
        return (self.values_of(one) for one in self.rates.values())

    def find(self, values: Values) -> Rate | None:
        values.setdefault("role", PayRole.PERFORMER)
        if (step := values.get("step")) and (values.get("service"), fold(str(step))) not in self.steps:
            raise NotFound("step", _("This service has no step “%(step)s”.") % {"step": step})
        return self.rates.get(self._work(values))

    def get(self, pk: int) -> Rate | None:
        return Rate.objects.in_use().with_names().filter(pk=pk).first()

    def hold(self, pks: Sequence[int]) -> None:
        list(Rate.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))

    def values_of(self, record: Rate) -> Values:
        service = record.step.service if record.step else record.service
        return {
            "role": record.role,
            "employee": record.employee.username if record.employee else "",
            "service": service.code if service else "",
            "step": record.step.name if record.step else "",
            "group": record.group.name if record.group else "",
            "percent": record.percent,
            "amount": record.amount,
            "base": record.base,
            "valid_from": record.valid_from,
        }

    def defaults(self) -> Values:
        empty = {"employee": "", "service": "", "step": "", "group": "", "percent": None, "amount": None}
        return empty | {"role": PayRole.PERFORMER, "base": RateBase.NET}

    def name_of(self, values: Values) -> str:
        work = " · ".join(str(values[key]) for key in ("service", "step", "group") if values.get(key))
        return f"{values.get('employee') or _('everybody')}, {work or _('all services')}"

    def same_key(self, values: Values):
        return self._work(values)

    def check(self, record: Rate | None, values: Values) -> Iterator[Wrong]:
        if (values["percent"] is None) == (values["amount"] is None):
            yield Wrong("percent", _("A rate is a percent or an amount: enter one of the two."))
        elif values["percent"] is not None and not 0 <= values["percent"] <= 100:
            yield Wrong("percent", _("A percent is between 0 and 100."))
        elif values["amount"] is not None and values["amount"] < 0:
            yield Wrong("amount", _("An amount is 0 or more."))
        if values["group"] and values["service"]:
            yield Wrong("group", _("A rate is for a step, for a service or for a group: choose one of them."))
        if record is None or self._figures(record) != self._said(values):
            yield from self._check_new(values)

    def save(self, record: Rate | None, values: Values, cause: Cause) -> Rate:
        if record:
            retire_rate(record.pk, cause)
        is_percent = values["percent"] is not None
        figure = Decimal(str(values["percent"] if is_percent else values["amount"]))
        step = self.steps[values["service"], fold(str(values["step"]))] if values["step"] else None
        return add_rate(
            role=values["role"],
            employee=self.people.get(values["employee"]),
            service=None if step else self.services.get(values["service"]),
            step=step,
            group=self.groups.get(values["group"]),
            kind=RateKind.PERCENT if is_percent else RateKind.FIXED,
            figure=figure,
            valid_from=values["valid_from"],
            base=values["base"],
            cause=cause,
        )

    def remove(self, record: Rate, cause: Cause) -> None:
        retire_rate(record.pk, cause)

    def _work(self, values: Values) -> tuple:
        told = [values.get(key) or "" for key in ("role", "employee", "service", "group", "valid_from")]
        return (*told, fold(str(values.get("step") or "")))

    def _figures(self, rate: Rate) -> tuple:
        return rate.percent, rate.amount, rate.base

    def _said(self, values: Values) -> tuple:
        return values["percent"], values["amount"], values["base"]

    def _check_new(self, values: Values) -> Iterator[Wrong]:
        person, service = self.people.get(values["employee"]), self.services.get(values["service"])
        if person and not person.is_active:
            yield Wrong("employee", _("“%(who)s” does not work here any more.") % {"who": person})
        if service and not service.is_active:
            yield Wrong("service", _("“%(service)s” is not on sale any more.") % {"service": service.name})
