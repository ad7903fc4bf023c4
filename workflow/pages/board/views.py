"""The board: who has which work and how full the days ahead are; tasks go from one person to another by hand."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.asked import row_id
from common.refusals import Refused
from lab.access import allow
from lab.models import Employee
from lab.once import new_token, perform
from lab.permissions import may
from orders.models import Order, Task
from workflow.forms.tasks import GiveForm
from workflow.moving import lock_order
from workflow.pages.board.moved import Moved, forget_order, forget_task, moved_lately, remember
from workflow.pages.board.performers import rows_of_performers
from workflow.pages.board.states import columns_of_states
from workflow.pages.dialogs import go, leads_again
from workflow.pages.loading import visible_order
from workflow.plan.assign_task import assign_task
from workflow.plan.plan_work import plan_work
from workflow.plan.who_is_there import away_then

BY_PERFORMER, BY_STATE = "performer", "state"


@allow("see_board")
@require_safe
def board(request):
    """By performer, or as the address asks by state. Technicians look; they give nothing to anybody."""
    now = timezone.now()
    by = BY_STATE if request.GET.get("by") == BY_STATE else BY_PERFORMER
    may_give = may(request.user, "assign_task")
    context = {"by": by, "may_give": may_give, "token": new_token()}
    if by == BY_STATE:
        context["columns"] = columns_of_states(now)
    else:
        rows = rows_of_performers(now)
        cards = [card for row in rows for card in (*row.cards, *row.on_hold)]
        context |= {
            "rows": rows,
            "tasks": sum(row.count for row in rows),
            "moved": moved_lately(request, now),
            "drag_url": cards[0].give_url if cards and may_give else "",
        }
    return render(request, f"workflow/board/by_{by}.html", context)


@allow("assign_task")
@require_http_methods(["GET", "POST"])
@leads_again
def board_give(request, pk: int):
    """Give a task to somebody: the dialog, or what a dragged card sends. Its assistant stays."""
    visible = Task.objects.current().filter(order__in=Order.objects.visible_to(request.user))
    task = get_object_or_404(visible.select_related("order", "performer", "assistant"), pk=pk)
    people = {"performer": task.performer_id}
    if request.method == "GET":
        form = GiveForm(order=task.order, actor=request.user, initial=people)
        return _ask_whom(request, task, form)
    form = GiveForm(request.POST, order=task.order, actor=request.user, initial=people)
    is_dragged, before = "dragged" in request.POST, (task.performer_id, task.assistant_id)
    given = None

    def use_case(cause) -> str:
        nonlocal given
        if not form.is_valid():
            raise Refused(_("Choose one of the performers."))
        lock_order(task.order_id)
        _refuse_given_meanwhile(request, task)
        people = _people_of(form, task, row_id(request.POST, "assistant"))
        given = assign_task(task.pk, cause, **people)
        return reverse("workflow:board")

    try:
        url = perform(request, use_case)
    except Refused as refused:
        if not is_dragged:
            return _ask_whom(request, task, form, str(refused), status=409)
        messages.error(request, str(refused))
        return redirect("workflow:board")
    _tell(request, given, before)
    return go(request, url)


@allow("plan_work")
@require_POST
@leads_again
def board_plan(request, number: str):
    """Plan an order anew whose tasks went to somebody else."""
    order, said = visible_order(request, number), ""

    def use_case(cause) -> str:
        nonlocal said
        said = plan_work(order.pk, cause).said
        return reverse("workflow:board")

    try:
        url = perform(request, use_case)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("workflow:board")
    forget_order(request, number, timezone.now())
    messages.success(request, f"{number}: {said}")
    return redirect(url)


def _refuse_given_meanwhile(request, task: Task) -> None:
    """``held`` is who had it when the page was drawn, empty for nobody."""
    task.refresh_from_db(fields=["performer", "assistant"])
    if "held" not in request.POST or task.performer_id == row_id(request.POST, "held"):
        return
    said = {"task": task.title, "name": task.performer}
    if task.performer is None:
        raise Refused(
            _("Meanwhile “%(task)s” was taken from whoever had it. Look again, then decide.") % said
        )
    raise Refused(_("Meanwhile “%(task)s” went to %(name)s. Look again, then decide.") % said)


def _people_of(form: GiveForm, task: Task, comes_back: int | None) -> dict[str, Employee | None]:
    """Whoever assisted and performs now assists no more; the way back names the assistant again."""
    performer, assistant = form.cleaned_data["performer"], task.assistant
    if comes_back:
        assistant = Employee.objects.filter(pk=comes_back).first()
    return {"performer": performer, "assistant": None if assistant == performer else assistant}


def _tell(request, task: Task, before: tuple[int | None, int | None]) -> None:
    """The sentence at the head of the board; taken back, nothing is left to say."""
    now = timezone.now()
    if task.performer_id == before[0]:
        return
    if any(one.task == task.pk and one.performer == task.performer_id for one in moved_lately(request, now)):
        forget_task(request, task.pk, now)
        messages.success(request, _("“%(task)s” is back where it was.") % {"task": task.title})
        return
    number = task.order.number
    said = {"task": task.title, "number": number, "name": task.performer}
    text = _("“%(task)s” of order %(number)s is given to %(name)s.")
    if task.performer is None:
        text = _("“%(task)s” of order %(number)s is given to nobody.")
    warning = away_then(task.performer, task, timezone.localdate(now)) if task.performer else ""
    remember(request, Moved(task.pk, number, text % said, warning, *before, task.performer_id, now))


def _ask_whom(request, task: Task, form: GiveForm, refusal: str = "", *, status: int = 200):
    order = task.order
    closed = not order.allows("tasks")
    if closed and not refusal:
        refusal, status = _("Nothing is left to be done on this order."), 409
    context = {
        "dialog_title": _("Give “%(task)s” of %(number)s to …")
        % {"task": task.title, "number": order.number},
        "verb": _("Give"),
        "form": form,
        "held": task.performer_id,
        "order": order,
        "token": new_token(),
        "back_url": reverse("workflow:board"),
        "refusal": refusal,
        "closed": closed,
    }
    return render(request, "workflow/board/give.html", context, status=status)
