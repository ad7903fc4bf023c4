"""Forms of the laboratory's admin pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.numbering import number_in_the_way, validate_mask
from common.refusals import Refused
from lab.forms import PersonForm
from lab.logo import logo_from
from lab.models import Employee
from lab.roles import Role
from lab.team import LastAdministrator

_GIVEN_OUT = _(
    "“%(number)s” is given out already, and this mask would give it out again. Choose another one."
)


class EmployeeForm(PersonForm):
    """A person with the roles and whether the person may log in."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = sorted(self.instance.roles_held())

    def clean(self):
        super().clean()
        stays = self.cleaned_data.get("is_active") and Role.ADMINISTRATOR in self.cleaned_data.get(
            "roles", ()
        )
        if not stays and list(Employee.objects.administrators()) == [self.instance]:
            self.add_error(None, str(LastAdministrator()))
        return self.cleaned_data


class SettingsForm(forms.ModelForm):
    """The settings, whose fields the admin page names; the logo is handed in as a file and kept as a small PNG."""

    new_logo = forms.FileField(
        label=_("new logo"), required=False, help_text=_("PNG, JPEG, WebP or GIF, at most 2 MB.")
    )
    remove_logo = forms.BooleanField(label=_("remove the logo"), required=False)

    def clean(self):
        cleaned = super().clean()
        for name in [name for name in cleaned if name.endswith("_mask")]:
            try:
                self._try_mask(name, cleaned[name])
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        return cleaned

    def _try_mask(self, name: str, mask: str) -> None:
        validate_mask(mask)
        if number := number_in_the_way(name.removesuffix("_mask"), mask, timezone.localdate()):
            raise forms.ValidationError(_GIVEN_OUT, params={"number": number})

    def clean_new_logo(self):
        upload = self.cleaned_data["new_logo"]
        if not upload:
            return None
        try:
            self.png = logo_from(upload)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return upload

    def save(self, commit=True):
        if self.cleaned_data.get("remove_logo"):
            self.instance.logo = None
        if self.cleaned_data.get("new_logo"):
            self.instance.logo = self.png
        return super().save(commit)
