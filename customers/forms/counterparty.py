"""The customer's form with its rows of contacts and addresses."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from customers.forms.twins import TwinsForm, twin_of
from customers.models import Address, Contact, Counterparty, Tag
from customers.twins import customers_like
from lab.models import LabSettings

SPARE_ROWS = 1
MOST_ROWS = 200


class TagsField(forms.CharField):
    """Tags typed with commas between them; gives their names, those of known tags as they are written there."""

    LONGEST = Tag._meta.get_field("name").max_length

    def clean(self, value) -> list[str]:
        typed = [" ".join(word.split()) for word in super().clean(value).split(",")]
        if any(len(word) > self.LONGEST for word in typed):
            raise forms.ValidationError(
                ngettext_lazy(
                    "A tag has at most %(limit)s letter. Put commas between tags.",
                    "A tag has at most %(limit)s letters. Put commas between tags.",
                    self.LONGEST,
                )
                % {"limit": self.LONGEST}
            )
        known = {name.casefold(): name for name in Tag.objects.values_list("name", flat=True)}
        wanted = {}
        for word in filter(None, typed):
            wanted.setdefault(word.casefold(), known.get(word.casefold(), word))
        return list(wanted.values())


TELLING = ("name", "phone", "tax_id")
"""By these a customer is known to be there already."""


class CustomerTwins(TwinsForm):
    """The part of a customer's form that names the customers who are there already."""

    telling = TELLING

    def twins_in(self, given):
        return customers_like(twin_of(Counterparty, self.instance, given, TELLING))


class CounterpartyForm(CustomerTwins):
    """A customer without its rows."""

    tags = TagsField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("With commas between them; new ones may be typed."),
        widget=forms.TextInput(attrs={"data-known-words": "known-tags", "autocomplete": "off"}),
    )

    field_order = ["name", "kind", "is_owner", "phone", "email", "tags"]

    class Meta:
        model = Counterparty
        fields = [
            "name",
            "kind",
            "is_owner",
            "phone",
            "email",
            "legal_name",
            "tax_id",
            "payment_days",
            "currency",
            "requisites",
            "payer_name",
            "payer_details",
            "notes",
            "is_active",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("requisites", "payer_details", "notes")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payment_days"].help_text = _("Empty: %(days)s, as the laboratory has it.") % {
            "days": LabSettings.load().payment_days
        }
        self.fields["currency"].help_text = _(
            "New orders are priced and charged in it. Empty: %(currency)s, as the laboratory has it."
        ) % {"currency": LabSettings.load().currency}
        self.known_tags = list(Tag.objects.values_list("name", flat=True))
        if self.instance.pk:
            self.initial["tags"] = ", ".join(tag.name for tag in self.instance.tags.all())


class RowForm(forms.ModelForm):
    """A row of a form: nothing in the browser refuses it, the server's sentences do."""

    use_required_attribute = False


ContactFormSet = forms.inlineformset_factory(
    Counterparty,
    Contact,
    form=RowForm,
    fields=["name", "position", "phone", "email", "is_active"],
    extra=SPARE_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)
AddressFormSet = forms.inlineformset_factory(
    Counterparty,
    Address,
    form=RowForm,
    fields=["label", "text"],
    extra=SPARE_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)
