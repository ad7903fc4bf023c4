"""The steps of a service: rows of its form."""

from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.forms.included import BaseIncludedFormSet
from catalog.models import Service, TaskTemplate
from catalog.models.task_template import MOST_MINUTES, why_not_shares
from catalog.save_service import StepDraft
from common.formfields import PercentFormField, WholeFormField
from common.standing_choices import called, on_offer_or_held
from lab.models import Employee

MOST_STEPS = 30


class StepForm(forms.Form):
    """One step. ``step`` is the number of the row that it changes, empty for a new one."""

    use_required_attribute = False

    step = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    position = WholeFormField(label=_("No."), min_value=1, max_value=MOST_STEPS, required=False)
    name = forms.CharField(label=_("Step"), max_length=200)
    minutes = WholeFormField(label=_("Minutes"), min_value=0, max_value=MOST_MINUTES, required=False)
    performer = forms.TypedChoiceField(
        label=_("Usual performer"), coerce=int, empty_value=None, required=False
    )
    share = PercentFormField(label=_("Share, %"), min_value=0, max_value=100, required=False)

    def __init__(self, *args, performers: list[Employee], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["performer"].choices = [("", _("Nobody")), *((row.pk, called(row)) for row in performers)]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class BaseStepFormSet(forms.BaseFormSet):
    """All steps of a service. Who may perform is read once, whatever the number of rows.

    ``included`` are the rows beside it of what the service includes: with any, the steps leave a share to its parts.
    """

    row_key, called = "step", _("Steps of the work")
    """What a row is about, and what all of them are called."""

    def __init__(self, *args, service: Service | None = None, included: BaseIncludedFormSet, **kwargs):
        self.included = included
        self.standing = {row.pk: row for row in service.steps.current()} if service else {}
        rows = enumerate(self.standing.values(), start=1)
        kwargs["initial"] = [_shown(place, row) for place, row in rows]
        held = {row.performer_id for row in self.standing.values()}
        kwargs["form_kwargs"] = {"performers": _performers(held)}
        super().__init__(*args, **kwargs)

    def clean(self):
        if self.total_error_count():
            return
        shares = [form.cleaned_data["share"] for form in self._kept()]
        if sentence := why_not_shares(shares, of_bundle=self.included.names_any):
            raise ValidationError(sentence)

    @property
    def drafts(self) -> list[StepDraft]:
        """The steps as the service shall have them: by their numbers, rows without one behind their neighbours."""
        rows = list(enumerate(form.cleaned_data for form in self._kept()))
        rows.sort(key=lambda row: (row[1]["position"] or MOST_STEPS + 1, row[0]))
        return [
            StepDraft(
                step_id=self._standing_id(said["step"]),
                name=said["name"],
                minutes=said["minutes"],
                performer_id=said["performer"],
                share=said["share"],
            )
            for _place, said in rows
        ]

    def _standing_id(self, typed: str) -> int | None:
        """The step that the row was about; None where it is gone meanwhile, or was never of this service."""
        return next((pk for pk in self.standing if str(pk) == typed), None)

    def _kept(self) -> Iterator[StepForm]:
        return (form for form in self.forms if form.cleaned_data and form not in self.deleted_forms)


StepFormSet = forms.formset_factory(
    StepForm, formset=BaseStepFormSet, extra=1, can_delete=True, max_num=MOST_STEPS, absolute_max=MOST_STEPS
)


def _shown(place: int, row: TaskTemplate) -> dict[str, object]:
    share: Decimal | None = row.share
    said = {"name": row.name, "minutes": row.minutes, "performer": row.performer_id, "share": share}
    return {"step": str(row.pk), "position": place, **said}


def _performers(held: set[int | None]) -> list[Employee]:
    """Those who may be put on a task, and the usual performers who no longer may."""
    able = set(Employee.objects.performers().values_list("pk", flat=True))
    found = list(on_offer_or_held(Employee.objects.performers(), held).order_by("name_key", "pk"))
    for person in found:
        person.is_gone = person.pk not in able
    return found
