"""Forms that write nobody in twice unaware: who is there already is named, a tick says that another is meant."""

from collections.abc import Callable, Sequence

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import day_and_year
from customers.models import Counterparty, Patient
from customers.twins import orders_of
from lab.permissions import may

MOST = 5


class Tick(forms.CharField):
    """An answer, not a column: nothing of the row has changed by it."""

    def has_changed(self, initial, data):
        return False


class TwinsForm(forms.ModelForm):
    """Asks ``twins_in`` where the form is of a new row or one of the columns in ``telling`` was changed.

    The tick holds the ids of those who were named, so that it never answers for anybody else.
    """

    all_the_same = Tick(required=False, widget=forms.HiddenInput)
    telling: tuple[str, ...] = ()
    viewer = None

    def __init__(self, *args, viewer=None, **kwargs):
        super().__init__(*args, **kwargs)
        add, save = _("This is another one: add it"), _("This is another one: save it")
        self.fields["all_the_same"].label = add if self.instance._state.adding else save
        self.viewer = viewer or self.viewer
        self.twins: list[models.Model] = []

    def clean(self):
        given = super().clean()
        if self.instance._state.adding or {*self.telling} & {*self.changed_data}:
            self.twins = [twin for twin in self.twins_in(given) if may(self.viewer, _SEEN_BY[type(twin)])]
        if self.twins:
            self._point_out(given.get("all_the_same", ""))
        return given

    def twins_in(self, given: dict) -> Sequence[models.Model]:
        """The rows that seem to be the one described by the cleaned data, as far as there are any."""
        raise NotImplementedError

    def _point_out(self, ticked: str) -> None:
        named = [f"{twin._meta.model_name}-{twin.pk}" for twin in self.twins]
        is_meant = {*named} <= {*ticked.split()}
        self.fields["all_the_same"].widget = forms.CheckboxInput(
            {"value": " ".join(named)}, check_test=lambda _sent: is_meant
        )
        if not is_meant:
            self.add_error(None, _sentence(self.twins, self._merging))

    def _merging(self, twin: models.Model) -> str:
        """The page on which the twin and the row of the form are merged; "" for a new row, and for whoever may not."""
        standing = self.instance
        view, action = _MERGED_AT[type(twin)]
        if standing._state.adding or type(twin) is not type(standing) or not may(self.viewer, action):
            return ""
        return f"{reverse(view, args=[standing.pk])}?with={twin.pk}"


_MERGED_AT = {
    Counterparty: ("workflow:customer_merge", "merge_customers"),
    Patient: ("workflow:patient_merge", "merge_patients"),
}
_SEEN_BY = {Counterparty: "see_customers", Patient: "see_patients"}


def twin_of(
    model: type[models.Model], standing: models.Model, given: dict, names: Sequence[str]
) -> models.Model:
    """A row as the form would leave it, never to be saved."""
    return model(pk=standing.pk, **{name: given[name] for name in names if given.get(name)})


def _sentence(twins: list[models.Model], merging: Callable[[models.Model], str]) -> str:
    """Whoever has the most orders first: it is most likely the one who is meant."""
    counted: dict[models.Model, int] = {}
    for model in {type(twin) for twin in twins}:
        of_model = [twin for twin in twins if type(twin) is model]
        orders = orders_of(of_model)
        counted |= {twin: orders[twin.pk] for twin in of_model}
    twins = sorted(twins, key=counted.__getitem__, reverse=True)
    told = format_html_join(
        "; ",
        '<a href="{}" target="_blank" rel="noopener">{}</a>{}{}',
        (
            (twin.get_absolute_url(), str(twin), _details(twin, counted[twin]), _to_merge(merging(twin)))
            for twin in twins[:MOST]
        ),
    )
    more = len(twins) - MOST
    rest = ngettext("; and %(n)s more", "; and %(n)s more", more) % {"n": more} if more > 0 else ""
    return format_html(
        _("There is already one: {twins}{rest}. Open it, or tick below that another one is meant."),
        twins=told,
        rest=rest,
    )


def _to_merge(url: str) -> str:
    if not url:
        return ""
    return format_html(' (<a href="{}" target="_blank" rel="noopener">{}</a>)', url, _("merge the two"))


def _details(twin: models.Model, orders: int) -> str:
    """What helps to tell whether it is the same: telephone or birthday, owner, how many orders."""
    if isinstance(twin, Patient):
        told = [day_and_year(twin.born_on), twin.owner and twin.owner.name]
    else:
        told = [twin.phone, "" if twin.is_active else _("no longer active")]
    told.append(ngettext("%(n)s order", "%(n)s orders", orders) % {"n": orders})
    return "".join(f", {one}" for one in told if one)
