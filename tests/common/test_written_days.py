"""Days are written as Django writes them, in every language."""

from datetime import datetime, time

import pytest
from django.utils import dateformat, timezone, translation

from common.written_days import written

FORMS = ("j M", "D j M Y, H:i", "l, j E Y", "F Y", "N j, Y, P", r"H\h i", "c")


@pytest.mark.parametrize("language", ["en", "de", "pl"])
def test_they_are_written_as_django_writes_them(language):
    with translation.override(language):
        for month in range(1, 13):
            when = timezone.make_aware(datetime(2026, month, 2 * month, month, 5))
            for form in FORMS:
                assert written(when, form) == dateformat.format(when, form)
                assert written(when.date(), "D j M Y") == dateformat.format(when.date(), "D j M Y")


def test_times_alone_are_written_too():
    assert written(time(7, 5), "H:i") == "07:05"
