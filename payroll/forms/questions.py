"""What is typed about a line of one's earnings: the question, and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.questions import LONGEST


class QuestionForm(forms.Form):
    """A question about a line of one's earnings."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The accountant reads it and answers beside the line."),
        error_messages={"required": _("Write what you want to know.")},
    )


class AnswerForm(forms.Form):
    """The answer, which closes the question."""

    use_required_attribute = False

    answer = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write an answer; it closes the question.")},
    )
