"""What planning refuses, cannot do, or does only within reason."""

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest

from orders.scheduling import NoWorkingTime, Span, Work
from tests.orders.planning import ANNA, MONDAY, at, plan, when, windows


def test_seconds_are_never_planned_into_the_past_nor_past_the_due_date():
    now, due = at(MONDAY, 8).replace(second=1), at(MONDAY, 9, 1).replace(second=59)
    found = plan([Work(1, 60, ANNA)], due=due, now=now)
    assert when(found, 1) == (at(MONDAY, 8, 1), at(MONDAY, 9, 1))
    assert found.late_by == 0


def test_a_calendar_without_working_time_is_an_error_that_says_whose():
    with pytest.raises(NoWorkingTime, match="performer 1 has no working time left for the task") as caught:
        plan([Work(1, 60, ANNA)], due=at(5, 17), windows=lambda *_: [])
    assert caught.value.performer == ANNA
    with pytest.raises(NoWorkingTime, match="the laboratory has no working time"):
        plan([Work(1, 0)], due=at(5, 17), windows=lambda *_: [])


def test_who_left_before_the_due_date_still_does_what_fits_before():
    def until_tuesday(_performer, start, end):
        return [window for window in windows(None, start, end) if window.end <= at(3, 17)]

    assert when(plan([Work(1, 60, ANNA)], due=at(5, 17), windows=until_tuesday), 1) == (at(3, 16), at(3, 17))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-1, "-1 minutes are less than none"),
        (200_000, "200000 minutes are more than a year of work"),
        (1.5, "minutes are a whole number, not 1.5"),
        (True, "minutes are a whole number, not True"),
    ],
)
def test_minutes_that_make_no_sense_are_refused_in_words(minutes, words):
    with pytest.raises(ValueError, match=words):
        Work(7, minutes, ANNA)


def test_moments_without_a_time_zone_are_refused_in_words():
    naive = datetime(2026, 3, 5, 17)
    for ask in (
        lambda: plan([Work(1, 60, ANNA)], due=naive),
        lambda: plan([Work(1, 60, ANNA)], due=at(5, 17), now=naive),
        lambda: plan([], due=naive),
        lambda: Span(naive, naive),
    ):
        with pytest.raises(ValueError, match="does not say in which time zone it is"):
            ask()


def test_two_tasks_of_one_key_a_reversed_span_and_a_due_date_of_another_century_are_refused():
    with pytest.raises(ValueError, match="two tasks have the same key"):
        plan([Work(1, 60), Work(1, 30)], due=at(5, 17))
    with pytest.raises(ValueError, match="ends before it begins"):
        Span(at(5, 17), at(5, 16))
    with pytest.raises(ValueError, match="more than eleven years ahead"):
        plan([Work(1, 60)], due=at(5, 17).replace(year=2126))


def test_a_due_date_years_ahead_is_planned_in_its_own_year():
    found = plan([Work(1, 60, ANNA)], due=at(5, 17).replace(year=2031))
    assert found.ends == at(5, 17).replace(year=2031)


def test_what_is_asked_cannot_be_changed_afterwards():
    with pytest.raises(FrozenInstanceError):
        Work(1, 60).minutes = 90
