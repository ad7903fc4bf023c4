"""The plan of an order by hand: a task added, edited, moved, skipped, taken up again, removed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from lab.access import allow
from lab.cause import Cause
from lab.once import perform
from orders.models import Order, Task
from workflow.forms.tasks import NewTaskForm, TaskForm
from workflow.pages.dialogs import answer, draw, go, leads_again
from workflow.pages.loading import visible_order
from workflow.plan.add_task import add_task
from workflow.plan.edit_task import edit_task
from workflow.plan.move_task import DOWN, UP, move_task
from workflow.plan.remove_task import remove_task
from workflow.plan.skip_task import skip_task, take_up_task

MOVES: dict[str, Callable[[int, Cause], Task]] = {
    "up": lambda pk, cause: move_task(pk, cause, way=UP),
    "down": lambda pk, cause: move_task(pk, cause, way=DOWN),
    "skip": skip_task,
    "take-up": take_up_task,
    "remove": remove_task,
}


@allow("plan_work")
@require_http_methods(["GET", "POST"])
@leads_again
def task_new(request, number: str):
    """The dialog that adds a task."""
    order = visible_order(request, number)
    context = {"dialog_title": _("Add a task to order %(number)s") % {"number": order.number}}

    def build(data, standing):
        return [NewTaskForm(data, order=standing, actor=request.user)]

    def use_case(form, cause):
        add_task(order.pk, cause, **form.cleaned_data)
        return plan_of(order)

    context["verb"] = _("Add the task")
    return _dialog(request, order, build, use_case, context, _("The task is in the plan."))


@allow("plan_work")
@require_http_methods(["GET", "POST"])
@leads_again
def task_edit(request, number: str, pk: int):
    """The dialog that renames a task, and says its minutes and its share."""
    order = visible_order(request, number)
    task = _task_of(order, pk)

    def build(data, standing):
        now = _task_of(standing, pk)
        said = {"title": now.title, "minutes": now.minutes, "share": now.share, "line": now.line_id}
        return [TaskForm(data, order=standing, actor=request.user, initial=said)]

    def use_case(form, cause):
        edit_task(pk, cause, **form.cleaned_data)
        return plan_of(order)

    context = {"dialog_title": _("Edit “%(task)s”") % {"task": task.title}, "verb": _("Save")}
    return _dialog(request, order, build, use_case, context, _("The task is changed."))


@allow("plan_work")
@require_http_methods(["GET", "POST"])
@leads_again
def task_move(request, number: str, pk: int, verb: str):
    """One entry of a task's menu, done at once."""
    order = visible_order(request, number)
    if verb not in MOVES:
        raise Http404
    get_object_or_404(Task, pk=pk, order=order)
    if request.method == "POST":
        try:
            perform(request, lambda cause: MOVES[verb](pk, cause) and plan_of(order))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(plan_of(order))


def plan_of(order: Order) -> str:
    """Where the plan stands on the page of its order."""
    return reverse("workflow:order_page", args=[order.number]) + "#panel-tasks"


def _dialog(request, order, build, use_case, context, said):
    if request.method == "GET":
        return draw(request, order, build(None, order)[0], context)
    answered = answer(request, order, build, use_case)
    if answered.refused:
        return draw(request, order, answered.form, context, refused=answered.refused, status=answered.status)
    messages.success(request, said)
    return go(request, answered.url)


def _task_of(order: Order, pk: int) -> Task:
    return get_object_or_404(order.tasks.current(), pk=pk)
