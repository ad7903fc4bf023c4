"""The rows of the editor: sections and fields of a version, one under the other as they will stand on the paper."""

from collections.abc import Iterator
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.asked import id_in
from common.formfields import WholeFormField
from documents.forms.type_texts import AnalyteField, Analytes, choices_in, columns_in, columns_written
from documents.models import FieldKind, TypeField
from documents.type_drafts import (
    MOST_ROWS,
    FieldDraft,
    SectionDraft,
    key_for,
    twice_sentence,
    why_not_choices,
    why_not_columns,
    why_not_key,
    why_not_title,
)
from documents.type_versions import sections_of

SECTION = "section"
KINDS = [(SECTION, _("Section")), *FieldKind.choices]
MOST_DECIMALS = 6
SECTION_ROW, FIELD_ROW = "section-", "field-"
"""Before the id of what a row changes."""


class RowForm(forms.Form):
    """A section or a field. ``row`` names the one that it changes by its id, empty for a new one."""

    use_required_attribute = False

    row = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)
    position = WholeFormField(label=_("No."), min_value=0, max_value=9999, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=FieldKind.TEXT)
    label = forms.CharField(
        label=_("Label"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("A label has at most 100 signs.")},
    )
    key = forms.CharField(label=_("Placeholder"), max_length=40, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False)
    analyte = AnalyteField(label=_("Analyte"))
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False)
    decimals = WholeFormField(label=_("Decimals"), min_value=0, max_value=MOST_DECIMALS, required=False)
    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    columns = forms.CharField(
        label=_("Columns, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hint = forms.CharField(label=_("Hint while filling in"), max_length=200, required=False)

    def __init__(self, *args, analytes: Analytes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["analyte"].analytes = analytes
        for name in (
            "label",
            "key",
            "analyte",
            "unit",
            "decimals",
            "hint",
        ):  # their labels are heard, not seen
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label

    def has_changed(self):
        """A row that was added and left empty is none."""
        return bool(set(self.changed_data) - {"position"})

    @property
    def is_section(self) -> bool:
        return self["kind"].value() == SECTION

    @property
    def kind_shown(self) -> str:
        return str(self["kind"].value() or FieldKind.TEXT)

    def clean_label(self):
        return " ".join(self.cleaned_data["label"].split())

    def clean_key(self):
        key = self.cleaned_data["key"].strip()
        if key and (sentence := why_not_key(key)):
            raise ValidationError(sentence)
        return key

    def clean(self):
        said = super().clean()
        analyte = said.get("analyte")
        if not said.get("label") and analyte and said.get("kind") == FieldKind.NUMBER:
            said["label"] = analyte.name
        if not said.get("label") and "label" not in self.errors:
            is_section = said.get("kind") == SECTION
            self.add_error(
                "label", _("Enter the title.") if is_section else _("Enter what the field is called.")
            )
        self._check_kind(said)
        return said

    def _check_kind(self, said: dict) -> None:
        kind = said.get("kind")
        if kind == SECTION and (sentence := why_not_title(said.get("label", ""))):
            self.add_error("label", sentence)
        if kind == FieldKind.CHOICE and (sentence := why_not_choices(choices_in(said.get("choices", "")))):
            self.add_error("choices", sentence)
        if kind == FieldKind.TABLE and (sentence := why_not_columns(columns_in(said.get("columns", "")))):
            self.add_error("columns", sentence)

    def draft(self) -> FieldDraft:
        said = self.cleaned_data
        is_number, analyte = said["kind"] == FieldKind.NUMBER, said["analyte"]
        is_plain = is_number and not analyte
        return FieldDraft(
            field_id=id_in(said["row"].removeprefix(FIELD_ROW)),
            key=said["key"],
            label=said["label"],
            kind=said["kind"],
            is_required=said["is_required"],
            hint=said["hint"],
            analyte_id=analyte.pk if is_number and analyte else None,
            unit=said["unit"] if is_plain else "",
            decimals=(said["decimals"] or 0) if is_plain else None,
            choices=choices_in(said["choices"]) if said["kind"] == FieldKind.CHOICE else (),
            columns=columns_in(said["columns"]) if said["kind"] == FieldKind.TABLE else (),
        )


class BaseRowFormSet(forms.BaseFormSet):
    """All sections and fields of a version, in one sequence. The analytes are read once for all rows."""

    row_key, called = "row", _("Sections and fields")
    """What a row is about, and what all of them are called."""

    def __init__(self, *args, version=None, **kwargs):
        self.analytes = Analytes()
        kwargs["initial"] = list(_shown(version, self.analytes)) if version and version.pk else []
        kwargs["form_kwargs"] = {"analytes": self.analytes}
        super().__init__(*args, **kwargs)

    def clean(self):
        rows = self.in_sequence()
        if rows and rows[0].cleaned_data.get("kind") != SECTION:
            rows[0].add_error("label", _("Begin with a section: this field has no heading above it."))
        titles: set[str] = set()
        for form in rows:
            title = form.cleaned_data.get("label", "") if form.cleaned_data.get("kind") == SECTION else ""
            if title in titles:
                form.add_error("label", _("There is already a section of this title."))
            titles |= {title} if title else set()
        self._name_fields([form for form in rows if form.cleaned_data.get("kind") not in (SECTION, None)])

    def _name_fields(self, rows: list[RowForm]) -> None:
        """Fields without a name for the layout get one, made of their label."""
        taken: set[str] = set()
        for form in rows:
            key = form.cleaned_data.get("key", "")
            if key in taken:
                form.add_error("key", twice_sentence(key))
            taken |= {key} if key else set()
        for form in rows:
            if form.cleaned_data.get("key") == "" and form.cleaned_data.get("label"):
                form.cleaned_data["key"] = key_for(form.cleaned_data["label"], taken)
                taken.add(form.cleaned_data["key"])

    @property
    def shown(self) -> list[RowForm]:
        """All rows as the page shows them: a form that comes back has them in the sequence that was typed."""
        rows = list(enumerate(self.forms))
        rows.sort(key=lambda row: (id_in(str(row[1]["position"].value() or "")) or MOST_ROWS * 100, row[0]))
        return [form for _place, form in rows]

    @property
    def drafts(self) -> list[SectionDraft]:
        """What is right of it; a page that only shows asks for that too."""
        sections: list[SectionDraft] = []
        for form in self.in_sequence():
            if form.errors:
                continue
            if form.cleaned_data["kind"] == SECTION:
                section_id = id_in(form.cleaned_data["row"].removeprefix(SECTION_ROW))
                sections.append(SectionDraft(form.cleaned_data["label"], (), section_id))
            elif sections:
                sections[-1] = replace(sections[-1], fields=(*sections[-1].fields, form.draft()))
        return sections

    def in_sequence(self) -> list[RowForm]:
        """The rows that stay, by their numbers; those without one behind the others."""
        rows = list(enumerate(self._kept()))
        rows.sort(key=lambda row: (_position(row[1]), row[0]))
        return [form for _place, form in rows]

    def _kept(self) -> Iterator[RowForm]:
        """Also of rows that are not right yet: Django knows no removed rows then."""
        return (form for form in self.forms if form.cleaned_data and not self._should_delete_form(form))


RowFormSet = forms.formset_factory(
    RowForm, formset=BaseRowFormSet, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 50
)


def _position(form: RowForm) -> int:
    position = form.cleaned_data.get("position")
    return MOST_ROWS * 100 if position is None else position


def _shown(version, analytes: Analytes) -> Iterator[dict]:
    """What stands, as rows."""
    place = 0
    for section in sections_of(version):
        place += 1
        yield {
            "row": f"{SECTION_ROW}{section.pk}",
            "position": place,
            "kind": SECTION,
            "label": section.title,
        }
        for field in section.rows:
            place += 1
            yield {"row": f"{FIELD_ROW}{field.pk}", "position": place, **_field_shown(field, analytes)}


def _field_shown(field: TypeField, analytes: Analytes) -> dict:
    return {
        "kind": field.kind,
        "label": field.label,
        "key": field.key,
        "is_required": field.is_required,
        "analyte": analytes.word_of(field.analyte_id),
        "unit": field.unit,
        "decimals": field.decimals,
        "choices": "\n".join(field.choices),
        "columns": columns_written(field.columns),
        "hint": field.hint,
    }
