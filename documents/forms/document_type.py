"""The form of a document type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.numbering import validate_mask
from documents.models import DocumentType
from documents.type_masks import why_not_mask


class DocumentTypeForm(forms.ModelForm):
    """A document type without its versions. Of one that comes with the system, name and kind are only shown."""

    class Meta:
        model = DocumentType
        fields = ["name", "kind", "number_mask", "is_verified", "is_active"]
        error_messages = {"name": {"unique": _("There is already a document type of this name.")}}
        help_texts = {
            "number_mask": _(
                "{n:05} is the number with five digits, {yyyy} or {yy} the year it begins anew with."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_system:
            for name in ("name", "kind"):
                self.fields[name].disabled = True

    def clean_number_mask(self):
        mask = self.cleaned_data["number_mask"].strip()
        validate_mask(mask)
        if mask != self.initial.get("number_mask") or not self.instance.pk:
            wanted = DocumentType(pk=self.instance.pk, name=self.instance.name, number_mask=mask)
            if sentence := why_not_mask(wanted, list(DocumentType.objects.all()), timezone.localdate()):
                raise ValidationError(sentence)
        return mask
