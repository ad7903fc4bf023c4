"""What people type about the pay of an order: a sum with its reason, for a role of a task or for an employee."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.formfields import MoneyFormField
from common.money import LIMIT
from lab.models import Employee, LabSettings
from payroll.models import PlannedPay
from workflow.forms.dialogs import OrderForm
from workflow.pay.add_pay import people_to_pay


class SumForm(OrderForm):
    """A sum set by hand in the laboratory's currency, with the reason why."""

    amount = MoneyFormField(
        label=_("Sum"),
        places=2,
        min_value=0,
        max_value=LIMIT,
        error_messages={"min_value": _("A sum is 0 or more; for less pay set a smaller sum.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        max_length=PlannedPay._meta.get_field("comment").max_length,
        help_text=_("Why the sum is set by hand. The person sees it beside the pay."),
        error_messages={"required": _("Say in the comment why the sum is set by hand.")},
    )

    def prepare(self):
        currency = LabSettings.load().currency
        self.fields["amount"].currency = currency
        self.fields["amount"].label = _("Sum, %(currency)s") % {"currency": currency}


class SetPayForm(SumForm):
    """The sum of a role of a task; what stands is shown to be changed."""

    edits = True


class AddPayForm(SumForm):
    """An employee with a sum: a bonus, or somebody who helped."""

    employee = forms.ModelChoiceField(
        label=_("Employee"),
        queryset=Employee.objects.none(),
        empty_label=_("Choose an employee"),
        error_messages={"required": _("Choose who is paid.")},
    )
    field_order = ["employee"]

    def prepare(self):
        super().prepare()
        self.fields["employee"].queryset = people_to_pay(self.order)
