"""What can be done to an order beside the steps of its life: dates, people, markers, delivery, plan, payments."""

from django.utils.translation import gettext_lazy as _

from workflow.action import Action, Done
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.copy_order import after_copying, copy_order
from workflow.drawing_up.discount_order import after_discounting, discount_order
from workflow.drawing_up.due_dates import after_updating
from workflow.drawing_up.mark_order import mark_order
from workflow.drawing_up.record_delivery import record_delivery
from workflow.drawing_up.rush_order import after_rushing, rush_order
from workflow.drawing_up.update_due_date import update_due_date
from workflow.forms import dialogs, prices
from workflow.forms.customer import CustomerForm
from workflow.forms.documents import NewDocumentForm
from workflow.forms.payments import PaymentForm
from workflow.money.adjust_price import adjust_price, after_adjusting
from workflow.plan.plan_work import plan_work
from workflow.running import calls, new_document, other_customer, pay, rush_percent

BESIDE_THE_WAY: dict[str, Action] = {
    "plan-work": Action(
        _("Plan work"),
        _("Plan the work of order %(number)s"),
        lambda order, cause, data: Done(said=plan_work(order.pk, cause).said),
        _("The work is planned."),
        "calendar-check",
        action="plan_work",
        aspect="tasks",
        consequences=(
            _("Services that have steps get their tasks."),
            _("All that is left to do gets its place in the days, backwards from the due date."),
            _("What was planned for it before is forgotten; what is done stays."),
        ),
    ),
    "update-due": Action(
        _("Change the due date"),
        _("Change the due date of order %(number)s"),
        lambda order, cause, data: Done(said=after_updating(update_due_date(order.pk, cause, **data))),
        _("The due date is changed."),
        "calendar-event",
        dialogs.DueForm,
        action="update_due",
        aspect="due",
    ),
    "rush": Action(
        _("Set rush"),
        _("Rush order %(number)s"),
        lambda order, cause, data: Done(
            said=after_rushing(rush_order(order.pk, cause, percent=rush_percent(data)))
        ),
        _("The order is not rushed."),
        "lightning-charge",
        dialogs.RushForm,
        action="rush_order",
        aspect="rush",
    ),
    "discount": Action(
        _("Set a discount"),
        _("Discount on order %(number)s"),
        lambda order, cause, data: Done(said=after_discounting(discount_order(order.pk, cause, **data))),
        _("The order has no discount."),
        "percent",
        prices.DiscountForm,
        action="discount_order",
        aspect="discount",
        figures=prices.figures_of_discount,
    ),
    "adjust-price": Action(
        _("Adjust price"),
        _("Adjust the price of order %(number)s"),
        lambda order, cause, data: Done(said=after_adjusting(adjust_price(order.pk, cause, **data))),
        _("The price is adjusted."),
        "cash-stack",
        prices.AdjustForm,
        action="adjust_price",
        aspect="adjustment",
        figures=prices.figures_of_adjusting,
    ),
    "change-customer": Action(
        _("Change customer"),
        _("Change the customer of order %(number)s"),
        other_customer,
        _("The customer is changed; the prices stayed."),
        "person-gear",
        CustomerForm,
        action="change_customer",
        aspect="customer",
        consequences=(
            _("Lines keep their prices, unless you take those of the other customer's price list here."),
            _("The contact becomes the one chosen here, or nobody."),
            _("Advances tied to the order stay with the customer who paid them."),
        ),
        template="workflow/change_customer.html",
        is_wide=True,
    ),
    "copy": Action(
        _("Copy"),
        _("Copy order %(number)s"),
        lambda order, cause, data: Done(copy_order(order.pk, cause), said=after_copying(order)),
        _("This is the copy, with a number of its own."),
        "copy",
        action="copy_order",
        consequences=(
            _("A new order is drawn up for the same customer and patient, with the same services and files."),
            _("Prices are those of today, by the customer's price list; the due date is chosen anew."),
            _("A discount on the whole order is not copied."),
        ),
    ),
    "new-document": Action(
        _("New document"),
        _("New document in order %(number)s"),
        new_document,
        _("The document is there, to be filled in."),
        "file-earmark-plus",
        NewDocumentForm,
        action="fill_documents",
        aspect="documents",
    ),
    "mark": Action(
        _("Set markers"),
        _("Mark order %(number)s"),
        calls(mark_order),
        _("The markers are changed."),
        "tag",
        dialogs.MarkersForm,
        action="mark_order",
        aspect="markers",
    ),
    "deliver": Action(
        _("Record delivery"),
        _("Record the delivery of order %(number)s"),
        calls(record_delivery),
        _("The delivery is recorded."),
        "truck",
        dialogs.DeliveryForm,
        action="deliver_order",
        aspect="delivery",
    ),
    "comment": Action(
        _("Comment"),
        _("Comment on order %(number)s"),
        calls(comment_on_order),
        _("Your comment is on the order."),
        "chat-left-text",
        dialogs.CommentForm,
        action="comment",
        aspect="comments",
    ),
    "pay": Action(
        _("Record payment"),
        _("Record a payment for order %(number)s"),
        pay,
        _("The payment is recorded."),
        "cash-coin",
        PaymentForm,
        action="record_payment",
        template="workflow/payments/order_dialog.html",
    ),
}
