"""The dialog of a service that says which documents it asks for: one choice a type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.standing_choices import called, on_offer_or_held
from documents.models import DocumentType, ServiceDocument

NOT, ASKED, REQUIRED = "", "asked", "required"
CHOICES = [
    (NOT, _("Not asked for")),
    (ASKED, _("Asked for")),
    (REQUIRED, _("Required before review")),
]
MEANS = {NOT: None, ASKED: False, REQUIRED: True}


class ServiceDocumentsForm(forms.Form):
    """Fields are named by the type."""

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        rows = ServiceDocument.objects.filter(service=service)
        held = {row.document_type_id: REQUIRED if row.is_required else ASKED for row in rows}
        types = on_offer_or_held(DocumentType.objects.on_offer(), held)
        for row in types.order_by("name_key", "pk"):
            self.fields[f"type-{row.pk}"] = forms.ChoiceField(
                label=called(row),
                choices=CHOICES,
                required=False,
                initial=held.get(row.pk, NOT),
            )

    @property
    def wanted(self) -> dict[int, bool | None]:
        """Document type (by id) → what it shall be instead of what stands."""
        return {int(name.removeprefix("type-")): MEANS[self.cleaned_data[name]] for name in self.changed_data}
