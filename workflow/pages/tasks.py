"""Tasks on the order page: who does them, and how far they are."""

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from lab.access import allow
from lab.models import Employee
from lab.once import new_token, perform
from orders.models import Order, Task
from orders.models.task import TaskState
from workflow.forms.dialogs import AssignForm
from workflow.pages.dialogs import answer, draw, go, leads_again
from workflow.pages.loading import visible_order
from workflow.plan.assign_task import assign_task
from workflow.plan.who_is_there import away_then
from workflow.plan.work_on_task import ASKED, AnothersTask, is_anothers, work_on_task


@allow("assign_task")
@require_http_methods(["GET", "POST"])
@leads_again
def task_assign(request, number: str, pk: int):
    """The dialog that names the performer and the assistant of a task."""
    order = visible_order(request, number)
    task = _task_of(order, pk)
    context = {"dialog_title": _("Who does “%(task)s”") % {"task": task.title}, "verb": _("Save")}

    def build(data, standing):
        now = _task_of(standing, pk)
        people = {"performer": now.performer_id, "assistant": now.assistant_id}
        return [AssignForm(data, order=standing, actor=request.user, initial=people)]

    def use_case(form, cause):
        assign_task(pk, cause, **form.cleaned_data)
        return _url(order)

    if request.method == "GET":
        return draw(request, order, build(None, order)[0], context)
    answered = answer(request, order, build, use_case)
    if answered.refused:
        return draw(request, order, answered.form, context, refused=answered.refused, status=answered.status)
    messages.success(request, _("“%(task)s” has its people.") % {"task": task.title})
    _warn_of_absence(request, task)
    return go(request, answered.url)


def _warn_of_absence(request, before: Task) -> None:
    """A person newly named who is not there when the task is planned."""
    task = Task.objects.select_related("performer").get(pk=before.pk)
    if task.performer is None or task.performer_id == before.performer_id:
        return
    warning = away_then(task.performer, task, timezone.localdate())
    if warning:
        messages.warning(request, warning)


@allow("work_task")
@require_http_methods(["GET", "POST"])
@leads_again
def task_work(request, number: str, pk: int):
    """One button of a task: start, pause, done, open again. Of another's task it is asked whose work it is."""
    order = visible_order(request, number)
    task, asked = _task_of(order, pk), request.POST if request.method == "POST" else request.GET
    state = asked.get("state", "")
    if request.method == "GET":
        if state in ASKED and is_anothers(task, request.user):
            return _ask_whose(request, order, task, state)
        if not state:  # led here by a log-in after a button was pressed
            return HttpResponseNotAllowed(["POST"])
        return redirect(_url(order) + "#panel-tasks")
    if state not in TaskState.values:
        raise Http404

    def use_case(cause):
        work_on_task(task.pk, cause, state=state, whose=request.POST.get("whose", ""))
        return _url(order) + "#panel-tasks"

    try:
        url = perform(request, use_case)
    except AnothersTask:
        return _ask_whose(request, order, task, state, status=409)
    except Refused as refused:
        if request.htmx:
            return _ask_whose(request, order, task, state, refusal=str(refused), status=409)
        messages.error(request, str(refused))
        return redirect(_url(order) + "#panel-tasks")
    said = {"task": task.title, "state": TaskState(state).label}
    messages.success(request, _("“%(task)s”: %(state)s.") % said)
    return go(request, url)


def _ask_whose(request, order: Order, task: Task, state: str, *, refusal="", status=200):
    """Whose work it is: the dialog, or a page of its own without a script."""
    may_take_over = Employee.objects.performers().filter(pk=request.user.pk).exists()
    context = {
        "dialog_title": _("This is the task of %(name)s") % {"name": task.performer},
        "order": order,
        "task": task,
        "state": state,
        "move": TaskState(state).label,
        "may_take_over": may_take_over,
        "token": new_token(),
        "back_url": _url(order),
        "dialog_action": reverse("workflow:task_work", args=[order.number, task.pk]),
        "refusal": refusal,
    }
    return render(request, "workflow/whose_task.html", context, status=status)


def _task_of(order: Order, pk: int) -> Task:
    task = order.tasks.current().select_related("performer", "assistant").filter(pk=pk).first()
    if task is None:
        raise Http404
    return task


def _url(order: Order) -> str:
    return reverse("workflow:order_page", args=[order.number])
