"""Prices are talked about: discounts, totals that somebody agrees on, prices with tax or without."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import rule

from billing.price import story_of
from lab.models import LabSettings
from tests.use_cases.story.laboratory import Laboratory, money, which
from workflow.drawing_up.discount_order import discount_order
from workflow.money.adjust_price import adjust_price


class Prices(Laboratory):
    """What people do here."""

    @rule(
        n=which,
        percent=st.sampled_from([None, Decimal("0.01"), Decimal("33.33"), Decimal(100), Decimal(101)]),
    )
    def discount_by_percent(self, n, percent):
        self.attempt(discount_order, self.pick(n).pk, percent=percent)

    @rule(n=which, amount=money)
    def discount_by_amount(self, n, amount):
        self.attempt(discount_order, self.pick(n).pk, amount=amount)

    @rule(n=which, amount=money, reason=st.sampled_from(["agreed", ""]))
    def agree_on_a_total(self, n, amount, reason):
        done = self.attempt(adjust_price, self.pick(n).pk, total=amount, reason=reason)
        if done:
            assert story_of(self.pick(n)).now == story_of(self.pick(n)).agreed == amount

    @rule(n=which)
    def accept_the_price(self, n):
        order = self.pick(n)
        self.attempt(adjust_price, order.pk, total=story_of(order).now)

    @rule(with_tax=st.booleans())
    def turn_the_setting(self, with_tax):
        """Holds for the orders that are drawn up from then on."""
        LabSettings.objects.update(prices_include_tax=with_tax)
