"""What holds for every plan, whatever the week, the absences, the tasks, and also where the clocks are changed."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from orders.scheduling import ToPlan, Work, replan, schedule, who_could_help
from tests.orders.worlds import BERLIN, MINUTE, PEOPLE, distances, minutes_of, works, worlds

NIGHTLY = settings.default.max_examples > 100
many = settings(max_examples=10_000 if NIGHTLY else 300)


def plan(world, tasks, distance):
    return schedule(tasks, due_in(world, distance), world.now, world.windows, world.taken)


def due_in(world, distance):
    return (world.now.astimezone(UTC) + distance * MINUTE).astimezone(BERLIN)


def chains_of(tasks):
    chains = {}
    for task in tasks:
        chains.setdefault((task.key,) if task.chain is None else task.chain, []).append(task.key)
    return list(chains.values())


def overlap(one, other):
    return one.start.astimezone(UTC) < other.end.astimezone(UTC) and other.start.astimezone(
        UTC
    ) < one.end.astimezone(UTC)


@many
@given(worlds(), works, distances)
def test_every_minute_asked_is_placed_once_and_inside_the_windows_of_its_performer(world, tasks, distance):
    placed = plan(world, tasks, distance).placed
    assert list(placed) == [task.key for task in tasks]
    for task in tasks:
        place = placed[task.key]
        minutes = [minute for span in place.spans for minute in minutes_of(span)]
        assert len(minutes) == len(set(minutes)) == task.minutes
        # All of them and no other: nothing but nights and breaks comes between.
        assert set(minutes) == world.open_minutes(task.performer, place.start, place.end)
        if minutes:
            assert (place.start, place.end) == (min(minutes), max(minutes) + MINUTE)
        else:
            assert place.start == place.end


@many
@given(worlds(), works, distances)
def test_nobody_does_two_things_at_once(world, tasks, distance):
    placed = plan(world, tasks, distance).placed
    for person in PEOPLE:
        spans = [span for task in tasks if task.performer == person for span in placed[task.key].spans]
        assert not any(overlap(one, other) for one, other in combinations(spans, 2))
        assert not any(overlap(span, busy) for span in spans for busy in world.taken[person])


@many
@given(worlds(), works, distances)
def test_a_chain_is_done_in_sequence_and_nothing_begins_before_now(world, tasks, distance):
    placed = plan(world, tasks, distance).placed
    for chain in chains_of(tasks):
        assert all(placed[former].end <= placed[latter].start for former, latter in pairwise(chain))
    assert all(place.start >= world.now for place in placed.values())


@many
@given(worlds(), works, distances, st.integers(0, 10 * 24 * 60))
def test_an_earlier_due_date_plans_no_task_later(world, tasks, distance, earlier):
    usual, hurried = plan(world, tasks, distance), plan(world, tasks, distance - earlier)
    for task in tasks:
        assert hurried.placed[task.key].start <= usual.placed[task.key].start
        assert hurried.placed[task.key].end <= usual.placed[task.key].end


@many
@given(worlds(), works, distances)
def test_the_same_question_has_the_same_answer(world, tasks, distance):
    assert plan(world, tasks, distance) == plan(world, tasks, distance)


@many
@given(worlds(), works, distances)
def test_an_order_is_late_exactly_when_a_task_ends_after_the_due_date(world, tasks, distance):
    found, due = plan(world, tasks, distance), due_in(world, distance).astimezone(UTC)
    late = tuple(task.key for task in tasks if found.placed[task.key].end > due)
    assert found.late == late
    assert bool(found.late_by) == bool(late) == (found.fits_on is not None)
    assert found.ends == max((place.end for place in found.placed.values()), default=None)
    last = [task for task in tasks if found.placed[task.key].end == found.ends]
    if late:
        assert found.late_by in [
            max(1, len(world.open_minutes(task.performer, _whole(due), found.ends))) for task in last
        ]


@many
@given(worlds(), works, distances)
def test_the_day_that_fits_is_the_first_one_that_does(world, tasks, distance):
    found, due = plan(world, tasks, distance), due_in(world, distance)
    if found.fits_on is None:
        return

    def late_on(day):
        moved = datetime.combine(day, due.time(), BERLIN)
        return schedule(tasks, moved, world.now, world.windows, world.taken).late_by

    assert found.fits_on >= due.date()
    assert late_on(found.fits_on) == 0
    assert found.fits_on == due.date() or late_on(found.fits_on - timedelta(days=1)) > 0


@many
@given(worlds(), st.integers(1, 300), st.sampled_from(PEOPLE), distances)
def test_a_task_alone_lies_as_late_as_possible_or_as_early_where_that_is_too_late(
    world, minutes, person, distance
):
    """Beside a search that tries every free minute."""
    found = plan(world, [Work(1, minutes, person)], distance)
    due, place = due_in(world, distance).astimezone(UTC), found.placed[1]
    open_minutes = sorted(world.open_minutes(person, world.now, max(due, place.end)))
    busy = {minute for span in world.taken[person] for minute in _touched(span)}
    starts = [
        run[0]
        for at in range(len(open_minutes) - minutes + 1)
        if busy.isdisjoint(run := open_minutes[at : at + minutes])
        if found.late_by or run[-1] + MINUTE <= due
    ]
    assert place.start == (min(starts) if found.late_by else max(starts))


@many
@given(worlds(), st.lists(st.tuples(works, distances), max_size=4))
def test_orders_planned_together_are_in_nobodys_way(world, rows):
    orders = [ToPlan(at, tuple(tasks), due_in(world, distance)) for at, (tasks, distance) in enumerate(rows)]
    found = replan(orders, world.now, world.windows, world.taken)
    assert set(found.schedules) == set(range(len(orders)))
    assert not found.unplaced
    for person in PEOPLE:
        spans = [
            span
            for order in orders
            for task in order.works
            if task.performer == person
            for span in found.schedules[order.order].placed[task.key].spans
        ]
        assert not any(overlap(one, other) for one, other in combinations(spans, 2))
    if orders:
        first = orders[0]
        assert found.schedules[0] == schedule(first.works, first.due, world.now, world.windows, world.taken)


@many
@given(worlds(), works, distances)
def test_who_is_said_to_help_does(world, tasks, distance):
    found = plan(world, tasks, distance)
    reliefs = who_could_help(
        tasks, due_in(world, distance), world.now, world.windows, world.taken, list(PEOPLE)
    )
    assert not reliefs or found.late_by
    assert reliefs == sorted(reliefs, key=lambda relief: relief.ends)
    for relief in reliefs:
        changed = [
            Work(task.key, task.minutes, relief.performer, task.chain) if task.key == relief.key else task
            for task in tasks
        ]
        helped = plan(world, changed, distance)
        assert (helped.late_by, helped.ends) == (relief.late_by, relief.ends)
        assert helped.ends < found.ends


def _whole(moment):
    """The whole minute that a moment lies in: work counts from there."""
    return moment.replace(second=0, microsecond=0)


def _touched(span):
    minute, end = _whole(span.start.astimezone(UTC)), span.end.astimezone(UTC)
    while minute < end:
        yield minute
        minute += MINUTE
