"""Forms about people: coming in, one's own account, the team."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth import forms as auth_forms
from django.utils.translation import gettext_lazy as _

from lab.models import Employee
from lab.roles import IN_WORDS, Role
from lab.team import PersonDetails


class LoginForm(auth_forms.AuthenticationForm):
    """The door."""

    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together. Capital letters count in the password."
        ),
        "inactive": _("This account is switched off."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name to log in")

    def clean_username(self):
        return Employee.normalize_username(self.cleaned_data["username"])


class OwnDetailsForm(forms.ModelForm):
    """What people write down about themselves."""

    class Meta:
        model = Employee
        fields = ["email", "phone"]


class PersonForm(forms.ModelForm):
    """What is written down about a person of the team."""

    class Meta:
        model = Employee
        fields = ["name", "position", "email", "phone", "username"]
        labels = {"username": _("Name to log in")}
        error_messages = {
            "username": {"invalid": _("Use letters, digits and the signs @ . + - _ alone, without spaces.")}
        }

    def clean_username(self):
        return Employee.normalize_username(self.cleaned_data["username"])

    def details(self) -> PersonDetails:
        """The valid form, as the use cases want it."""
        return PersonDetails(**{field: self.cleaned_data[field] for field in PersonForm.Meta.fields})


class RolesForm(forms.Form):
    """The roles of a person, each with what it is for."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def switches(self) -> list[dict]:
        """Each role for the template: value, label, what it is for, whether it is on."""
        on = self["roles"].value() or ()
        return [
            {"value": role.value, "label": role.label, "says": IN_WORDS[role], "on": role.value in on}
            for role in Role
        ]


class InvitationForm(PersonForm):
    """A new person: an e-mail address to send the link to, and at least one role."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role: without one, no page opens.")},
    )
    switches = RolesForm.switches

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["username"].help_text = _(
            "Letters, digits and @ . + - _; capital or small makes no difference."
        )


class NewPasswordForm(auth_forms.SetPasswordForm):
    """Setting a password by a link."""


class ChangePasswordForm(auth_forms.PasswordChangeForm):
    """Changing one's own password, knowing the present one: guesses count like those at the door."""

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(request.user, *args, **kwargs)

    def clean_old_password(self):
        """Django's own comparison would neither count a wrong one nor know of a door that is shut."""
        typed = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=typed) is None:
            raise forms.ValidationError(self.error_messages["password_incorrect"], "password_incorrect")
        return typed
