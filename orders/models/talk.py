"""Comments: the conversation on an order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found
from lab.models import Employee
from orders.models.order import Order


class Comment(Found):
    """Something a person said on an order; an internal one never leaves the laboratory."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=5000)
    is_internal = models.BooleanField(_("internal"), default=False)
    created_at = models.DateTimeField()
    search_text = FoldedField(of=["text"])

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:50]
