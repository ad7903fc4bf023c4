"""What people type about pay: rates, payouts, questions."""

from payroll.forms.confirm import ConfirmForm
from payroll.forms.payouts import CloseMonthForm, PayoutForm
from payroll.forms.questions import AnswerForm, QuestionForm
from payroll.forms.rates import RateForm, WhatPaysForm

__all__ = [
    "AnswerForm",
    "CloseMonthForm",
    "ConfirmForm",
    "PayoutForm",
    "QuestionForm",
    "RateForm",
    "WhatPaysForm",
]
