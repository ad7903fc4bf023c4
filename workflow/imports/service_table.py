"""Services from a table. What a service includes, asks for and uses, and its steps, stay as they are."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.bundles import lock_bundles
from catalog.models import Service, ServiceGroup, TaxRate
from catalog.models.service import CountsBy
from catalog.save_service import save_service
from catalog.set_price import set_price
from common.currencies import places_of
from common.folding import fold
from common.formfields import decimals_of
from common.money import ZERO
from lab.cause import Cause
from lab.events import record_event
from lab.models import LabSettings
from lab.records import book_deletion, describe
from workflow.imports.columns import Column, choice, number, one_of, text, yes_no, yes_no_or
from workflow.imports.kind import NotFound, RecordKind, Values, Wrong
from workflow.imports.names import SERVICES

FIELDS = ("code", "name", "price", "currency", "lead_days", "review_required", "counts_by", "is_active")
_field = Service._meta.get_field


def bare(code: str) -> str:
    """A code as it looks where a spreadsheet took it for a number, or somebody wrote it in other letters."""
    return fold(code).lstrip("0") or "0"


class Services(RecordKind):
    """A row is known by its code."""

    slug, icon, action = "services", "tags", "edit_catalog"
    title = gettext_lazy("Services")
    names = SERVICES
    says = gettext_lazy("A service is known by its code. What it includes, asks for and uses stays as it is.")

    def __init__(self, today):
        super().__init__(today)
        self.services = list(Service.objects.select_related("group", "tax_rate").order_by("code"))
        self.by_code = {service.code: service for service in self.services}
        self.by_bare = {bare(code): service for code, service in self.by_code.items()}
        self.groups = {group.name: group for group in ServiceGroup.objects.all()}
        self.taxes = {tax.name: tax for tax in TaxRate.objects.order_by("-percent")}
        taxes = {
            f"{tax.percent.normalize():f}{sign}": name
            for name, tax in self.taxes.items()
            for sign in ("", "%", " %")
        }
        taxes |= {fold(name): name for name in self.taxes}
        groups = {fold(name): name for name in self.groups}
        self.columns = (
            Column("code", _("Code"), text(_field("code")), is_required=True),
            Column("name", _("Name"), text(_field("name")), is_required=True),
            Column("group", _("Group"), one_of(_("Group"), groups), is_required=True),
            Column("tax_rate", _("Tax rate"), one_of(_("Tax rate"), taxes), is_required=True),
            Column("price", _("Price"), number(_field("price").formfield()), is_required=True, places=2),
            Column("currency", _("Currency"), text(_field("currency"))),
            Column("lead_days", _("Lead time"), number(_field("lead_days").formfield())),
            Column("review_required", _("Review required"), yes_no_or(_("required"), _("not required"))),
            Column("counts_by", _("Counts"), choice(CountsBy.choices), choices=CountsBy.choices),
            Column("is_active", _("On sale"), yes_no),
        )

    def table(self) -> Iterator[Values]:
        return map(self.values_of, self.services)

    def find(self, values: Values) -> Service | None:
        code = str(values.get("code") or "")
        if code in self.by_code or not code:
            return self.by_code.get(code)
        if other := self.by_bare.get(bare(code)):
            sentence = _(
                "There is “%(other)s”. If it is meant, write it so: a code is a text, zeros included."
            )
            raise NotFound("code", sentence % {"other": other.code})
        return None

    def hold(self, pks: Sequence[int]) -> None:
        lock_bundles()
        list(Service.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))

    def get(self, pk: int) -> Service | None:
        return Service.objects.select_related("group", "tax_rate").filter(pk=pk).first()

    def values_of(self, record: Service) -> Values:
        values = {name: getattr(record, name) for name in FIELDS}
        return values | {"group": record.group.name, "tax_rate": record.tax_rate.name}

    def defaults(self) -> Values:
        own = {"review_required": True, "counts_by": CountsBy.UNIT, "is_active": True, "lead_days": 1}
        return own | {"currency": LabSettings.load().currency}

    def name_of(self, values: Values) -> str:
        return f"{values.get('code') or ''} {values.get('name') or ''}".strip()

    def same_key(self, values: Values):
        return bare(str(values["code"]))

    def check(self, record: Service | None, values: Values) -> Iterator[Wrong]:
        price = values["price"]
        if price < ZERO:
            yield Wrong("price", _("A price is 0 or more."))
        elif decimals_of(price) > places_of(values["currency"]):
            yield Wrong(
                "price", _("An amount in %(currency)s has fewer decimals.") % {"currency": values["currency"]}
            )
        if values["lead_days"] < 0 or values["lead_days"] > 365:
            yield Wrong("lead_days", _("A lead time is between 0 and 365 working days."))
        if record and record.pontics_as_id and values["counts_by"] != CountsBy.TOOTH:
            yield Wrong("counts_by", _("Its pontics are charged as another service, so each tooth counts."))

    def save(self, record: Service | None, values: Values, cause: Cause) -> Service:
        service = record or Service()
        for name in FIELDS:
            setattr(service, name, values[name])
        service.group, service.tax_rate = self.groups[values["group"]], self.taxes[values["tax_rate"]]
        return set_price(service, cause) if record else save_service(service, cause, asks_for={}, norms={})

    @transaction.atomic
    def remove(self, record: Service, cause: Cause) -> None:
        event = record_event("remove_service", cause, action="edit_catalog", reason=str(record))
        book_deletion(record, event, describe(record))
        record.delete()
