"""What the laboratory decides about itself: profile, numbers, rules."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.bankfields import BicField, IbanField
from common.fields import CurrencyField, PercentField, WholeField
from common.numbering import validate_mask

LONGEST_TERM = 365
"""Days that anybody may take to pay."""


def _mask(label, default):
    return models.CharField(label, max_length=40, default=default, validators=[validate_mask])


class ToothNumbers(models.TextChoices):
    """How pages and papers write the numbers of teeth."""

    FDI = "fdi", _("FDI: 11 to 48, primary teeth 51 to 85")
    UNIVERSAL = "universal", _("Universal: 1 to 32, primary teeth A to T")


class LabSettings(models.Model):
    """The one row of settings."""

    name = models.CharField(_("name"), max_length=150, default="Laboratory")
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    requisites = models.TextField(
        _("requisites"), blank=True, help_text=_("Tax number, bank account: printed on papers.")
    )
    iban = IbanField(
        _("IBAN"),
        blank=True,
        help_text=_(
            "The account that customers pay to: printed with a payment code on closing documents in EUR,"
            " and compared with the account of bank statements."
        ),
    )
    bic = BicField(_("BIC"), blank=True, help_text=_("Needed only where customers pay from outside the EEA."))
    logo = models.BinaryField(_("logo"), null=True, editable=False)
    currency = CurrencyField(_("currency"), default="EUR")
    exchange_rate_days = WholeField(
        _("days that an exchange rate holds"),
        default=31,
        help_text=_("An older rate is not used any more: a new one is asked for."),
    )

    order_mask = _mask(_("order numbers"), "{yyyy}-{n:06}")
    act_mask = _mask(_("act numbers"), "A-{yyyy}-{n:05}")
    closing_mask = _mask(_("closing document numbers"), "C-{yyyy}-{n:05}")
    payment_mask = _mask(_("payment numbers"), "P-{yyyy}-{n:05}")
    refund_mask = _mask(_("refund numbers"), "RF-{yyyy}-{n:05}")
    receipt_mask = _mask(_("stock receipt numbers"), "R-{yyyy}-{n:05}")
    count_mask = _mask(_("stock count numbers"), "SC-{yyyy}-{n:05}")
    pay_sheet_mask = _mask(_("pay sheet numbers"), "S-{yyyy}-{n:05}")

    owners_may_order = models.BooleanField(
        _("animal owners may order"),
        default=False,
        help_text=_(
            "On: an order may be placed for a registered patient's owner, who is charged as a natural person."
        ),
    )
    payment_instructions = models.TextField(
        _("payment instructions"),
        blank=True,
        help_text=_(
            "May hold {number}, {total}, {paid}, {due}, {customer}: they are replaced by the order's figures."
        ),
    )

    prices_include_tax = models.BooleanField(
        _("prices include tax"),
        default=True,
        help_text=_(
            "On: the prices of the catalogue are with tax. Off: the tax is added to the price of an order."
            " Orders that are drawn up already keep what held when they were drawn up."
        ),
    )

    payment_days = WholeField(
        _("days to pay"),
        default=14,
        validators=[MaxValueValidator(LONGEST_TERM)],
        help_text=_(
            "A closing document is to be paid so many days after it is issued, unless the customer has other terms."
        ),
    )

    plan_on_submit = models.BooleanField(
        _("plan on submit"),
        default=False,
        help_text=_("On: the work plan of an order is made when it is submitted."),
    )
    one_running_task = models.BooleanField(
        _("one running task a person"),
        default=True,
        help_text=_("On: starting a task pauses the one that the person has running."),
    )
    rush_percent = PercentField(
        _("rush surcharge"), default=Decimal(25), help_text=_("Percent on the price of an order in a rush.")
    )
    tooth_numbers = models.CharField(
        _("tooth numbers"),
        max_length=10,
        choices=ToothNumbers.choices,
        default=ToothNumbers.FDI,
        help_text=_("How teeth are shown and typed. What is stored stays the same."),
    )
    holiday_country = models.CharField(_("country of the public holidays"), max_length=2, blank=True)
    holiday_region = models.CharField(_("region of the public holidays"), max_length=40, blank=True)

    PARTS = ("weekdays",)

    class Meta:
        verbose_name = _("settings of the laboratory")
        verbose_name_plural = _("settings of the laboratory")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="the_laboratory_has_one_row_of_settings"),
            models.CheckConstraint(condition=models.Q(rush_percent__gte=0), name="a_rush_is_never_cheaper"),
            models.CheckConstraint(
                condition=models.Q(payment_days__lte=LONGEST_TERM), name="the_laboratory_waits_a_year_at_most"
            ),
            models.CheckConstraint(
                condition=models.Q(tooth_numbers__in=["fdi", "universal"]),
                name="teeth_are_numbered_in_a_known_way",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def load(cls) -> "LabSettings":
        """The settings as they stand; made with their defaults on first use."""
        settings, is_new = cls.objects.get_or_create(pk=1)
        if is_new:
            settings.weekdays.bulk_create(settings.weekdays.model.of_the_beginning(settings))
        return settings
