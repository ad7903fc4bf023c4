"""Price lists from a table: a rule a row. Rows of one list and first day are a version; one that has begun stays."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import PriceList, PriceListVersion, PriceRule, Service, ServiceGroup
from catalog.models.price_list import RuleKind, why_not_figure
from catalog.pricing import PERCENTS
from catalog.save_price_list import RuleDraft, discard_version, save_price_list, save_version
from common.currencies import places_of
from common.day_bounds import USUAL
from common.dayfields import DayField
from common.folding import fold
from common.formfields import decimals_of
from common.refusals import Refused
from lab.cause import Cause
from lab.models import LabSettings, TableImportRow
from workflow.imports.columns import Column, choice, day, number, one_of, plain_name, text
from workflow.imports.kind import Kind, NotFound, Planned, RowRefused, Values, Wrong
from workflow.imports.names import PRICES

KINDS = {
    **dict.fromkeys(("price", "preis", "festpreis", "цена"), "own_price"),
    **dict.fromkeys(("discount", "rabatt", "скидка", "%"), "percent_off"),
}


class PriceLists(Kind):
    """A row is known by list, first day, and what its rule is for."""

    slug, icon, action = "price-lists", "card-list", "edit_catalog"
    title = gettext_lazy("Price lists")
    names = PRICES
    says = gettext_lazy(
        "A rule a row, for a service, a group or everything. A list and a day that are new are made; a version that has"
        " begun is not changed, and rules that are not in the table stay."
    )

    def __init__(self, today):
        super().__init__(today)
        self.lists = {one.name: one for one in PriceList.objects.all()}
        self.by_list = {fold(name): name for name in self.lists}
        self.services = {one.code: one for one in Service.objects.all()}
        self.groups = {one.name: one for one in ServiceGroup.objects.all()}
        self.versions: dict[tuple, PriceListVersion] = {}
        for one in PriceListVersion.objects.select_related("price_list").order_by("number"):
            self.versions[one.price_list.name, one.valid_from] = (
                one  # of several of a day the last one counts
            )
        told = PriceRule.objects.filter(version__in=[one.pk for one in self.versions.values()]).order_by("pk")
        self.rules = list(told.select_related("version__price_list", "service", "group"))
        self.by_target = {self._target(self.values_of(one)): one for one in self.rules}
        services, groups = ({fold(one): one for one in rows} for rows in (self.services, self.groups))
        valid_from, figure = DayField(bounds=USUAL), PriceRule._meta.get_field("amount").formfield()
        valid_from.today, figure.may_stand_beside = today, lambda word: word == "%"
        currency = text(PriceList._meta.get_field("currency"))
        self.columns = (
            Column("price_list", _("Price list"), text(PriceList._meta.get_field("name")), is_required=True),
            Column("valid_from", _("Valid from"), day(valid_from), is_required=True, is_day=True),
            Column("service", _("Service"), one_of(_("Service"), services), clears=True),
            Column("group", _("Group"), one_of(_("Group"), groups), clears=True),
            Column(
                "kind", _("Rule"), choice(RuleKind.choices, KINDS), is_required=True, choices=RuleKind.choices
            ),
            Column("figure", _("Figure"), number(figure), is_required=True, places=2),
            Column("currency", _("Currency"), currency, is_key=True),
        )

    def table(self) -> Iterator[Values]:
        return map(self.values_of, self.rules)

    def find(self, values: Values) -> PriceRule | None:
        name = str(values.get("price_list") or "")
        if fold(name) in self.by_list:
            values["price_list"] = self.by_list[fold(name)]
        if values.get("service") and values.get("group"):
            raise NotFound("group", _("A rule is for a service or for a group: choose one of them."))
        return self.by_target.get(self._target(values))

    def get(self, pk: int) -> PriceRule | None:
        rules = PriceRule.objects.select_related("version__price_list", "service", "group")
        return rules.filter(pk=pk).first()

    def hold(self, pks: Sequence[int]) -> None:
        lists = PriceRule.objects.filter(pk__in=pks).values_list("version__price_list", flat=True)
        list(PriceList.objects.select_for_update(no_key=True).filter(pk__in=set(lists)).order_by("pk"))

    def values_of(self, record: PriceRule) -> Values:
        return {
            "price_list": record.version.price_list.name,
            "valid_from": record.version.valid_from,
            "service": record.service.code if record.service else "",
            "group": record.group.name if record.group else "",
            "kind": record.kind,
            "figure": record.figure,
            "currency": record.version.price_list.currency,
        }

    def defaults(self) -> Values:
        return {"service": "", "group": "", "currency": LabSettings.load().currency}

    def name_of(self, values: Values) -> str:
        return f"{values.get('price_list') or ''}, {values.get('service') or values.get('group') or _('everything')}"

    def same_key(self, values: Values):
        return self._target(values)

    def check(self, record: PriceRule | None, values: Values) -> Iterator[Wrong]:
        standing = self.lists.get(values["price_list"])
        if standing and standing.currency != values["currency"] and "currency" in values:
            values["currency"] = standing.currency
        if record and (record.kind, record.figure) == (values["kind"], values["figure"]):
            return
        version = self.versions.get((values["price_list"], values["valid_from"]))
        if version and version.has_begun(self.today):
            yield Wrong("valid_from", _("This version has begun: it stays. Make one from a later day on."))
        elif values["valid_from"] < self.today:
            yield Wrong("valid_from", _("This day has passed. Choose today or a later day."))
        if sentence := why_not_figure(values["kind"], values["figure"]):
            yield Wrong("figure", sentence)
        if decimals_of(values["figure"]) > (
            2 if values["kind"] in PERCENTS else places_of(values["currency"])
        ):
            yield Wrong("figure", _("A figure of a rule has too many digits after the point."))
        service = self.services.get(values["service"])
        if service and values["kind"] not in PERCENTS and service.currency != values["currency"]:
            said = {"theirs": service.currency, "ours": values["currency"]}
            yield Wrong("service", _("It is priced in %(theirs)s, the list in %(ours)s.") % said)

    def write(self, planned: Sequence[Planned], cause: Cause) -> Iterator[PriceRule]:
        """All rows of a version are written together."""
        written: dict[int, PriceRule] = {}
        for key in dict.fromkeys(self._version_key(one.values) for one in planned):
            rows = [one for one in planned if self._version_key(one.values) == key]
            try:
                version = self._save(*key, {self._ids(one.values): one.values for one in rows}, cause)
            except Refused as refusal:
                raise RowRefused(rows[0].number, str(key[0]), str(refusal)) from None
            rules = {(rule.service_id, rule.group_id): rule for rule in version.rules.all()}
            written |= {one.number: rules[self._ids(one.values)] for one in rows}
        return (written[one.number] for one in planned)

    def why_not_back(self, row: TableImportRow) -> Iterator[str]:
        yield from super().why_not_back(row)
        rule = self.get(row.record)
        if rule and rule.version.has_begun(self.today):
            yield _("%(version)s has begun: it stays.") % {"version": rule.version}

    def rests_on(self, record: PriceRule) -> list[str]:
        return []  # what has priced a line has begun

    def take_back(self, rows: Sequence[TableImportRow], cause: Cause) -> Iterator[TableImportRow]:
        """Each version with its rules as they were; one that has none left is discarded, its list put out of use."""
        rules = {row.pk: self.get(row.record) for row in rows}
        for version in {rule.version_id: rule.version for rule in rules.values()}.values():
            own = [row for row in rows if rules[row.pk].version_id == version.pk]
            yield own[0]
            drafts = {(rule.service_id, rule.group_id): self._draft(rule) for rule in version.rules.all()}
            for row in own:
                rule = rules[row.pk]
                target = rule.service_id, rule.group_id
                if row.is_new:
                    del drafts[target]
                else:
                    former = {**self.values_of(rule), **self.former(row)}
                    drafts[target] = RuleDraft(former["kind"], former["figure"], *target)
            if drafts:
                save_version(version, cause, rules=list(drafts.values()))
            else:
                self._discard(version, cause)

    def _discard(self, version: PriceListVersion, cause: Cause) -> None:
        price_list = discard_version(version.pk, cause)
        if not price_list.versions.exists():
            price_list.is_active = False
            save_price_list(price_list, cause)

    def _save(self, name: str, valid_from, said: dict[tuple, Values], cause: Cause) -> PriceListVersion:
        price_list = self.lists.get(name)
        if price_list is None:
            currency = next(iter(said.values()))["currency"]
            price_list = save_price_list(PriceList(name=name, currency=currency), cause)
            self.lists[name] = price_list
        version = self.versions.get((name, valid_from))
        drafts = {}
        if version:
            drafts = {(rule.service_id, rule.group_id): self._draft(rule) for rule in version.rules.all()}
        drafts |= {ids: RuleDraft(values["kind"], values["figure"], *ids) for ids, values in said.items()}
        version = version or PriceListVersion(price_list=price_list, valid_from=valid_from)
        return save_version(version, cause, rules=list(drafts.values()))

    def _draft(self, rule: PriceRule) -> RuleDraft:
        return RuleDraft(rule.kind, Decimal(rule.figure), rule.service_id, rule.group_id)

    def _ids(self, values: Values) -> tuple[int | None, int | None]:
        service, group = self.services.get(values["service"]), self.groups.get(values["group"])
        return (service.pk if service else None), (group.pk if group else None)

    def _version_key(self, values: Values) -> tuple:
        return values["price_list"], values["valid_from"]

    def _target(self, values: Values) -> tuple:
        told = [values.get(key) or "" for key in ("valid_from", "service", "group")]
        return (plain_name(str(values.get("price_list") or "")), *told)
