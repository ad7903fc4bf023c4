"""The bench: one field for scanners, and an answer that fills the screen."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from background.papers import paper_response
from common.refusals import Refused
from common.typed_text import as_asked
from lab.access import allow, at_shared_bench, with_camera
from lab.badges import UnknownBadge, let_in
from lab.cause import Cause
from lab.models import LabSettings
from lab.once import ActedBefore, lead_back, new_token, perform
from lab.permissions import may
from lab.scans import once
from lab.shared_bench import begin, end, name_of_bench, share_bench
from orders.bench_codes import Action, Code, Kind, MisreadCode, read, written
from orders.models import Order
from workflow.life.hold_at_bench import hold_at_bench
from workflow.pages.at_bench import AtBench
from workflow.pages.bench_answers import (
    ACTIONS,
    Answer,
    again,
    armed,
    asked_whose,
    greeted,
    refused,
    told_of,
    told_of_hold,
)
from workflow.plan.scan_order import NotYours, scan_order
from workflow.plan.work_on_task import Whose

MOST_TYPED = 60


@allow("work_task")
@at_shared_bench
@with_camera
@require_http_methods(["GET", "HEAD", "POST"])
def bench(request):
    """GET shows the field and what was answered last; POST takes what was scanned or typed, and leads back."""
    at = AtBench(request, timezone.now())
    if request.method == "POST":
        try:
            _take(at)
        except ActedBefore as before:
            return redirect(before.address)
        return redirect("workflow:bench")
    context = {
        "at": at,
        "frame": "shell/plain.html" if at.is_shared else "base.html",
        "answer": at.answer,
        "armed": ACTIONS.get(at.action),
        "token": new_token(),
        "may_share": not at.is_shared and may(request.user, "share_bench"),
    }
    return render(request, "workflow/bench/bench.html", context)


@allow("work_task")
@require_safe
def bench_codes_pdf(request):
    """The sheet of action codes, to lie at the bench."""
    settings = LabSettings.load()
    lab = {name: getattr(settings, name) for name in ("name", "legal_name", "address", "phone", "email")}
    rows = [
        {"name": str(name), "says": str(says), "code": written(Kind.ACTION, action)}
        for action, (name, _icon, says) in ACTIONS.items()
    ]
    paper = {"lab": lab, "number": "", "actions": rows}
    logo = settings.logo
    return paper_response(
        request,
        "print/bench_codes.html",
        {"paper": paper},
        filename="bench-codes.pdf",
        logo=bytes(logo) if logo else None,
    )


@allow("share_bench")
@require_POST
def bench_share(request):
    """This computer becomes a shared bench; whoever pressed the button is logged out by it, so it bears no token."""
    share_bench(Cause(request.user, timezone.now()))
    begin(request)
    return redirect("workflow:bench")


@allow("work_task")
@at_shared_bench
@require_POST
def bench_end(request):
    """The person goes away from a shared bench, or the computer stops to be one."""
    at = AtBench(request, timezone.now())
    if not at.is_shared:
        return redirect("workflow:bench")
    if "computer" in request.POST:
        end(request)
        return redirect("lab:login")
    at.leave()
    return redirect("workflow:bench")


def _take(at: AtBench) -> None:
    """What was scanned: a badge, an action, the code of an order; else the number of one."""
    post = at.request.POST
    scanned, typed = (as_asked(post.get(name, "")).strip()[:MOST_TYPED] for name in ("code", "typed"))
    try:
        code = read(scanned)
    except MisreadCode:
        if scanned.startswith(str(int(Kind.BADGE))):
            at.leave()
        return at.tell(refused(_("The code was read wrong. Scan it again."), _("Scan again")))
    if code and code.kind == Kind.BADGE:
        return _take_badge(at, code)
    if at.person is None:
        return at.tell(refused(_("Scan your badge first."), _("Who are you?")))
    if at.is_another(post.get("person", "")):
        return at.tell(refused(_("Somebody else has scanned a badge meanwhile."), _("Scan your badge")))
    if code and code.kind == Kind.ACTION:
        return _take_action(at, code)
    _take_order(at, code, typed or scanned)
    return None


def _take_badge(at: AtBench, code: Code) -> None:
    if not at.is_shared:
        return at.tell(refused(_("Badges are for a shared bench. Here you are %s.") % at.person.name))
    at.leave()  # whoever scans a badge that is not valid does not work on as the person before
    try:
        badge = let_in(at.request, code.number, name_of_bench(at.request))
        if not may(badge.employee, "work_task"):
            raise UnknownBadge
    except Refused as refusal:
        return at.tell(refused(str(refusal)))
    at.welcome(badge)
    at.tell(greeted(badge.employee))
    return None


def _take_action(at: AtBench, code: Code) -> None:
    if code.number not in list(Action):
        return at.tell(refused(_("This code is not known here.")))
    action = Action(code.number)
    at.arm(action)
    at.tell(armed(action))
    return None


def _take_order(at: AtBench, code: Code | None, typed: str) -> None:
    """Each person's scan of an order acts once within five seconds, whatever page it comes from."""
    try:
        order = _found(at, code, typed)
    except Refused as refusal:
        lead_back(at.request, by=at.person)
        return at.tell(refused(str(refusal)))
    digits, asked, chosen = written(Kind.ORDER, order.pk), _asked(at), _chosen(at)
    key = "|".join(str(part) for part in (asked or "", *chosen.values()) if part)

    def use_case(cause) -> str:
        told, is_again = once(cause, digits, key, lambda: _done(order, cause, asked, chosen))
        at.tell(again(told) if is_again else told)
        return reverse("workflow:bench")

    try:
        perform(at.request, use_case, by=at.person, place=at.place)
    except NotYours as question:
        at.tell(asked_whose(question, order, digits))
    except Refused as refusal:
        at.tell(refused(str(refusal), order=order))
    at.arm(None)
    return None


def _done(order: Order, cause: Cause, asked: Action | None, chosen: dict) -> Answer:
    if asked == Action.HOLD:
        return told_of_hold(hold_at_bench(order.pk, cause))
    return told_of(scan_order(order.pk, cause, asked=asked, **chosen), cause)


def _found(at: AtBench, code: Code | None, typed: str) -> Order:
    """The order of a code or of a number typed by hand; digits that are both are refused."""
    orders = Order.objects.visible_to(at.person).select_related("customer")
    coded = orders.filter(pk=code.number).first() if code else None
    numbered = orders.filter(number=typed).first() if typed else None
    if coded and numbered and coded != numbered:
        raise Refused(
            _("These digits are the code of one order and the number of another. Open it from the list.")
        )
    if not (coded or numbered):
        raise Refused(_("No order has this code or number.") if typed or code else _("Nothing was scanned."))
    return coded or numbered


def _asked(at: AtBench) -> Action | None:
    """Asked for by an action code before, or by the button of a choice."""
    posted = at.request.POST.get("action", "")
    return Action(int(posted)) if posted in {str(int(action)) for action in Action} else at.action


def _chosen(at: AtBench) -> dict:
    """Whose task it shall be, where the buttons asked."""
    task, whose = at.request.POST.get("task", ""), at.request.POST.get("whose", "")
    if not (task.isascii() and task.isdigit() and len(task) < 19 and whose in Whose.values):
        return {}
    return {"task_id": int(task), "whose": whose}
