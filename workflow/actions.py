"""What can be done to an order from its page: one literal table that draws the menus and the primary button.

Each entry names its dialog and calls one use case; ``pages.dialogs`` serves them all.
"""

from django.utils.translation import gettext_lazy as _

from common.addresses import address
from orders.models import Order
from orders.states import Status
from workflow.action import Action
from workflow.actions_beside import BESIDE_THE_WAY
from workflow.forms import dialogs
from workflow.forms.start import StartForm
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.restore_order import restore_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order
from workflow.life.take_down_order import take_down_order
from workflow.life.unrealize_order import unrealize_order
from workflow.running import calls, rework

ACTIONS: dict[str, Action] = {
    "submit": Action(
        _("Submit"),
        _("Submit order %(number)s"),
        calls(submit_order),
        _("The order is submitted."),
        "send",
        dialogs.SubmitForm,
        step="submit",
        at_once=True,
    ),
    "start": Action(
        _("Start production"),
        _("Start production of order %(number)s"),
        calls(start_order),
        _("The order is in production."),
        "play",
        StartForm,
        step="start",
        at_once=True,
        asks=StartForm.is_needed,
        template="workflow/start_dialog.html",
    ),
    "send-to-review": Action(
        _("Send to review"),
        _("Send order %(number)s to review"),
        calls(send_order_to_review),
        _("The order waits for its review."),
        "eye",
        step="send_to_review",
        at_once=True,
    ),
    "produce": Action(
        _("Produce"),
        _("Produce order %(number)s"),
        calls(produce_order),
        _("The order is produced: performers are credited, materials written off, the final price fixed."),
        "check2-circle",
        dialogs.ProduceForm,
        step="produce",
        back="reopen",
        consequences=(
            _("The acts of completed work are posted and the performers credited."),
            _("The materials of the acts are written off."),
            _("The services and the final price are fixed."),
        ),
    ),
    "realize": Action(
        _("Realize"),
        _("Realize order %(number)s"),
        calls(realize_order),
        _("The order is realized: the closing document is issued and the customer charged."),
        "receipt",
        step="realize",
        back="unrealize",
        consequences=(
            _("A closing document is issued."),
            _("The customer is charged the final price."),
            _("Advances tied to the order pay for it; what the price does not need goes free."),
        ),
    ),
    "hold": Action(
        _("Put on hold"),
        _("Put order %(number)s on hold"),
        calls(hold_order),
        _("The order is on hold."),
        "pause",
        dialogs.HoldForm,
        step="hold",
        back="start",
    ),
    "return-to-production": Action(
        _("Return to production"),
        _("Return order %(number)s to production"),
        rework,
        _("The order is in production again."),
        "arrow-counterclockwise",
        dialogs.ReturnForm,
        step="return_to_production",
    ),
    "reopen": Action(
        _("Reopen"),
        _("Reopen order %(number)s"),
        calls(reopen_order),
        _("The order is in production again; what was posted automatically is reversed."),
        "unlock",
        dialogs.ReasonForm,
        step="reopen",
        danger=True,
        leads=_("The order goes to Production; services that require review are reviewed again."),
        consequences=(
            _("Acts posted automatically, with their pay and written-off materials."),
            _("The final price, until acts are posted again."),
        ),
    ),
    "take-down": Action(
        _("Take down"),
        _("Take order %(number)s down to drafting"),
        calls(take_down_order),
        _("The order is in drafting again."),
        "arrow-down",
        step="take_down",
        back="submit",
    ),
    "unrealize": Action(
        _("Unrealize"),
        _("Unrealize order %(number)s"),
        calls(unrealize_order),
        _("The charge is reversed; a correction document is issued."),
        "receipt-cutoff",
        dialogs.ReasonForm,
        step="unrealize",
        danger=True,
        leads=_("The order goes back to Produced."),
        consequences=(
            _("The customer's charge; a correction document says so."),
            _("What was paid becomes an advance tied to the order."),
        ),
    ),
    "restore": Action(
        _("Restore"),
        _("Restore order %(number)s"),
        calls(restore_order),
        _("The order is in drafting again."),
        "arrow-up",
        step="restore",
        back="cancel",
    ),
    "cancel": Action(
        _("Cancel the order"),
        _("Cancel order %(number)s"),
        calls(cancel_order),
        _("The order is cancelled."),
        "x-circle",
        dialogs.ReasonForm,
        step="cancel",
        back="restore",
        danger=True,
        heading=_("What happens"),
        consequences=(
            _("Draft acts are deleted and open tasks skipped."),
            _("Advances tied to the order become free for the customer's other orders."),
        ),
    ),
} | BESIDE_THE_WAY

ACTIONS_MENU = (
    (
        "submit-awaiting",
        "start",
        "hold",
        "return-to-production",
        "reopen",
        "take-down",
        "unrealize",
        "restore",
    ),
    (
        "edit",
        "plan-work",
        "update-due",
        "rush",
        "adjust-price",
        "change-customer",
        "mark",
        "deliver",
        "payroll",
        "copy",
        "print",
        "label",
    ),
    ("cancel",),
)

PAYMENT_MENU = ("pay", "discount", "adjust-price")

_NEXT_STEP = {
    Status.DRAFTING: "submit",
    Status.PENDING: "start",
    Status.REVIEW: "produce",
    Status.PRODUCED: "realize",
}


def primary_verb(order: Order) -> str | None:
    """The next step of the order; from production it depends on whether a service requires review."""
    if order.status == Status.PRODUCTION:
        reviewed = any(line.review_required for line in order.lines_shown)
        return "send-to-review" if reviewed else "produce"
    return _NEXT_STEP.get(order.status)


def action_url(order: Order, verb: str) -> str:
    """Where the dialog of the verb opens."""
    return address("workflow:order_do", order.number, verb)
