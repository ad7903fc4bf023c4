"""The dialogs about what an order costs: its discount, and what is agreed on; and the figures that they show."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.price import story_of
from common.formfields import MoneyFormField, PercentFormField
from common.money import LIMIT
from common.templatetags.labsite import money, percent
from orders.models import Order
from orders.pricing import OrderPrice, price_order
from workflow.forms.dialogs import LongText, OrderForm


@dataclass(frozen=True)
class Figure:
    """One row of what a price is made of; what it is now stands beside it (``before``) where that is something else."""

    label: str
    amount: Decimal
    before: Decimal | None = None
    is_total: bool = False


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

    total = MoneyFormField(label=gettext_lazy("The order shall cost"), min_value=0, max_value=LIMIT)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=LongText(attrs={"rows": 2})
    )

    def prepare(self):
        self.story = story_of(self.order, self.order.lines_shown)
        total = self.fields["total"]
        total.currency = self.order.currency
        total.label = _("The order shall cost, %(currency)s") % {"currency": self.order.currency}
        total.help_text = _("With tax: what the customer will owe.") if self._has_tax else ""
        if self.story.is_off:
            said = _("The present total as it is accepts it; that needs no reason.")
            self.fields["reason"].help_text = said

    @property
    def _has_tax(self) -> bool:
        return any(rate.percent for rate in self.story.drawn_up.taxes)

    def clean(self):
        told = super().clean()
        total, reason = told.get("total"), told.get("reason", "").strip()
        if total is None:
            return told
        is_same = total == self.story.now
        if is_same and not self.story.is_off:
            said = _("The order costs %(total)s already.") % {"total": money(total, self.order.currency)}
            self.add_error("total", said)
        elif not is_same and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Say why."))
        return told


def figures_of_discount(order: Order, form: DiscountForm) -> list[Figure]:
    """The price as it would be with the discount that is typed; what cannot be read counts as none."""
    now = then = order.priced(order.lines_shown)
    if form.is_bound:
        form.is_valid()
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
    """What stands, what was agreed on before, and the difference that would be booked."""
    story, total = form.story, None
    if form.is_bound:
        form.is_valid()
        total = form.cleaned_data.get("total")
    rows = [Figure(_("Preliminary") if story.worked is None else _("Posted acts"), story.base)]
    if story.adjusted:
        rows.append(Figure(_("Adjusted so far"), story.adjusted))
    if total is None:
        return [*rows, Figure(_("Price now"), story.now, is_total=True)]
    if total != story.now:
        rows.append(Figure(_("This adjustment"), total - story.now))
    return [*rows, Figure(_("Price then"), total, _unless_same(story.now, total), is_total=True)]
