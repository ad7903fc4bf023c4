"""Task templates: the steps of work that a service brings, each to become a task of the order's plan."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalog.models.service import Service
from common.fields import PercentField, WholeField
from lab.models import Employee

MOST_MINUTES = 9_999
"""Of one step, in working minutes: more is a typing error."""


def why_not_shares(shares: Sequence[Decimal | None], *, of_bundle: bool = False) -> str | None:
    """Why the steps of a service cannot share its pay so, or None. Where none says its share, all share alike.

    The steps of a complex service (``of_bundle``) leave what they do not say to its parts.
    """
    said = [share for share in shares if share is not None]
    total = sum(said, Decimal(0))
    if of_bundle:
        return _why_not_own_shares(total)
    if not said or total == 100 or (total < 100 and len(said) < len(shares)):
        return None
    sentence = _now(
        "The shares of the steps come to %(total)s %%. Together they are 100 %%; leave some empty and these share the"
        " rest, or leave all empty and all share alike."
    )
    return sentence % {"total": f"{total.normalize():f}"}


def _why_not_own_shares(total: Decimal) -> str | None:
    if total <= 100:
        return None
    sentence = _now(
        "The shares of the steps come to %(total)s %%. Of a complex service they are 100 %% at most: what they leave is"
        " for its parts."
    )
    return sentence % {"total": f"{total.normalize():f}"}


class TaskTemplateQuerySet(models.QuerySet):
    """Questions asked of the steps."""

    def current(self):
        """Steps that a new line brings; a removed one stays for the tasks and rates that name it."""
        return self.filter(is_removed=False)


class TaskTemplate(models.Model):
    """One step of a service. ``share``, in percent of the line's pay; empty where all steps share alike."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="steps", verbose_name=_("service")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("step"), max_length=200)
    minutes = WholeField(
        _("standard minutes"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_MINUTES)],
        help_text=_("Working time that the step usually takes."),
    )
    performer = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usual performer"),
    )
    share = PercentField(_("share of the pay, %"), null=True, blank=True)
    is_removed = models.BooleanField(_("removed"), default=False)

    objects = TaskTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="step_share_within_0_and_100",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=MOST_MINUTES),
                name="step_minutes_are_believable",
            ),
        ]

    def __str__(self):
        return self.name
