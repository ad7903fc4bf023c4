"""What the laboratory decides about itself: profile, numbers, working week, rules."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField
from common.numbering import validate_mask

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _mask(label, default):
    return models.CharField(label, max_length=40, default=default, validators=[validate_mask])


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
    logo = models.BinaryField(_("logo"), null=True, editable=False)
    currency = CurrencyField(_("currency"), default="EUR")

    order_mask = _mask(_("order numbers"), "{yyyy}-{n:06}")
    act_mask = _mask(_("act numbers"), "A-{yyyy}-{n:05}")
    closing_mask = _mask(_("closing document numbers"), "C-{yyyy}-{n:05}")
    payment_mask = _mask(_("payment numbers"), "P-{yyyy}-{n:05}")
    receipt_mask = _mask(_("stock receipt numbers"), "R-{yyyy}-{n:05}")

    works_on_monday = models.BooleanField(_("Monday"), default=True)
    works_on_tuesday = models.BooleanField(_("Tuesday"), default=True)
    works_on_wednesday = models.BooleanField(_("Wednesday"), default=True)
    works_on_thursday = models.BooleanField(_("Thursday"), default=True)
    works_on_friday = models.BooleanField(_("Friday"), default=True)
    works_on_saturday = models.BooleanField(_("Saturday"), default=False)
    works_on_sunday = models.BooleanField(_("Sunday"), default=False)

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

    class Meta:
        verbose_name = _("settings of the laboratory")
        verbose_name_plural = _("settings of the laboratory")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="the_laboratory_has_one_row_of_settings")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if not any(self.works_on):
            raise ValidationError(_("The laboratory works on at least one day of the week."))

    @property
    def works_on(self) -> tuple[bool, ...]:
        """Seven answers, Monday first."""
        return tuple(getattr(self, f"works_on_{day}") for day in WEEKDAYS)

    @classmethod
    def load(cls) -> "LabSettings":
        """The settings as they stand; made with their defaults on first use."""
        return cls.objects.get_or_create(pk=1)[0]
