"""What people hand in to be imported, and what they say when they import it."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from common.file_names import safe_display_name
from common.form_words import ONE_OF_THESE
from common.refusals import Refused
from common.table_files.cells import refuse_size
from common.table_files.reading import read_table
from workflow.imports.heads import heads_of
from workflow.imports.kinds import kind_of, kinds_for


class TableFileForm(forms.Form):
    """A file and what is in it; found readable, with a head that names columns of that kind."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What is in it"), error_messages=ONE_OF_THESE)
    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV or XLSX, at most 10 MB and 20,000 rows. The next page shows what would change; nothing is written yet."
        ),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    def __init__(self, *args, viewer, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kind"].choices = [(kind.slug, kind.title) for kind in kinds_for(viewer)]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            if refusal := getattr(upload, "refusal", None):
                raise refusal
            refuse_size(upload.size)
            self.content = upload.read()
            upload.seek(0)
            self.sheets = read_table(self.content)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        self.name = safe_display_name(upload.name)[:200]
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        return upload

    def clean(self):
        given = super().clean()
        if "kind" in given and "file" in given:
            try:
                heads_of(self.sheets, kind_of(given["kind"], self.today))
            except Refused as refusal:
                self.add_error("file", str(refusal))
        return given


class ImportForm(forms.Form):
    """``seen`` is what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leave_out_wrong = forms.BooleanField(label=_("Leave out the wrong rows"), required=False)
