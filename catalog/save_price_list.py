"""A price list is made or renamed; a version of it is drawn up, changed or discarded as long as it has not begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from catalog.models import PriceList, PriceListVersion, PriceRule, Service, ServiceGroup
from catalog.models.price_list import why_not_figure
from catalog.pricing import PERCENTS
from common.currencies import places_of
from common.days import day_in_full
from common.formfields import decimals_of
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_deletion, book_record_event, describe


class PriceListRefused(Refused):
    """The price list cannot say this."""


class NoRules(PriceListRefused):
    """A version without a rule, and nobody has said that this is meant."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no rule yet. Add one, or tick “Without rules” if the prices of the catalogue shall hold from"
                " that day on."
            )
        )


@dataclass(frozen=True)
class RuleDraft:
    """One rule as it shall be: for a service or a group (their ids), or for everything; a percent or an amount."""

    kind: str
    figure: Decimal
    service_id: int | None = None
    group_id: int | None = None

    @property
    def target(self) -> tuple[int | None, int | None]:
        return self.service_id, self.group_id


@transaction.atomic
def save_price_list(price_list: PriceList, cause: Cause) -> PriceList:
    """Name, and whether it is on offer. Its currency is that of its amounts: it stays once a rule says one."""
    former = PriceList.objects.select_for_update(no_key=True).filter(pk=price_list.pk).first()
    before = describe(former) if former else {}
    verb = "correct_price_list" if former else "add_price_list"
    event = record_event(verb, cause, action="edit_catalog", reason=price_list.name)
    refuse_unsound(price_list)
    if former and former.currency != price_list.currency:
        _refuse_another_currency(former)
    price_list.save()
    book_record_event(price_list, event, before)
    return price_list


@transaction.atomic
def save_version(
    version: PriceListVersion, cause: Cause, *, rules: Sequence[RuleDraft], without_rules: bool = False
) -> PriceListVersion:
    """A version with exactly these rules. One that has begun has priced orders: it stays, and another is made.

    ``without_rules`` says that none is meant: the catalogue's prices hold from its day on.

    The list's row is locked first, so that of two people who make a version for the same day the second is refused.
    """
    price_list = PriceList.objects.select_for_update(no_key=True).get(pk=version.price_list_id)
    today = local_day(cause.at)
    former = price_list.versions.filter(pk=version.pk).first()
    _refuse_days(version, former, today)
    _refuse_rules(price_list, rules)
    before = describe(former) if former else {}
    verb = "correct_price_list_version" if former else "add_price_list_version"
    if former is None:
        last = price_list.versions.aggregate(last=Max("number"))["last"]
        version.number = (last or 0) + 1
    version.price_list = price_list
    event = record_event(verb, cause, action="edit_catalog", reason=str(version))
    if not rules and not without_rules:
        raise NoRules
    refuse_unsound(version)
    version.save()
    _write_rules(version, rules)
    book_record_event(version, event, before)
    return version


@transaction.atomic
def discard_version(version_id: int, cause: Cause) -> PriceList:
    """A version that has not begun goes, what it said stays in the history; one that made the price of a line stays."""
    listed = PriceListVersion.objects.filter(pk=version_id).values("price_list")
    price_list = PriceList.objects.select_for_update(no_key=True).filter(pk__in=listed).first()
    # Read only now: whoever held the list may have discarded this version, or have had it begin today.
    version = PriceListVersion.objects.select_related("price_list").filter(pk=version_id).first()
    if price_list is None or version is None:
        raise PriceListRefused(_("This version is discarded already."))
    event = record_event("discard_price_list_version", cause, action="edit_catalog", reason=str(version))
    if version.has_begun(local_day(cause.at)):
        raise PriceListRefused(_("This version has begun: it stays. Make a new version instead."))
    book_deletion(version, event, describe(version))
    try:
        version.delete()
    except ProtectedError:
        raise PriceListRefused(_("A line of an order has its price from this version: it stays.")) from None
    return price_list


def _write_rules(version: PriceListVersion, drafts: Sequence[RuleDraft]) -> None:
    """Rules keep their rows where they are for the same, so that histories tell what changed."""
    standing = {(row.service_id, row.group_id): row for row in version.rules.all()}
    for target in standing.keys() - {draft.target for draft in drafts}:
        standing[target].delete()
    for draft in drafts:
        rule = standing.get(draft.target) or PriceRule(version=version)
        rule.service_id, rule.group_id = draft.target
        rule.kind, is_percent = draft.kind, draft.kind in PERCENTS
        rule.percent, rule.amount = (draft.figure, None) if is_percent else (None, draft.figure)
        refuse_unsound(rule)
        rule.save()


def _refuse_days(version: PriceListVersion, former: PriceListVersion | None, today: date) -> None:
    if former and former.has_begun(today):
        raise PriceListRefused(
            _("This version has begun and has priced orders: it stays as it is. Make a new version instead.")
        )
    if version.last_day and version.last_day < version.valid_from:
        raise PriceListRefused(_("A price list cannot end before it begins."))
    for day in (version.valid_from, version.last_day):
        refuse_odd_day(day, today, may_have_passed=False)
    others = version.price_list.versions.exclude(pk=version.pk).filter(valid_from=version.valid_from)
    if other := others.filter(valid_from__gt=today).first():
        sentence = _("Version %(number)s begins on %(day)s too. Edit that one, or choose another day.")
        raise PriceListRefused(sentence % {"number": other.number, "day": day_in_full(other.valid_from)})


def _refuse_rules(price_list: PriceList, rules: Sequence[RuleDraft]) -> None:
    services = Service.objects.in_bulk({rule.service_id for rule in rules if rule.service_id})
    groups = ServiceGroup.objects.in_bulk({rule.group_id for rule in rules if rule.group_id})
    seen = set()
    for rule in rules:
        if (rule.service_id and rule.service_id not in services) or (
            rule.group_id and rule.group_id not in groups
        ):
            raise PriceListRefused(_("A service or group that you chose is not in the catalogue any more."))
        if rule.target in seen:
            raise PriceListRefused(_("There are two rules for the same. Remove one of them."))
        seen.add(rule.target)
        if sentence := why_not_figure(rule.kind, rule.figure):
            raise PriceListRefused(sentence)
        if decimals_of(rule.figure) > (2 if rule.kind in PERCENTS else places_of(price_list.currency)):
            raise PriceListRefused(_("A figure of a rule has too many digits after the point."))
        _refuse_currency(price_list, rule, services.get(rule.service_id))


def _refuse_currency(price_list: PriceList, rule: RuleDraft, service: Service | None) -> None:
    if service and rule.kind not in PERCENTS and service.currency != price_list.currency:
        sentence = _("“%(service)s” is priced in %(theirs)s, the amounts of this list are in %(ours)s.")
        told = {"service": service.name, "theirs": service.currency, "ours": price_list.currency}
        raise PriceListRefused(sentence % told)


def _refuse_another_currency(former: PriceList) -> None:
    if PriceRule.objects.filter(version__price_list=former, amount__isnull=False).exists():
        raise PriceListRefused(
            _("Rules of this list say amounts in %(currency)s: that stays.") % {"currency": former.currency}
        )
