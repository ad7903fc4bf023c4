"""When tasks are done: an ordinary week, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from orders.scheduling import Span, ToPlan, Work, relief, replan, who_could_help
from orders.scheduling.placing import place
from tests.orders.planning import ANNA, BERLIN, BORIS, CLARA, MONDAY, at, plan, span, when, windows


def test_a_task_is_placed_as_late_as_the_due_date_allows():
    found = plan([Work(1, 90, ANNA)], due=at(5, 15))
    assert when(found, 1) == (at(5, 13, 30), at(5, 15))
    assert (found.late_by, found.late, found.fits_on) == (0, (), None)


def test_tasks_of_one_line_follow_each_other_and_lines_lie_side_by_side():
    works = [Work(1, 60, ANNA, chain=1), Work(2, 60, BORIS, chain=1), Work(3, 60, CLARA, chain=2)]
    found = plan(works, due=at(5, 17))
    assert when(found, 1) == (at(5, 15), at(5, 16))
    assert when(found, 2) == (at(5, 16), at(5, 17))
    assert when(found, 3) == (at(5, 16), at(5, 17))


def test_two_lines_of_one_performer_are_done_one_after_the_other():
    found = plan([Work(1, 60, ANNA, chain=1), Work(2, 60, ANNA, chain=2)], due=at(5, 17))
    assert when(found, 1) == (at(5, 15), at(5, 16))
    assert when(found, 2) == (at(5, 16), at(5, 17))


def test_tasks_without_a_performer_are_in_nobodys_way():
    found = plan([Work(1, 60), Work(2, 60), Work(3, 60, ANNA)], due=at(5, 17))
    assert {when(found, key) for key in (1, 2, 3)} == {(at(5, 16), at(5, 17))}


def test_a_task_goes_on_after_the_break_and_after_the_weekend():
    found = plan([Work(1, 6 * 60, ANNA)], due=at(9, 9))
    assert found.placed[1].spans == (
        Span(at(6, 11).astimezone(UTC), at(6, 12).astimezone(UTC)),
        Span(at(6, 13).astimezone(UTC), at(6, 17).astimezone(UTC)),
        Span(at(9, 8).astimezone(UTC), at(9, 9).astimezone(UTC)),
    )


def test_a_task_is_not_interrupted_by_what_its_performer_is_busy_with():
    busy = {ANNA: [span(at(5, 14), at(5, 15))]}
    assert when(plan([Work(1, 150, ANNA)], due=at(5, 17), taken=busy), 1) == (at(5, 10, 30), at(5, 14))
    assert when(plan([Work(1, 120, ANNA)], due=at(5, 17), taken=busy), 1) == (at(5, 15), at(5, 17))


def test_what_others_are_busy_with_does_not_count():
    busy = {BORIS: [span(at(5, 8), at(5, 17))]}
    assert when(plan([Work(1, 60, ANNA)], due=at(5, 17), taken=busy), 1) == (at(5, 16), at(5, 17))


def test_a_line_that_would_begin_in_the_past_goes_forwards_from_now_as_a_whole():
    works = [Work(1, 300, ANNA, chain=1), Work(2, 240, BORIS, chain=1), Work(3, 60, CLARA, chain=2)]
    found = plan(works, due=at(MONDAY, 17), now=at(MONDAY, 9, 30))
    assert when(found, 1) == (at(2, 9, 30), at(2, 15, 30))
    assert when(found, 2) == (at(2, 15, 30), at(3, 10, 30))
    assert when(found, 3) == (at(2, 16), at(2, 17))
    assert found.late == (2,)
    assert found.late_by == 150
    assert found.ends == at(3, 10, 30)
    assert found.fits_on == date(2026, 3, 3)


def clara_from_wednesday(performer, start, end):
    return [window for window in windows(None, start, end) if performer != CLARA or window.start >= at(4, 8)]


def test_what_stands_at_a_bench_before_a_late_task_goes_forwards_with_its_whole_line():
    """Clara is away: Boris does her work's first part as soon as he can, and before it the one he has for Anna."""
    late = [Work(3, 60, BORIS, chain=2), Work(4, 60, CLARA, chain=2)]
    found = plan(
        [Work(1, 60, BORIS, chain=1), Work(2, 120, ANNA, chain=1), *late],
        due=at(3, 17),
        windows=clara_from_wednesday,
    )
    assert [when(found, key)[0] for key in (1, 2, 3, 4)] == [at(2, 8), at(2, 9), at(2, 9), at(4, 8)]
    assert found.late == (4,)


def test_nobody_is_in_the_way_of_a_line_that_goes_forwards():
    """Task 5 could wait until nine, where Anna now does task 2: it goes forwards too."""
    late = [Work(3, 60, BORIS, chain=2), Work(4, 60, CLARA, chain=2)]
    found = plan(
        [Work(1, 60, BORIS, chain=1), Work(2, 120, ANNA, chain=1), *late, Work(5, 60, ANNA)],
        due=at(2, 12),
        windows=clara_from_wednesday,
    )
    assert (when(found, 5), when(found, 2)) == ((at(2, 8), at(2, 9)), (at(2, 9), at(2, 11)))


def test_who_is_busy_for_many_weeks_begins_afterwards():
    busy = {ANNA: [span(at(1, 8), at(20, 12, month=4))]}
    found = plan([Work(1, 60, ANNA)], due=at(5, 17), taken=busy)
    assert when(found, 1)[0] == at(20, 13, month=4)


def test_windows_that_overlap_or_come_in_pieces_are_one_working_time():
    def pieces(_performer, start, end):
        return [span(at(5, 8), at(5, 10)), span(at(5, 9), at(5, 11)), span(at(5, 11), at(5, 12))]

    found = plan([Work(1, 240, ANNA)], due=at(5, 17), windows=pieces)
    assert found.placed[1].spans == (Span(at(5, 8).astimezone(UTC), at(5, 12).astimezone(UTC)),)


def test_the_day_that_fits_is_one_on_which_the_hour_is_late_enough():
    found = plan([Work(1, 8 * 60 + 30, ANNA)], due=at(MONDAY, 8, 15))
    assert when(found, 1)[1] == at(3, 8, 30)
    assert found.fits_on == date(2026, 3, 4)


def test_a_due_date_that_has_passed_is_late_by_the_working_time_since():
    found = plan([Work(1, 60, ANNA)], due=at(MONDAY, 12), now=at(3, 8))
    assert when(found, 1) == (at(3, 8), at(3, 9))
    assert found.late_by == 5 * 60


def test_a_chain_whose_line_fits_exactly_is_not_late():
    found = plan([Work(1, 240, ANNA, 1), Work(2, 240, BORIS, 1)], due=at(MONDAY, 17))
    assert found.late_by == 0
    assert when(found, 1)[0] == at(MONDAY, 8)


def test_a_task_of_no_minutes_is_a_moment_within_working_time():
    found = plan([Work(1, 0, ANNA, 1), Work(2, 60, BORIS, 1)], due=at(5, 14))
    assert when(found, 1) == (at(5, 13), at(5, 13))
    assert found.placed[1].spans == ()
    assert when(plan([Work(1, 0, ANNA)], due=at(8, 10)), 1) == (at(6, 17), at(6, 17))
    late = plan([Work(1, 0, ANNA)], due=at(6, 18), now=at(7, 9))
    assert when(late, 1) == (at(9, 8), at(9, 8))
    assert late.late_by == 1


def test_an_order_without_tasks_has_an_empty_plan():
    found = plan([], due=at(5, 17))
    assert (found.placed, found.late_by, found.ends) == ({}, 0, None)


@pytest.mark.parametrize(("day", "month", "real_hours"), [(28, 3, 6), (24, 10, 8)])
def test_a_night_in_which_the_clocks_change_has_an_hour_less_or_more(day, month, real_hours):
    """From 22 in the evening to 5 in the morning."""

    def nights(_performer, start, end):
        first = start.astimezone(BERLIN).date() - timedelta(days=1)
        nights = [first + timedelta(days=n) for n in range((end - start).days + 3)]
        return [
            Span(
                datetime.combine(night, time(22), BERLIN),
                datetime.combine(night + timedelta(days=1), time(5), BERLIN),
            )
            for night in nights
        ]

    evening = at(day, 22, month=month)
    found = plan(
        [Work(1, real_hours * 60, ANNA)], due=at(day + 1, 5, month=month), now=evening, windows=nights
    )
    assert when(found, 1) == (evening, at(day + 1, 5, month=month))
    assert plan(
        [Work(1, real_hours * 60 + 1, ANNA)], due=at(day + 1, 5, month=month), now=evening, windows=nights
    ).late_by


def test_the_best_help_comes_first_and_who_is_busy_is_no_help():
    works = [Work(1, 300, ANNA, chain=1), Work(2, 240, ANNA, chain=1), Work(3, 360, ANNA, chain=2)]
    busy = {CLARA: [span(at(2, 8), at(6, 17))]}
    assert plan(works, due=at(3, 9), taken=busy).late_by == 360
    reliefs = who_could_help(works, at(3, 9), at(MONDAY, 8), windows, busy, [ANNA, BORIS, CLARA])
    assert [(relief.key, relief.performer, relief.late_by) for relief in reliefs] == [
        (3, BORIS, 0),
        (1, BORIS, 60),
        (2, BORIS, 120),
    ]


def test_an_order_that_fits_needs_no_help():
    assert who_could_help([Work(1, 60, ANNA)], at(5, 17), at(MONDAY, 8), windows, {}, [BORIS]) == []
    assert who_could_help([], at(5, 17), at(MONDAY, 8), windows, {}, [BORIS]) == []


def test_of_a_large_order_less_is_tried_so_that_nobody_waits_for_it(monkeypatch):
    """The row of the order is locked while it is planned."""
    placed = []

    def counted(works, *said):
        placed.append(len(works))
        return place(works, *said)

    monkeypatch.setattr(relief, "place", counted)
    works = [Work(n, 60, ANNA) for n in range(1_500)]
    assert who_could_help(works, at(5, 17), at(MONDAY, 8), windows, {}, range(100, 110))
    assert len(placed) > 1
    assert sum(placed) <= relief.MOST_PLACED + len(works)


def test_orders_are_planned_one_behind_the_other():
    orders = [ToPlan(number, (Work(number, 120, ANNA),), at(5, 17)) for number in (1, 2, 3)]
    found = replan(orders, at(MONDAY, 8), windows, {})
    assert [when(found.schedules[number], number)[0] for number in (1, 2, 3)] == [
        at(5, 15),
        at(5, 13),
        at(5, 10),
    ]


def test_one_order_that_nobody_can_do_does_not_stop_the_others():
    def boris_never(performer, start, end):
        return [] if performer == BORIS else windows(performer, start, end)

    orders = [ToPlan(n, (Work(n, 60, who),), at(5, 17)) for n, who in ((1, BORIS), (2, ANNA))]
    found = replan(orders, at(MONDAY, 8), boris_never, {})
    assert list(found.schedules) == [2]
    assert found.unplaced[1].performer == BORIS
