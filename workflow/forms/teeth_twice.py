"""A tooth that two lines of one group of the catalogue work on is asked about: it may be meant, and often is not.

Lines of other groups (a design, a model, an abutment below a crown) work on the same tooth as a matter of course.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from orders.teeth import written_plain


def ask_about_teeth(lines: Iterable) -> None:
    """Say beside the later line what an earlier one works on already, unless its tick says that this is meant."""
    earlier: dict[tuple[int, int], tuple[int, object]] = {}
    for place, form in enumerate(lines, start=1):
        service = form.chosen("service")
        if service is None or not form.works or not form.is_valid_so_far:
            continue
        twice: dict[int, list[int]] = {}
        for work in form.works:
            at, other = earlier.setdefault((service.group_id, work.tooth), (place, form))
            if other is not form and not _stood(form, other, work.tooth):
                twice.setdefault(at, []).append(work.tooth)
        if twice:
            form.asks_twice = True
            if not form.cleaned_data.get("twice"):
                form.add_error("teeth", ValidationError(_asked(twice, form.choices.numbers)))


def _stood(form, other, tooth: int) -> bool:
    """Whether both were saved so before: then it was answered."""
    return all(
        one.standing is not None
        and one.chosen("service").pk == one.standing.service_id
        and any(work.tooth == tooth for work in one.choices.works.get(one.standing.pk, ()))
        for one in (form, other)
    )


def _asked(twice: dict[int, list[int]], numbers: str) -> str:
    teeth = sorted({tooth for found in twice.values() for tooth in found})
    said = {"teeth": written_plain(teeth, numbers), "line": ", ".join(map(str, sorted(twice)))}
    sentence = ngettext(
        "Tooth %(teeth)s is worked in line %(line)s too. Is that meant? Then tick “Yes, worked twice”.",
        "Teeth %(teeth)s are worked in line %(line)s too. Is that meant? Then tick “Yes, worked twice”.",
        len(teeth),
    )
    return sentence % said
