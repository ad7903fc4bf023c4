"""Tasks on the order page: who does them, and how far they are."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.refusals import Refused
from lab.access import allow
from lab.once import new_token, perform
from orders.models import Order, Task
from orders.models.task import TaskState
from workflow.forms.dialogs import AssignForm
from workflow.pages.dialogs import go, leads_again
from workflow.pages.loading import visible_order
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task


@allow("assign_task")
@require_http_methods(["GET", "POST"])
@leads_again
def task_assign(request, number: str, pk: int):
    """The dialog that names the performer and the assistant of a task."""
    order = visible_order(request, number)
    task = _task_of(order, pk)
    people = {"performer": task.performer_id, "assistant": task.assistant_id}
    form = AssignForm(request.POST or None, order=order, actor=request.user, initial=people)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                url = perform(
                    request, lambda cause: assign_task(task.pk, cause, **form.cleaned_data) and _url(order)
                )
            except Refused as refused:
                refusal, status = str(refused), 409
            else:
                messages.success(request, _("“%(task)s” has its people.") % {"task": task.title})
                return go(request, url)
    context = {
        "dialog_title": _("Who does “%(task)s”") % {"task": task.title},
        "verb": _("Save"),
        "form": form,
        "order": order,
        "token": new_token(),
        "back_url": _url(order),
        "refusal": refusal,
    }
    return render(request, "workflow/dialog.html", context, status=status)


@allow("work_task")
@require_POST
@leads_again
def task_work(request, number: str, pk: int):
    """One button of a task: start, pause, done, open again."""
    order = visible_order(request, number)
    task = _task_of(order, pk)
    state = request.POST.get("state", "")
    if state not in TaskState.values:
        raise Http404
    try:
        perform(request, lambda cause: work_on_task(task.pk, cause, state=state) and _url(order))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_url(order) + "#panel-tasks")


def _task_of(order: Order, pk: int) -> Task:
    task = order.tasks.current().select_related("performer", "assistant").filter(pk=pk).first()
    if task is None:
        raise Http404
    return task


def _url(order: Order) -> str:
    return reverse("workflow:order_page", args=[order.number])
