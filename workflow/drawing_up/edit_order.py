"""Edit: the order's own fields and, while the state allows it, its lines. Nothing changed books nothing."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import receivables
from common.changes import difference
from documents.files import attach_tray
from lab.cause import Cause
from lab.events import local_day
from orders.changes import describe_lines, describe_order, describe_teeth
from orders.models import Order, Task
from workflow.acts.following_work import follow_work
from workflow.drawing_up.drafts import OrderDraft
from workflow.drawing_up.writing_documents import bring_documents
from workflow.drawing_up.writing_lines import refuse_too_much, write_lines
from workflow.drawing_up.writing_orders import put_markers, write_header
from workflow.drawing_up.writing_tasks import people_of
from workflow.moving import StepRefused, book_change, open_order

BESIDE = ("markers", "file", "document")
"""What stands beside the order's own fields and lines, and makes no version."""


@transaction.atomic
def edit_order(order_id: int, draft: OrderDraft, cause: Cause) -> Order:
    order = open_order(order_id, cause, action="edit_order", aspect="customer", versioned=True)
    before, former_customer, former_rush = _described(order), order.customer_id, order.rush_percent
    write_header(order, draft, local_day(cause.at))
    documents = []
    if draft.lines is not None:
        _refuse_frozen_lines(order)
        services = write_lines(order, draft.lines, local_day(cause.at), draft.missing_teeth)
        documents = bring_documents(order, services, cause)
    elif order.rush_percent != former_rush:
        refuse_too_much(order)
    put_markers(order, draft.marker_ids)
    files = attach_tray(order, draft.tray, cause.actor)
    changes = difference(before, _described(order)) + documents
    changes += [{"field": "file", "before": "", "after": file.name} for file in files]
    if changes:
        grows = any(change["field"] not in BESIDE for change in changes)
        event = book_change(order, "edit", cause, action="edit_order", changes=changes, grows=grows)
        follow_work(order, event, cause.at)
        if order.customer_id != former_customer:
            receivables.free_advances(order, event=event, on=local_day(cause.at))
    return order


def _refuse_frozen_lines(order: Order) -> None:
    if not order.allows("lines"):
        raise StepRefused(_("The services of the order are frozen in its present state."))


def _described(order: Order) -> dict:
    lines = list(order.lines.current())
    people = _people_by_line(order)
    markers = ", ".join(marker.name for marker in order.markers.all())
    told = {f"line {line.pk} people": people[line.pk] for line in lines if line.pk in people}
    what = describe_order(order) | describe_lines(lines) | describe_teeth(order)
    return what | told | {"markers": (markers, False)}


def _people_by_line(order: Order) -> dict[int, tuple]:
    """Who is on the tasks of each line, in words and by number."""
    tasks = defaultdict(list)
    for task in order.tasks.current().select_related("performer", "assistant"):
        tasks[task.line_id].append(task)
    return {line: (_in_words(rows), False, *map(people_of, rows)) for line, rows in tasks.items()}


def _in_words(tasks: list[Task]) -> str:
    """“Anna / Ben”, and with several tasks “Model: Anna; Ceramics: Ben”."""
    named = [
        (task, " / ".join(str(one) for one in (task.performer, task.assistant) if one)) for task in tasks
    ]
    if len(tasks) == 1:
        return named[0][1]
    return "; ".join(f"{task.title}: {people}" for task, people in named if people)
