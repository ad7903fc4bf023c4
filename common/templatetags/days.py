"""The ways of writing a day (``common.days``) as filters, known to every template without asking for them."""

from django import template

from common import days

register = template.Library()

FILTERS = (
    days.day,
    days.weekday,
    days.moment,
    days.weekday_and_time,
    days.day_and_year,
    days.weekday_and_year,
    days.time_of_day,
    days.moment_and_year,
    days.day_in_full,
    days.weekday_in_full,
    days.month,
    days.exact_day,
    days.exact_moment,
    days.iso,
)

for write in FILTERS:
    register.filter(write.__name__, write)

register.simple_tag(days.span, name="span")
