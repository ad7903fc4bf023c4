"""Who was told and who was given what: calls about critical values, and the hands that revisions went into."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.document import DocumentRevision, DocumentValue
from lab.models.event import CausedModel


class CriticalCall(CausedModel):
    """Somebody was called about a critical value, and read it back."""

    value = models.ForeignKey(DocumentValue, on_delete=models.PROTECT, related_name="calls")
    called_at = models.DateTimeField(_("called at"))
    person = models.CharField(_("who was told"), max_length=150)
    read_back = models.CharField(_("value read back"), max_length=60)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("call about a critical value")
        verbose_name_plural = _("calls about critical values")
        ordering = ["pk"]

    def __str__(self):
        return self.person


class DocumentHandover(CausedModel):
    """A revision left the laboratory: to whom, and how."""

    class Way(models.TextChoices):
        PRINTED = "printed", _("on paper")
        MAIL = "mail", _("by e-mail")
        COLLECTED = "collected", _("collected")
        OTHER = "other", _("another way")

    revision = models.ForeignKey(DocumentRevision, on_delete=models.PROTECT, related_name="handovers")
    recipient = models.CharField(_("to"), max_length=200)
    way = models.CharField(_("how"), max_length=20, choices=Way.choices, default=Way.PRINTED)

    class Meta:
        verbose_name = _("handover of a document")
        verbose_name_plural = _("handovers of documents")
        ordering = ["pk"]

    def __str__(self):
        return self.recipient
