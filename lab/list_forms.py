"""The forms with which people keep lists: their columns, their views."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from common.lists.table import Column
from lab.models import SavedView

SHARED = ("is_shared",)
OF_THE_OWNER = ("name", *SHARED)
UP, DOWN = "up", "down"


class ColumnsForm(forms.Form):
    """Which columns of a list are shown, in which sequence. Fixed ones are always."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sequence = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args, known: Sequence[Column], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {column.name: column for column in known}
        self.fields["columns"].choices = [(column.name, column.label) for column in known]

    @property
    def in_sequence(self) -> list[str]:
        """Every column as the rows of the form stand; one is moved where its arrow was pressed."""
        said = self["sequence"].value() or ""
        names = [name for name in dict.fromkeys(said.split(",")) if name in self.known]
        names += [name for name in self.known if name not in names]
        way, _colon, moved = self.data.get("move", "").partition(":")
        if moved in names and way in (UP, DOWN):
            place = names.index(moved)
            to = max(0, place - 1) if way == UP else place + 1
            names.insert(to, names.pop(place))
        return names

    @property
    def next_arrow(self) -> str:
        """After a move the arrow that has the focus: the pressed one, or the other where the row is at its end."""
        way, _colon, moved = self.data.get("move", "").partition(":")
        names = self.in_sequence
        if moved not in names or way not in (UP, DOWN):
            return ""
        ended = names[0 if way == UP else -1] == moved
        return f"{DOWN if ended == (way == UP) else UP}:{moved}"

    @property
    def rows(self) -> list[tuple[Column, bool]]:
        """Each column, and whether it is shown."""
        shown = self["columns"].value() or ()
        return [
            (column, column.fixed or name in shown)
            for name in self.in_sequence
            if (column := self.known[name])
        ]

    @property
    def chosen(self) -> list[str]:
        """After the form was found right: the names of those to be shown."""
        wanted = self.cleaned_data["columns"]
        return [name for name in self.in_sequence if name in wanted or self.known[name].fixed]


class ViewForm(forms.ModelForm):
    """A view as it is saved. Whoever does not own it only says whether it opens first; few may share one."""

    is_first = forms.BooleanField(
        label=_("My first page"), required=False, help_text=_("Opens when you come in.")
    )

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        error_messages = {"name": {"required": _("Enter a name, such as “Late in production”.")}}

    def __init__(self, *args, is_own: bool, may_share: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        gone = () if is_own and may_share else SHARED if is_own else OF_THE_OWNER
        for name in gone:
            del self.fields[name]


class RemoveViewForm(forms.Form):
    """Nothing but the confirmation."""
