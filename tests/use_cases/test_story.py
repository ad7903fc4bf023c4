"""Anything that people may do to orders, in any order: the books stay true after every single thing.

Half of what is tried here is not allowed. It must then be refused in words and change nothing. Every step is rehearsed
first: what the preview says is what is booked, or why not.
"""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from tests.sizes import NIGHTLY, STORIES
from tests.use_cases.story.acts import Acts
from tests.use_cases.story.money import Money
from tests.use_cases.story.orders import Orders
from tests.use_cases.story.pay import Pay
from tests.use_cases.story.prices import Prices
from tests.use_cases.story.work import Work

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]

HOW_LONG = settings(
    max_examples=STORIES,
    stateful_step_count=50 if NIGHTLY else 25,
    # A shorter story of the same fault takes minutes to find: the night has them.
    phases=tuple(Phase) if NIGHTLY else (Phase.explicit, Phase.reuse, Phase.generate),
)


class Story(Orders, Work, Acts, Pay, Prices, Money):
    """All of it at once."""


def test_whatever_people_do_the_books_stay_true():
    run_state_machine_as_test(Story, settings=HOW_LONG)
