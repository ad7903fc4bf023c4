"""The form of a version's layout, read together with the sections and fields that it names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms.type_fields import BaseRowFormSet
from documents.layout.faults import faults_of, is_too_large
from documents.layout.placeholders import Known
from documents.layout_words import sentence_of
from documents.models import DocumentTypeVersion
from documents.type_shapes import shapes_of_drafts


class VersionForm(forms.ModelForm):
    """The layout. What it names must be in ``rows``."""

    class Meta:
        model = DocumentTypeVersion
        fields = ["layout"]
        labels = {"layout": _("Layout")}
        widgets = {"layout": forms.Textarea(attrs={"rows": 14, "spellcheck": "true"})}

    def __init__(self, *args, rows: BaseRowFormSet, **kwargs):
        self.rows = rows
        super().__init__(*args, **kwargs)

    def clean(self):
        said = super().clean()
        layout = said.get("layout", "")
        rows_are_right = self.rows.is_valid()
        if is_too_large(layout) or rows_are_right:
            for fault in faults_of(layout, Known.of(shapes_of_drafts(self.rows.drafts))):
                self.add_error("layout", sentence_of(fault))
        return said
