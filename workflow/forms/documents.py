"""The forms of the dialogs about documents. They only read; use cases decide."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.day_bounds import FACTS
from common.dayfields import DayField
from common.form_words import ONE_OF_THESE
from common.timefields import TimeField
from documents.models import Document, DocumentHandover, DocumentType
from workflow.forms.dialogs import LongText, OrderForm
from workflow.papers.finish_document import far_in, uncalled_in
from workflow.papers.sheet import Sheet


class NewDocumentForm(OrderForm):
    document_type = forms.ModelChoiceField(
        label=_("Document"),
        queryset=DocumentType.objects.none(),
        empty_label=_("Choose a document"),
    )

    def prepare(self):
        self.fields["document_type"].queryset = DocumentType.objects.on_offer()


class ConfirmForm(forms.Form):
    """Asks nothing more."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LongText())


class FinishForm(forms.Form):
    """Asks only for what this document makes necessary."""

    looked_twice = forms.BooleanField(
        label=_("I have looked at these values twice"),
        error_messages={"required": _("Look at these values again, then tick this.")},
    )
    not_called = forms.CharField(
        label=_("Why nobody was called yet"),
        max_length=300,
        widget=LongText(attrs={"rows": 2}),
        help_text=_("Better: go back, call, and record who read the value back."),
        error_messages={"required": _("Say why nobody was called yet.")},
    )

    def __init__(self, *args, sheet: Sheet, **kwargs):
        super().__init__(*args, **kwargs)
        if not far_in(sheet):
            del self.fields["looked_twice"]
        if not uncalled_in(sheet):
            del self.fields["not_called"]


class CallForm(forms.Form):
    person = forms.CharField(
        label=_("Who was told"),
        max_length=150,
        help_text=_("Name and where, for example: Dr Ivanova, ward 2."),
        error_messages={"required": _("Say who was told.")},
    )
    called_on = DayField(label=_("Called on"), bounds=FACTS)
    called_at = TimeField(label=_("At"))
    read_back = forms.CharField(
        label=_("Value read back"),
        max_length=60,
        help_text=_("As it was said on the telephone, not copied from here."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["called_on"].initial, self.fields["called_at"].initial = now.date(), now.time()

    def told(self) -> dict:
        """What the use case is told; the moment in the laboratory's time."""
        said = dict(self.cleaned_data)
        at = datetime.combine(said.pop("called_on"), said["called_at"])
        return said | {"called_at": timezone.make_aware(at)}


class HandOverForm(forms.Form):
    recipient = forms.CharField(
        label=_("To whom"), max_length=200, error_messages={"required": _("Say who received it.")}
    )
    way = forms.ChoiceField(label=_("How"), choices=DocumentHandover.Way.choices, error_messages=ONE_OF_THESE)

    def __init__(self, *args, document: Document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].initial = document.order.customer.name
