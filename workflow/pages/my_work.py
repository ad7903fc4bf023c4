"""My work: the page at the bench. Each press acts at once; its answer and the way back stand inside the card."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from common.days import time_of
from common.refusals import Refused
from documents.models import Attachment
from lab.access import allow
from lab.calendar import calendar_of_the_house
from lab.once import new_token, perform
from lab.permissions import may
from orders.models import Order, Task
from orders.models.task import TaskState
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.pages.dialogs import leads_again
from workflow.pages.work_answers import tell, told
from workflow.pages.work_cards import Card, bench_of
from workflow.plan.take_back_work import take_back_work
from workflow.plan.work_on_task import AnothersTask, work_on_task

SAID = {
    TaskState.TODO: gettext_lazy("Opened again %(time)s"),
    TaskState.IN_PROGRESS: gettext_lazy("Started %(time)s"),
    TaskState.PAUSED: gettext_lazy("Paused %(time)s"),
    TaskState.DONE: gettext_lazy("Done %(time)s"),
    TaskState.SKIPPED: gettext_lazy("Skipped %(time)s"),
}
COMMENTS_SHOWN = 20


@allow("work_task")
@require_safe
def my_work(request):
    """Own tasks as cards, and what is free to take."""
    now = timezone.now()
    bench = bench_of(request.user, now, told(request, now))
    return render(request, "workflow/work/my_work.html", {"bench": bench})


@allow("work_task")
@require_POST
@leads_again
def work_move(request, pk: int):
    """The button of a card. Another's task leads to the question whose work it is."""
    task, state, now = _task(request, pk), request.POST.get("state", ""), timezone.now()
    if state not in TaskState.values:
        raise Http404
    done = None

    def use_case(cause) -> str:
        nonlocal done
        done = work_on_task(task.pk, cause, state=state)
        return _card_of(task)

    try:
        url = perform(request, use_case)
    except AnothersTask:
        asked = reverse("workflow:task_work", args=[task.order.number, task.pk])
        return redirect(f"{asked}?state={state}")
    except Refused as refused:
        return _refuse(request, task, refused)
    tell(request, task.pk, _sentence(done, state, now), now, done=done)
    return redirect(url)


@allow("work_task")
@require_POST
@leads_again
def work_undo(request, pk: int):
    """The way back from what the card answered last."""
    task, now = _task(request, pk), timezone.now()
    answer = told(request, now).get(task.pk)

    def use_case(cause) -> str:
        if answer is None or not answer.may_undo:
            raise Refused(_("It is too late to take this back."))
        take_back_work(task.pk, cause, before=answer.before, after=answer.after)
        return _card_of(task)

    try:
        url = perform(request, use_case)
    except Refused as refused:
        return _refuse(request, task, refused)
    tell(request, task.pk, _("Taken back %(time)s") % {"time": time_of(now)}, now)
    return redirect(url)


@allow("work_task")
@require_safe
def work_more(request, pk: int):
    """What is one tap away: instructions, comments, files, the camera. Without a script, the page of the order."""
    task = _task(request, pk)
    order = task.order
    if not request.htmx:
        return redirect("workflow:order_page", order.number)
    comments = list(order.comments.select_related("author").order_by("-pk")[:COMMENTS_SHOWN])
    context = {
        "task": task,
        "order": order,
        "card": Card(task, request.user, timezone.now(), calendar_of_the_house()),
        "comments": comments[::-1],
        "files": list(Attachment.objects.current().filter(order=order).listed()),
        "may_comment": may(request.user, "comment") and order.allows("comments"),
        "may_attach": may(request.user, "attach_files") and order.allows("files"),
        "max_bytes": settings.LABSITE_MAX_FILE_BYTES,
        "token": new_token(),
        "field_id": f"text-{task.pk}",
    }
    return render(request, "workflow/work/_more.html", context)


@allow("work_task")
@require_POST
@leads_again
def work_comment(request, pk: int):
    """A comment on the order of the task, within the laboratory or for everybody."""
    task, now = _task(request, pk), timezone.now()

    def use_case(cause) -> str:
        text, is_internal = request.POST.get("text", ""), "is_internal" in request.POST
        if not text.strip():
            raise Refused(_("Write a comment first."))
        comment_on_order(task.order_id, cause, text=text, is_internal=is_internal)
        return _card_of(task)

    try:
        return redirect(perform(request, use_case))
    except Refused as refused:
        tell(request, task.pk, str(refused), now, is_refusal=True)
        return redirect(_card_of(task))


def _task(request, pk: int) -> Task:
    """A task of the plan, whosever; the use cases say what may be done with it."""
    visible = Task.objects.current().filter(order__in=Order.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("order", "line", "performer"), pk=pk)


def _refuse(request, task: Task, refused: Refused):
    tell(request, task.pk, str(refused), timezone.now(), is_refusal=True)
    return redirect(_card_of(task))


def _sentence(done: Task, state: str, now) -> str:
    said = [SAID[TaskState(state)] % {"time": time_of(now)}]
    for task in done.paused:
        told_of = {"task": task.title, "number": task.order.number}
        said.append(_("“%(task)s” of order %(number)s is paused.") % told_of)
    return " · ".join(map(str, said))


def _card_of(task: Task) -> str:
    return f"{reverse('workflow:my_work')}#task-{task.pk}"
