"""What a person chooses before papers are printed. Nothing is booked by them, so they are asked for by address."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.form_words import ONE_OF_THESE
from common.formfields import WholeFormField
from documents.label_sheets import sizes_on_offer
from documents.labels import MOST, Sort
from documents.models import LabelSize
from documents.order_form import Section
from workflow.printing.asked_papers import AskedPapers, Paper

USUAL = "usual"
"""The size that is offered where the laboratory has none of its own."""


class _OfLabels(forms.Form):
    """Which size, and where on a begun sheet."""

    size = forms.ChoiceField(
        label=gettext_lazy("Size"),
        error_messages={"invalid_choice": gettext_lazy("This size is not there any more: choose another.")},
    )
    first = WholeFormField(
        label=gettext_lazy("First label"),
        min_value=1,
        required=False,
        help_text=gettext_lazy(
            "On a begun sheet: the place of the first label, counted row by row. Otherwise 1."
        ),
    )

    def _offer_sizes(self) -> None:
        self.sizes = {str(size.pk or USUAL): size for size in sizes_on_offer()}
        self.fields["size"].choices = [(key, str(size)) for key, size in self.sizes.items()]
        if not self.sheets:
            del self.fields["first"]

    @property
    def sheets(self) -> str:
        """The sizes of which a sheet may be begun; the others are on rolls."""
        return " ".join(key for key, size in self.sizes.items() if size.is_sheet)

    @property
    def first_place(self) -> int:
        """The place of the first label, once all is right; a roll has but one."""
        return self.cleaned_data.get("first") or 1

    @property
    def label_size(self) -> LabelSize:
        return self.sizes[self.cleaned_data["size"]]

    def clean_first(self) -> int:
        """A place of the sheet; what was said of another sheet means nothing for a roll."""
        first, chosen = self.cleaned_data["first"] or 1, self.sizes.get(self.cleaned_data.get("size"))
        if chosen is None or not chosen.is_sheet:
            return 1
        if first > chosen.on_a_sheet:
            raise forms.ValidationError(_("A sheet has %(most)s labels.") % {"most": chosen.on_a_sheet})
        return first


class LabelsForm(_OfLabels):
    """Labels of one order."""

    sort = forms.ChoiceField(label=gettext_lazy("What they are stuck on"), error_messages=ONE_OF_THESE)
    count = WholeFormField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=gettext_lazy("Of the order or its boxes; of specimens as many as there are."),
    )

    field_order = ["sort", "count", "size", "first"]

    def __init__(self, *args, specimens: int, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_sizes()
        sorts = [sort for sort in Sort if specimens or sort != Sort.SPECIMENS]
        self.fields["sort"].choices = [(sort.value, sort.label) for sort in sorts]

    def clean_count(self) -> int:
        return self.cleaned_data["count"] or 1


class ManyPapersForm(_OfLabels):
    """Papers of many orders in one file."""

    paper = forms.ChoiceField(
        label=gettext_lazy("What is printed"), choices=Paper.choices, error_messages=ONE_OF_THESE
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("What the order forms show"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Labels of"),
        error_messages=ONE_OF_THESE,
        choices=[
            (Sort.ORDER.value, gettext_lazy("Each order one")),
            (Sort.SPECIMENS.value, gettext_lazy("The specimens, one each")),
        ],
    )

    field_order = ["paper", "sections", "sort", "size", "first"]

    def __init__(self, *args, sections: Collection[Section], **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_sizes()
        self.fields["sections"].choices = [(section.value, section.label) for section in sections]

    def clean(self):
        """What is asked of labels alone stops nobody from printing order forms."""
        said = super().clean()
        if said.get("paper") == Paper.ORDER_FORMS:
            for name in ("sort", "size", "first"):
                self.errors.pop(name, None)
        return said

    @property
    def asked(self) -> AskedPapers:
        """The choice, once it is right."""
        said = self.cleaned_data
        if said["paper"] == Paper.ORDER_FORMS:
            return AskedPapers(said["paper"], said["sections"])
        return AskedPapers(
            said["paper"], said["sections"], said["sort"], self.label_size.pk, self.first_place
        )
