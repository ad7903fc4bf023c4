"""The page that finds anything, and the rows under the box while somebody types."""

from dataclasses import replace

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.asked import words
from common.folding import words_of
from lab.access import allow
from workflow.pages.finding.shown import MOST_LATELY, Group, all_orders, groups_for, groups_lately
from workflow.pages.opening import address_of_number

LONGEST_PATH = 200
MOST_OF_OTHERS = 3


@allow("see_orders")
@require_safe
def find(request):
    """A whole number that was typed and sent opens what it names."""
    typed = words(request.GET)
    if "go" in request.GET and (address := address_of_number(request.GET.get("q", ""), request.user)):
        return redirect(address)
    groups = groups_for(typed, request.user) if typed else groups_lately([], request.user)
    context = {
        "found_typed": typed,
        "groups": _with_addresses(groups, tuple(words_of(typed))),
        "orders": all_orders(typed) if typed else None,
    }
    return render(request, "workflow/find.html", context)


@allow("see_orders")
@require_safe
def find_rows(request):
    """``[{id, text, detail, group, presses}]``; before anything is typed, of the addresses in ``lately``."""
    typed = words(request.GET)
    if not typed:
        paths = request.GET.get("lately", "")[: MOST_LATELY * LONGEST_PATH].split(",")
        return JsonResponse(_rows(groups_lately(paths, request.user)), safe=False)
    rows = _rows(groups_for(typed, request.user), MOST_OF_OTHERS)
    if not rows:
        return JsonResponse([], safe=False)
    more = all_orders(typed)
    return JsonResponse([*rows, {"id": more.url, "text": more.text, "detail": "", "group": ""}], safe=False)


def _with_addresses(groups: list[Group], found_by: tuple[str, ...]) -> list[Group]:
    """Without what only presses a button of the frame: this page is for those who have no script."""
    left = (
        replace(group, rows=[replace(row, words=found_by) for row in group.rows if row.url])
        for group in groups
    )
    return [group for group in left if group.rows]


def _rows(groups: list[Group], most: int = MOST_LATELY) -> list[dict]:
    """All of the first group, ``most`` of the others: more of them are seen at a glance."""
    return [
        {"id": row.url, "text": row.text, "detail": row.detail, "group": group.head, "presses": row.presses}
        for place, group in enumerate(groups)
        for row in group.rows[: most if place else None]
    ]
