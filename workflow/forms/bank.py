"""What people hand in and choose about bank statements."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from billing.bank.reading import read_file, refuse_size
from billing.bank.sheet import Columns, Row, head_of
from billing.bank.statement import Statement
from billing.bank.text import text_of
from billing.ledger.refusals import MoreThanOpen
from billing.models import BankLine
from billing.standing import OpenCharge
from common.bankfields import IbanFormField
from common.currencies import places_of
from common.fields import CurrencyField
from common.file_names import safe_display_name
from common.form_words import ONE_OF_THESE
from common.formfields import MoneyFormField, WholeFormField
from common.money import ZERO
from common.pickers import LISTED, PickerSelect
from common.refusals import Refused
from common.typed_numbers import write_number
from customers.models import Counterparty
from orders.models import Order
from workflow.forms.parts import WORDS, rest_in_words
from workflow.money.choose_columns import AnotherBankOfThatName, is_name_of_another_bank

PART = "part_"


class StatementFileForm(forms.Form):
    """A file of the bank; what it says is ``read``: a statement, or the rows of a CSV."""

    file = forms.FileField(
        label=_("Bank statement"),
        help_text=_("camt.053 (XML), MT940 or CSV, at most 10 MB."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            if refusal := getattr(upload, "refusal", None):
                raise refusal
            refuse_size(upload.size)
            content = upload.read()
            upload.seek(0)
            self.read: Statement | list[Row] = read_file(content)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        self.name = safe_display_name(upload.name)[:200]
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.text = text_of(content) if isinstance(self.read, list) else ""
        return upload


class ColumnsForm(forms.Form):
    """Which column of a CSV says what. Columns are offered by their names where the file has names."""

    name = forms.CharField(label=_("Name of the bank"), max_length=80)
    account = IbanFormField(label=_("IBAN of the account"), required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, validators=CurrencyField.default_validators)
    skip = WholeFormField(
        label=_("Rows before the first entry"),
        min_value=0,
        max_value=50,
        help_text=_("Empty rows do not count."),
        error_messages={"required": _("Enter how many rows stand before the first entry, or 0.")},
    )
    day = forms.TypedChoiceField(label=_("Date"), coerce=int)
    day_order = forms.ChoiceField(
        label=_("Dates are written"),
        error_messages=ONE_OF_THESE,
        choices=[
            ("dmy", _("day, month, year")),
            ("ymd", _("year, month, day")),
            ("mdy", _("month, day, year")),
        ],
    )
    amount = forms.TypedChoiceField(
        label=_("Amount with its sign"), coerce=int, empty_value=None, required=False
    )
    debit = forms.TypedChoiceField(
        label=_("or: money that went"), coerce=int, empty_value=None, required=False
    )
    credit = forms.TypedChoiceField(
        label=_("and money that came"), coerce=int, empty_value=None, required=False
    )
    decimal_sign = forms.ChoiceField(
        label=_("Before the decimals stands"),
        error_messages=ONE_OF_THESE,
        choices=[(",", _("a comma: 1.234,50")), (".", _("a point: 1,234.50"))],
    )
    payer = forms.TypedChoiceField(label=_("Name"), coerce=int, empty_value=None, required=False)
    iban = forms.TypedChoiceField(label=_("IBAN of the payer"), coerce=int, empty_value=None, required=False)
    purpose = forms.TypedChoiceField(label=_("Purpose"), coerce=int, empty_value=None, required=False)
    reference = forms.TypedChoiceField(label=_("Reference"), coerce=int, empty_value=None, required=False)

    COLUMNS = ("day", "amount", "debit", "credit", "payer", "iban", "purpose", "reference")

    def __init__(self, *args, rows: Sequence[Row], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        offered = list(enumerate(self._names(rows)))
        for field in self.COLUMNS:
            self.fields[field].choices = offered if field == "day" else [("", _("In no column")), *offered]

    def _names(self, rows: Sequence[Row]) -> list[str]:
        """By its name and the first that stands in it; by its number where it has no name."""
        widest = max(len(row.cells) for row in rows)
        skip = self.initial.get("skip", 1)
        named = rows[skip - 1].cells if 0 < skip <= len(rows) else []
        first = rows[min(skip, len(rows) - 1)].cells
        names = []
        for at in range(widest):
            name = named[at].strip() if at < len(named) else ""
            example = first[at].strip()[:24] if at < len(first) else ""
            title = name or _("Column %(number)s") % {"number": at + 1}
            names.append(f"{title} · {example}" if example else str(title))
        return names

    def clean(self):
        given = super().clean()
        amounts = [given.get(name) for name in ("amount", "debit", "credit")]
        if not self.errors and all(one is None for one in amounts):
            self.add_error("amount", _("Say where the amounts stand: in one column, or in two."))
        if "skip" in given and is_name_of_another_bank(
            given.get("name", ""), head_of(self.rows, given["skip"])
        ):
            self.add_error("name", str(AnotherBankOfThatName()))
        return given

    def chosen(self) -> Columns | None:
        """The columns as far as they can be read by, whatever else is still to be said; None where they cannot."""
        self.is_valid()
        missing = {one.name for one in fields(Columns)} - {"name"} - self.cleaned_data.keys()
        return None if missing or "payer" not in self.cleaned_data else self.columns()

    def columns(self) -> Columns:
        given = self.cleaned_data | {"name": self.cleaned_data["payer"]}
        return Columns(**{one.name: given[one.name] for one in fields(Columns)})


class TakeOverForm(forms.Form):
    """Whose the money of a line is, and how much of it goes to which order; the rest stays as an advance."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        empty_label=_("Choose a customer"),
        error_messages={"required": _("Say whose money it is.")},
        queryset=Counterparty.objects.active().order_by("name_key", "pk"),
        widget=PickerSelect(
            listed=LISTED,
            url=reverse_lazy("customers:customer_search"),
            none=_("No customer called “{typed}”."),
        ),
    )

    def __init__(
        self, *args, line: BankLine, charges: Sequence[OpenCharge], waiting: Sequence[Order] = (), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.line, self.currency = line, line.bank_import.currency
        for order, most in [*((one.order, one.open) for one in charges), *((one, None) for one in waiting)]:
            field = MoneyFormField(
                label=order.number,
                places=places_of(self.currency),
                min_value=0,
                required=False,
            )
            field.currency, field.order, field.open = self.currency, order, most
            self.fields[f"{PART}{order.pk}"] = field

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PART)]

    def parts(self) -> list[tuple[int, Decimal]]:
        return [
            (self.fields[name].order.pk, amount)
            for name, amount in self.cleaned_data.items()
            if name.startswith(PART) and amount
        ]

    @property
    def plain_amount(self) -> str:
        """The money of the line as a script reads it."""
        return write_number(self.line.amount, self.places)

    @property
    def places(self) -> int:
        return places_of(self.currency)

    @property
    def says_rest(self) -> str:
        """What the parts leave, in words, as the script writes it."""
        return rest_in_words(self.line.amount - sum(self._typed(), ZERO), self.currency)

    @property
    def words(self) -> dict:
        return WORDS

    def clean(self):
        given = super().clean()
        for field in self.part_fields:
            part, most = given.get(field.name), field.field.open
            if part and most is not None and part > most:
                self.add_error(field.name, str(MoreThanOpen(field.field.order, most)))
        total = sum((part for _order, part in self.parts()), ZERO)
        if total > self.line.amount:
            self.add_error(None, _("The parts come to more than the money of the line."))
        return given

    def _typed(self) -> Iterator[Decimal]:
        """The parts, as far as they can be read."""
        for field in self.part_fields:
            try:
                yield field.field.clean(field.value()) or ZERO
            except forms.ValidationError:
                continue


class ReasonForm(forms.Form):
    """Why something is done that is not the usual."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
