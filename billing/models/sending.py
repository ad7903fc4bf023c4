"""That closing documents went to their customers: when, how, and who says so."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.closing import ClosingDocument
from common.ledger import BookedQuerySet
from lab.models.event import CausedModel


class SendingQuerySet(BookedQuerySet):
    """Marks to be read."""

    def standing(self):
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)


class Sending(CausedModel):
    """A closing document or correction went to its customer. Marked by mistake, the mark is reversed."""

    class How(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        POST = "post", _("by post")
        BY_HAND = "by_hand", _("handed over")
        BEFORE = "before", _("before this was recorded")

    document = models.ForeignKey(ClosingDocument, on_delete=models.PROTECT, related_name="sendings")
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    sent_on = models.DateField(_("sent on"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["mail", "post", "by_hand", "before"]), name="how_it_was_sent_is_known"
            )
        ]

    def __str__(self):
        return f"{self.document} {self.how}"
