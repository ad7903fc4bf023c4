"""How and when papers were sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Sending
from common.day_bounds import PAST
from common.dayfields import DayField
from common.form_words import ONE_OF_THESE


class SentForm(forms.Form):
    """For one document or for several."""

    how = forms.ChoiceField(
        label=_("How"),
        error_messages=ONE_OF_THESE,
        choices=[choice for choice in Sending.How.choices if choice[0] != Sending.How.BEFORE],
        widget=forms.RadioSelect,
        initial=Sending.How.MAIL,
    )
    sent_on = DayField(
        label=_("Sent on"),
        bounds=PAST,
        error_messages={"too_late": _("Nothing was sent in the future.")},
    )
