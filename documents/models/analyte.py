"""What is measured, and between which limits its results are expected."""

from decimal import Decimal
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.day_bounds import DayBounds
from common.days import day_and_year
from common.fields import DayField, PercentField, ScaledField, WholeField
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField
from common.formfields import QuantityFormField
from customers.models.patient import PatientKind, Sex
from documents.models.range_words import holds_for
from documents.results.flags import between, outside, written


class MeasureField(ScaledField):
    """A measured number or one of its limits, in millionths of its unit."""

    scale = 6
    limit = Decimal(10) ** 9
    form_class = QuantityFormField


class Operator(models.TextChoices):
    """How a derived value comes of two others; the list is fixed, and no text of a person is ever reckoned."""

    SUM = "sum", _("first + second")
    DIFFERENCE = "difference", _("first − second")
    PRODUCT = "product", _("first × second")
    RATIO = "ratio", _("first ÷ second")
    PERCENT_OF = "percent_of", _("first % of second")


SIGNS = {
    Operator.SUM: "+",
    Operator.DIFFERENCE: "−",
    Operator.PRODUCT: "×",
    Operator.RATIO: "÷",
    Operator.PERCENT_OF: "% of",
}


class Discipline(models.TextChoices):
    """The bench at which it is measured; lists are read by it."""

    HAEMATOLOGY = "haematology", _("Haematology")
    CHEMISTRY = "chemistry", _("Biochemistry")
    URINE = "urine", _("Urinalysis")
    OTHER = "other", _("Other")


class AnalyteQuerySet(FoundQuerySet):
    """Questions asked of the analytes."""

    def in_use(self):
        return self.filter(is_active=True)


class Analyte(Found):
    """What is measured, in one unit. A derived one comes of two others, times ``factor``.

    ``far_percent``: a result that differs from the patient's previous one by more asks to be looked at twice.
    """

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    discipline = models.CharField(
        _("discipline"), max_length=20, choices=Discipline.choices, default=Discipline.OTHER
    )
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    decimals = WholeField(_("decimals"), default=1)
    method = models.CharField(_("method"), max_length=60, blank=True)
    far_percent = PercentField(_("far from the previous value, %"), null=True, blank=True)
    operator = models.CharField(_("derived as"), max_length=20, choices=Operator.choices, blank=True)
    first = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first")
    )
    second = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second")
    )
    factor = MeasureField(_("factor"), default=1)
    is_active = models.BooleanField(_("in use"), default=True)
    search_text = FoldedField(of=["code", "name"])
    name_key = NameKeyField(of=["name"])

    PARTS = ("ranges",)
    TOGETHER = (("operator", "first", "second", "factor"),)

    objects = AnalyteQuerySet.as_manager()

    class Meta:
        verbose_name = _("analyte")
        verbose_name_plural = _("analytes")
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(decimals__lte=6), name="an_analyte_has_six_decimals_at_most"),
            models.CheckConstraint(
                condition=Q(discipline__in=Discipline.values), name="discipline_of_an_analyte_is_known"
            ),
            models.CheckConstraint(
                condition=Q(operator="", first__isnull=True, second__isnull=True)
                | Q(operator__in=Operator.values, first__isnull=False, second__isnull=False),
                name="a_derived_analyte_names_its_two",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:analyte_page", args=[self.pk])

    @property
    def is_derived(self) -> bool:
        return self.operator != ""

    @property
    def formula(self) -> str:
        """“TP − ALB”; of one that is measured nothing."""
        if self.first is None or self.second is None:
            return ""
        said = f"{self.first.code} {SIGNS.get(self.operator, self.operator)} {self.second.code}".replace(
            "% %", "%"
        )
        return said if self.factor == 1 else f"({said}) × {written(self.factor, 0)}"


def _in_sequence(low: str, high: str) -> Q:
    return Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": F(low)})


RANGE_DAYS = DayBounds(back=100)
"""A range may be older than the orders."""

LIMITS = ("normal_low", "normal_high", "critical_low", "critical_high", "possible_low", "possible_high")


def _at_least_one(names) -> Q:
    return reduce(or_, (Q(**{f"{name}__isnull": False}) for name in names))


class ReferenceRange(models.Model):
    """Limits of an analyte for some patients from a day on. A condition that is empty holds for all.

    Normal: outside is low or high. Critical: outside somebody is called. Possible: outside it cannot be a result.
    Limits belong to the range; an empty one leaves that end open. Ages are in days, ``age_to`` no longer included.
    From ``ended_on`` on it holds no more. What it said of a result was copied onto that.
    """

    analyte = models.ForeignKey(
        Analyte, on_delete=models.PROTECT, related_name="ranges", verbose_name=_("analyte")
    )
    patient_kind = models.CharField(_("patient is"), max_length=10, choices=PatientKind.choices, blank=True)
    species = models.CharField(_("species"), max_length=60, blank=True)
    breed = models.CharField(_("breed"), max_length=60, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True)
    age_from = models.PositiveIntegerField(_("age from, days"), null=True, blank=True)
    age_to = models.PositiveIntegerField(_("age under, days"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=60, blank=True)
    normal_low = MeasureField(_("normal from"), null=True, blank=True)
    normal_high = MeasureField(_("normal to"), null=True, blank=True)
    critical_low = MeasureField(_("critical below"), null=True, blank=True)
    critical_high = MeasureField(_("critical above"), null=True, blank=True)
    possible_low = MeasureField(_("possible from"), null=True, blank=True)
    possible_high = MeasureField(_("possible to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    valid_from = DayField(_("valid from"), bounds=RANGE_DAYS)
    ended_on = DayField(_("holds no more from"), bounds=RANGE_DAYS, null=True, blank=True)

    class Meta:
        verbose_name = _("reference range")
        verbose_name_plural = _("reference ranges")
        ordering = ["analyte", "species", "breed", "sex", "age_from", "method", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_in_sequence("normal_low", "normal_high"), name="normal_limits_stand_in_sequence"
            ),
            models.CheckConstraint(
                condition=_in_sequence("critical_low", "critical_high"),
                name="critical_limits_stand_in_sequence",
            ),
            models.CheckConstraint(
                condition=_in_sequence("possible_low", "possible_high"),
                name="possible_limits_stand_in_sequence",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gt=F("age_from")),
                name="a_range_ends_at_a_higher_age",
            ),
            models.CheckConstraint(
                condition=_in_sequence("critical_low", "normal_low")
                & _in_sequence("normal_high", "critical_high")
                & _in_sequence("possible_low", "critical_low")
                & _in_sequence("critical_high", "possible_high")
                & _in_sequence("possible_low", "normal_low")
                & _in_sequence("normal_high", "possible_high"),
                name="limits_lie_within_one_another",
            ),
            models.CheckConstraint(condition=_at_least_one(LIMITS), name="a_range_has_a_limit"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                name="a_range_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(patient_kind__in=PatientKind.values) | Q(patient_kind=""),
                name="patient_of_a_range_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=[Sex.FEMALE, Sex.MALE]) | Q(sex=""), name="sex_of_a_range_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.analyte}: {self.holds_for}"

    @property
    def holds_for(self) -> str:
        """“Dog · female · from 1 year”."""
        return holds_for(self)

    @property
    def normal_in_words(self) -> str:
        return between(self.normal_low, self.normal_high, self.analyte.decimals)

    @property
    def critical_in_words(self) -> str:
        """“< 2.5, > 7.5”: where somebody is called."""
        return outside(self.critical_low, self.critical_high, self.analyte.decimals)

    @property
    def possible_in_words(self) -> str:
        return between(self.possible_low, self.possible_high, self.analyte.decimals)

    @property
    def in_one_line(self) -> str:
        """For the history of the analyte."""
        said = [
            self.normal_in_words,
            _now("critical %(limits)s") % {"limits": self.critical_in_words}
            if self.critical_in_words
            else "",
            _now("possible %(limits)s") % {"limits": self.possible_in_words}
            if self.possible_in_words
            else "",
            _now("from %(day)s") % {"day": day_and_year(self.valid_from)},
            _now("ended on %(day)s") % {"day": day_and_year(self.ended_on)} if self.ended_on else "",
            self.source,
        ]
        return f"{self.holds_for}: {'; '.join(filter(None, said))}"
