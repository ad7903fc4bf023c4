"""Which acts a person may change, post and unpost: a technician only his own work, whoever answers for acts any.

Posting pays the people that the act names, so a technician alone posts it only where of each line they are those of
the task that it pays. Asked by page and use case alike.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from billing.models import Act, ActLine
from common.kept_statements import kept
from lab.permissions import may
from orders.models import Order, Task
from workflow.acts.credits import counted_by_line, own_task

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
    if _answers_for_acts(actor) or _is_their_work(act, _lines_of([act])[act.pk], counted_by_line(act.order)):
        return None
    return _(
        "The act names other people than the tasks of its services do. A manager or a reviewer may post it,"
        " or change who does the task."
    )


def why_not_unpost(actor) -> str | None:
    """Why the person cannot unpost an act, or None."""
    return None if _answers_for_acts(actor) else _("A manager or a reviewer may unpost an act.")


_OPEN_TO_CHANGE = kept(
    lambda order: Act.objects.filter(Q(event__isnull=True) | Q(pk__in=Act.objects.standing()), order=order),
    owner="order",
)


def allowed_by_act(order: Order, actor) -> dict[int, Collection[str]]:
    """Act -> what the person may do to it, of the acts that are drafts or stand; in a fixed number of queries."""
    acts = _OPEN_TO_CHANGE(order)
    if _answers_for_acts(actor):
        return {act.pk: ("unpost",) if act.is_posted else OF_DRAFTS for act in acts}
    drafts = [act for act in acts if not act.is_posted]
    lines, tasks = _lines_of(drafts), counted_by_line(order)
    return {
        act.pk: [
            *(["edit", "delete"] if actor.pk in _people_of(act) else []),
            *(["post"] if _is_their_work(act, lines[act.pk], tasks) else []),
        ]
        for act in drafts
    }


def _answers_for_acts(actor) -> bool:
    return actor.is_service_account or may(actor, "answer_for_acts")


def _people_of(act: Act) -> set[int]:
    return {person for person in (act.performer_id, act.assistant_id) if person}


def _is_their_work(act: Act, lines: Collection[int], tasks: Mapping[int | None, list[Task]]) -> bool:
    return all(_says_what_the_task_says(act, own_task(act, tasks.get(line, []))) for line in lines)


def _says_what_the_task_says(act: Act, task: Task | None) -> bool:
    """Whoever is on another task of the line is paid through that one, whoever assists as an assistant."""
    if task is None:
        return False
    performer = task.performer_id or task.assistant_id
    return act.performer_id == performer and act.assistant_id in (None, task.assistant_id)


def _lines_of(acts: Iterable[Act]) -> dict[int, list[int]]:
    """Act -> the lines of the order that it names; what was taken off the order is refused by itself."""
    found = defaultdict(list)
    named = ActLine.objects.filter(act__in=list(acts), line__is_removed=False)
    for act, line in named.values_list("act", "line"):
        found[act].append(line)
    return found
