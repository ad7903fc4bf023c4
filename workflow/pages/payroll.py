"""The work summary of an order's pay, and the dialogs that set, add and take back sums by hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.templatetags.labsite import money
from lab.access import allow
from lab.models import LabSettings
from lab.permissions import may
from orders.models import Order, Task
from payroll.models import PayRole, PlannedPay
from workflow.forms.dialogs import OrderForm, ReasonForm
from workflow.forms.pay import AddPayForm, SetPayForm
from workflow.pages.dialogs import answer, draw, go, leads_again
from workflow.pages.loading import visible_order
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.reopen_pay import reopen_pay
from workflow.pay.set_pay import set_pay
from workflow.pay.summary import summarize
from workflow.pay.sums_by_hand import of_task, why_locked
from workflow.pay.unset_pay import unset_pay


@allow("see_pay")
@require_safe
def order_payroll(request, number: str):
    """Every task with who does it, which rate pays and what was set by hand; totals, and the lock."""
    order = visible_order(request, number)
    summary = summarize(order, timezone.localdate())
    open_to_change = order.allows("planned_pay") and not summary.is_final
    context = {
        "order": order,
        "summary": summary,
        "may_set": open_to_change and may(request.user, "set_pay"),
        "may_turn_lock": order.allows("final_pay") and may(request.user, "finalize_pay"),
        "is_too_early": not order.is_cancelled and not order.allows("final_pay"),
    }
    return render(request, "workflow/order_payroll.html", context)


@allow("set_pay")
@require_http_methods(["GET", "POST"])
@leads_again
def pay_set(request, number: str, pk: int, role: str):
    """The dialog that sets the sum of a role of a task."""
    order = visible_order(request, number)
    task = order.tasks.doable().filter(pk=pk).first()
    if task is None or role not in PayRole.values:
        raise Http404
    standing, summary = _standing(task, role), summarize(order, timezone.localdate())
    context = {
        "dialog_title": _("Set by hand: %(whose)s") % {"whose": of_task(task, role)},
        "verb": _("Set the sum"),
        "template": "workflow/pay_set_dialog.html",
        "planned": standing,
        "row": summary.row_of(task, role),
        "currency": summary.currency,
        "consequences": _consequences(order),
    }

    def build(data, now):
        stands = _standing(task, role)
        first = {"amount": stands.amount, "comment": stands.comment} if stands else {}
        return [SetPayForm(data, order=now, actor=request.user, initial=first)]

    def use_case(form, cause):
        set_pay(order.pk, cause, task_id=task.pk, role=role, **form.cleaned_data)

    return _serve(request, order, build, use_case, context, _("The sum is set."), why_not=_why_not_set(order))


@allow("set_pay")
@require_http_methods(["GET", "POST"])
@leads_again
def pay_add(request, number: str):
    """The dialog that adds an employee with a sum."""
    order = visible_order(request, number)
    context = {
        "dialog_title": _("Add an employee with a sum"),
        "verb": _("Add"),
        "consequences": _consequences(order),
    }

    def use_case(form, cause):
        add_pay(order.pk, cause, **form.cleaned_data)

    done = _("The employee is added with the sum.")
    build = _asking(request, AddPayForm)
    return _serve(request, order, build, use_case, context, done, why_not=_why_not_set(order))


@allow("set_pay")
@require_http_methods(["GET", "POST"])
@leads_again
def pay_unset(request, number: str, pk: int):
    """The question whether a sum set by hand is taken back."""
    order = visible_order(request, number)
    rows = PlannedPay.objects.standing().filter(order=order, pk=pk).select_related("task", "employee")
    planned = rows.first()
    if planned is None:
        raise Http404
    whose = of_task(planned.task, planned.role) if planned.task else str(planned.employee)
    amount = money(planned.amount, LabSettings.load().currency)
    goes = _("From now on the rate pays.") if planned.task else _("The employee earns nothing besides by it.")
    context = {
        "dialog_title": _("Take back the sum of %(whose)s") % {"whose": whose},
        "verb": _("Take back"),
        "consequences": [
            _("%(sum)s was set with the comment “%(comment)s”.")
            % {"sum": amount, "comment": planned.comment},
            goes,
            *_consequences(order),
        ],
    }

    def use_case(_form, cause):
        unset_pay(order.pk, cause, planned_id=pk)

    done, build = _("The sum is taken back."), _asking(request, OrderForm)
    return _serve(request, order, build, use_case, context, done, why_not=_why_not_set(order))


@allow("finalize_pay")
@require_http_methods(["GET", "POST"])
@leads_again
def pay_finalize(request, number: str):
    """The question whether the pay of the order is right, and shall be locked."""
    order = visible_order(request, number)
    context = {
        "dialog_title": _("Finalize the pay of order %(number)s") % {"number": order.number},
        "verb": _("Finalize"),
        "consequences": [
            _("Sums set by hand are locked."),
            _("Reopening the order lifts that by itself, with a trace."),
        ],
    }

    def use_case(_form, cause):
        finalize_pay(order.pk, cause)

    done, why_not = _("The pay of the order is finalized."), _why_not_in_state(order, "final_pay")
    return _serve(request, order, _asking(request, OrderForm), use_case, context, done, why_not=why_not)


@allow("finalize_pay")
@require_http_methods(["GET", "POST"])
@leads_again
def pay_reopen(request, number: str):
    """The dialog that lifts the lock, with a reason."""
    order = visible_order(request, number)
    context = {
        "dialog_title": _("Open the finalized pay of order %(number)s again") % {"number": order.number},
        "verb": _("Open again"),
        "consequences": [_("Sums can be set by hand again; the reason stays in the timeline.")],
    }

    def use_case(form, cause):
        reopen_pay(order.pk, cause, **form.cleaned_data)

    done, why_not = _("The pay of the order is open again."), _why_not_in_state(order, "final_pay")
    return _serve(request, order, _asking(request, ReasonForm), use_case, context, done, why_not=why_not)


def _asking(request, form_class):
    return lambda data, now: [form_class(data, order=now, actor=request.user)]


def _standing(task: Task, role: str) -> PlannedPay | None:
    return PlannedPay.objects.standing().filter(task=task, role=role).first()


def _consequences(order: Order) -> list[str]:
    return (
        [_("What is booked already follows at once: the difference is booked.")] if order.final_price else []
    )


def _serve(request, order: Order, build, use_case, context: dict, done: str, *, why_not: str | None):
    """Draw the dialog, closed where the state does not allow it, or run it; it leads back to the work summary."""
    back = reverse("workflow:order_payroll", args=[order.number])
    context["back_url"] = back
    if request.method == "GET":
        context["closed"] = bool(why_not)
        form, status = build(None, order)[0], 409 if why_not else 200
        return draw(request, order, form, context, refusal=why_not, status=status)

    def run(form, cause):
        use_case(form, cause)
        return back

    answered = answer(request, order, build, run)
    if answered.refused:
        return draw(request, order, answered.form, context, refused=answered.refused, status=answered.status)
    messages.success(request, done)
    return go(request, answered.url)


def _why_not_set(order: Order) -> str | None:
    return _why_not_in_state(order, "planned_pay") or why_locked(order)


def _why_not_in_state(order: Order, aspect: str) -> str | None:
    if order.allows(aspect):
        return None
    sentence = _("This cannot be changed while the order is in the state “%(state)s”.")
    return sentence % {"state": order.state_name}
