"""The dialogs about what an order costs: its discount, and what is agreed on; and the figures that they show."""

from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import is_currency
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.price import story_of
from common.currencyfield import CurrencyFormField
from common.formfields import MoneyFormField, PercentFormField
from common.money import LIMIT
from common.refusals import Refused
from common.templatetags.labsite import money, percent
from orders.models import Order
from orders.pricing import OrderPrice, price_order
from workflow.forms.dialogs import LongText, OrderForm
from workflow.money.order_currency import priced_in, why_not_convert


@dataclass(frozen=True)
class Figure:
    """One row of what a price is made of; what it is now stands beside it (``before``) where that is something else.
    An amount that cannot be said, as something typed is wrong, is None.

    In the order's currency, unless it names another.
    """

    label: str
    amount: Decimal | None
    before: Decimal | None = None
    is_total: bool = False
    currency: str = ""


class DiscountForm(OrderForm):
    edits = True

    percent = PercentFormField(label=gettext_lazy("Percent off"), min_value=0, max_value=100, required=False)
    amount = MoneyFormField(
        label=gettext_lazy("Or an amount off"), min_value=0, max_value=LIMIT, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)

    def prepare(self):
        self.initial.setdefault("percent", self.order.discount_percent)
        self.initial.setdefault("amount", self.order.discount_amount)
        self.fields["amount"].currency = self.order.currency
        self.fields["amount"].label = _("Or an amount off, %(currency)s") % {"currency": self.order.currency}
        self.fields["percent"].help_text = _("On the sum of the services, after their own discounts.")
        self.fields["amount"].help_text = _("Both empty: the order has no discount.")

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        lines = self.order.priced(self.order.lines_shown).lines
        if amount and amount > lines:
            sentence = _("The services come to %(lines)s: a discount cannot be more.")
            raise forms.ValidationError(sentence % {"lines": money(lines, self.order.currency)})
        return amount

    def clean(self):
        told = super().clean()
        if told.get("percent") and told.get("amount"):
            self.add_error("amount", _("A discount is a percent or an amount, not both."))
        return told


class AdjustForm(OrderForm):
    FROM_ADDRESS = ("total",)

    total = MoneyFormField(label="", min_value=0, max_value=LIMIT, required=False)
    currency = CurrencyFormField(label=gettext_lazy("Currency"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=LongText(attrs={"rows": 2})
    )

    def prepare(self):
        self.story = story_of(self.order, self.order.lines_shown)
        total = self.fields["total"]
        total.currency = self.typed_currency
        total.label = _("The order shall cost, %(currency)s") % {"currency": self.order.currency}
        total.help_text = " ".join(str(told) for told in self._notes())
        if why_not_convert(self.order):
            del self.fields["currency"]
        else:
            said = _("In another one than %(currency)s: the prices are converted at the rate of today.")
            self.fields["currency"].help_text = said % {"currency": self.order.currency}
            self.fields["currency"].widget.attrs["placeholder"] = self.order.currency
            total.label = _("The order shall cost")
        if self.story.is_off:
            said = _("The present total as it is accepts it; that needs no reason.")
            self.fields["reason"].help_text = said

    @property
    def typed_currency(self) -> str:
        """The one that the order shall be in; that it is in, where none is typed or it is none."""
        typed = str(self.data.get("currency", "")).strip().upper() if self.is_bound else ""
        return typed if is_currency(typed) else self.order.currency

    def _notes(self):
        if any(rate.percent for rate in self.story.drawn_up.taxes):
            yield _("With tax: what the customer will owe.")
        if self.story.worked is not None and self.order.allows("acts"):
            yield _("Acts that are posted later come on top of it.")

    def price_to_be(self) -> Decimal:
        """What the order would cost without an adjustment. Raises why it cannot be said."""
        currency = self.cleaned_data.get("currency") or self.order.currency
        if currency == self.order.currency:
            return self.story.now
        return priced_in(self.order, currency, timezone.localdate()).preliminary

    @property
    def is_converted(self) -> bool:
        return self.cleaned_data.get("currency", "") not in ("", self.order.currency)

    def clean(self):
        told = super().clean()
        if self.errors:
            return told
        try:
            now = self.price_to_be()
        except Refused as refused:
            self.add_error("currency", str(refused))
            return told
        self._check(told["total"], now, told["reason"].strip())
        return told

    def _check(self, total: Decimal | None, now: Decimal, reason: str) -> None:
        if total is None and not self.is_converted:
            self.add_error("total", _("Enter the new total."))
        elif total == now and not self.is_converted and not self.story.is_off:
            said = _("The order costs %(total)s already.") % {"total": money(total, self.order.currency)}
            self.add_error("total", said)
        elif not reason and (self.is_converted or total != now):
            self.add_error("reason", _("Say why."))


def figures_of_discount(order: Order, form: DiscountForm) -> list[Figure]:
    """The price as it would be with the discount that is typed; of a wrong one nothing is said but what stays."""
    now = then = order.priced(order.lines_shown)
    if form.is_bound and not form.is_valid() and form.errors.keys() & {"percent", "amount"}:
        return [
            Figure(_("Services"), now.lines),
            Figure(_("Discount"), None, -now.discount or None),
            Figure(_("Preliminary"), None, now.preliminary, True),
        ]
    if form.is_bound:
        typed = {f"discount_{name}": form.cleaned_data.get(name) or None for name in ("percent", "amount")}
        then = price_order(order.lines_shown, replace(now.terms, **typed))
    return [
        Figure(_("Services"), then.lines),
        Figure(_("Discount"), -then.discount, _unless_same(-now.discount, -then.discount)),
        *_rest(order, now, then),
        Figure(_("Preliminary"), then.preliminary, _unless_same(now.preliminary, then.preliminary), True),
    ]


def _rest(order: Order, now: OrderPrice, then: OrderPrice):
    if order.is_rush:
        label = _("Rush surcharge, %(percent)s") % {"percent": percent(order.rush_percent)}
        yield Figure(label, then.rush, _unless_same(now.rush, then.rush))
    if now.added_tax:
        yield Figure(_("Tax"), then.added_tax, _unless_same(now.added_tax, then.added_tax))


def _unless_same(before: Decimal, after: Decimal) -> Decimal | None:
    return None if before == after else before


def figures_of_adjusting(order: Order, form: AdjustForm) -> list[Figure]:
    """What stands, what was agreed on before, and the difference that would be booked; of a wrong price nothing."""
    story, total = form.story, None
    if form.is_bound:
        form.is_valid()
        total = form.cleaned_data.get("total")
        if form.is_converted and "currency" not in form.errors:
            return _converted(form, total)
    rows = [Figure(_("Preliminary") if story.worked is None else _("Posted acts"), story.base)]
    if story.adjusted:
        rows.append(Figure(_("Adjusted so far"), story.adjusted))
    if total is None:
        if "total" in form.errors and form.data.get("total", "").strip():
            return [*rows, Figure(_("Price then"), None, story.now, is_total=True)]
        return [*rows, Figure(_("Price now"), story.now, is_total=True)]
    if total != story.now:
        rows.append(Figure(_("This adjustment"), total - story.now))
    return [*rows, Figure(_("Price then"), total, _unless_same(story.now, total), is_total=True)]


def _converted(form: AdjustForm, total: Decimal | None) -> list[Figure]:
    """In the currency that is typed."""
    currency, now = form.cleaned_data["currency"], form.price_to_be()
    rows = [
        Figure(_("Preliminary, %(currency)s") % {"currency": form.order.currency}, form.story.now),
        Figure(_("Preliminary, %(currency)s") % {"currency": currency}, now, currency=currency),
    ]
    if total is None or total == now:
        return rows
    then = Figure(_("Price then, %(currency)s") % {"currency": currency}, total, None, True, currency)
    return [*rows, Figure(_("This adjustment"), total - now, currency=currency), then]
