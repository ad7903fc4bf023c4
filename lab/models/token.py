"""One-time form tokens: a form that arrives twice acts once."""

from django.conf import settings
from django.db import models


class FormToken(models.Model):
    """A token that has been used, by whom, with what body, and where its first use led."""

    token = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField()
    redirect = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return str(self.token)
