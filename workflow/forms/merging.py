"""What is asked before two rows of the register are merged."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.pickers import LISTED, PickerSelect


class OtherForm(forms.Form):
    """With whom somebody is merged."""

    def __init__(self, *args, others: QuerySet, url: str, label: str, none: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["with"] = forms.ModelChoiceField(
            label=label,
            queryset=others,
            empty_label=_("Choose one"),
            error_messages={
                "required": _("Say who is the same."),
                "invalid_choice": _("This one is not in the register any more. Choose another one."),
            },
            widget=PickerSelect(listed=LISTED, url=url, none=none),
        )


class MergeForm(forms.Form):
    """The pair that was looked at, and the fields that the one who stays takes from the other."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    fill = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("This field cannot be filled any more. Look at the two again.")},
    )

    def __init__(self, *args, offered: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fill"].choices = [(name, name) for name in offered]

    @property
    def ticked(self) -> list[str]:
        """What stands ticked: at first all that could be filled, so that nothing is lost by not looking."""
        if self.is_bound:
            return self.data.getlist(self.add_prefix("fill"))
        return [name for name, _name in self.fields["fill"].choices]
