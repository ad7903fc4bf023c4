"""Which acts a person may change, post and unpost: a technician only his own work, whoever answers for acts any.

Posting pays the people that the act names, so a technician alone posts it only where each of them is on the task of
each of its lines. Asked by page and use case alike.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from billing.models import Act, ActLine
from lab.permissions import may
from orders.models import Order, Task

OF_DRAFTS = ("edit", "post", "delete")


def why_not_change(act: Act, actor) -> str | None:
    """Why the person cannot edit or delete the draft act, or None."""
    if _answers_for_acts(actor) or actor.pk in _people_of(act):
        return None
    return _("This is the act of %(performer)s. A manager or a reviewer may change it.") % {
        "performer": act.performer
    }


def why_not_post(act: Act, actor) -> str | None:
    """Why the person cannot post the draft act, or None."""
    if _answers_for_acts(actor) or _is_their_work(act, _lines_of([act])[act.pk], _on_tasks(act.order_id)):
        return None
    return _(
        "The act names somebody who is on no task of its services. A manager or a reviewer may post it,"
        " or change who does the task."
    )


def why_not_unpost(actor) -> str | None:
    """Why the person cannot unpost an act, or None."""
    return None if _answers_for_acts(actor) else _("A manager or a reviewer may unpost an act.")


def allowed_by_act(order: Order, actor) -> dict[int, Collection[str]]:
    """Act -> what the person may do to it, of the acts that are drafts or stand; in a fixed number of queries."""
    acts = list(Act.objects.filter(Q(event__isnull=True) | Q(pk__in=Act.objects.standing()), order=order))
    if _answers_for_acts(actor):
        return {act.pk: ("unpost",) if act.is_posted else OF_DRAFTS for act in acts}
    drafts = [act for act in acts if not act.is_posted]
    lines, people = _lines_of(drafts), _on_tasks(order.pk)
    return {
        act.pk: [
            *(["edit", "delete"] if actor.pk in _people_of(act) else []),
            *(["post"] if _is_their_work(act, lines[act.pk], people) else []),
        ]
        for act in drafts
    }


def _answers_for_acts(actor) -> bool:
    return actor.is_service_account or may(actor, "answer_for_acts")


def _people_of(act: Act) -> set[int]:
    return {person for person in (act.performer_id, act.assistant_id) if person}


def _is_their_work(act: Act, lines: Collection[int], on_tasks: dict[int, set[int]]) -> bool:
    return all(_people_of(act) <= on_tasks.get(line, set()) for line in lines)


def _lines_of(acts: Iterable[Act]) -> dict[int, list[int]]:
    """Act -> the lines of the order that it names."""
    found = defaultdict(list)
    for act, line in ActLine.objects.filter(act__in=list(acts)).values_list("act", "line"):
        found[act].append(line)
    return found


def _on_tasks(order_id: int) -> dict[int, set[int]]:
    """Line -> the people of its tasks."""
    found = defaultdict(set)
    for line, *people in Task.objects.filter(order=order_id).values_list("line", "performer", "assistant"):
        found[line] |= {person for person in people if person}
    return found
