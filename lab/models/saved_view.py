"""How people keep lists: the columns that each has chosen, the views that they saved, the one that opens first."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField

LONGEST_QUERY = 2000


class SavedViewQuerySet(FoundQuerySet):
    """Questions asked of what is kept."""

    def for_person(self, employee):
        """What the person has kept, and what others share."""
        return self.filter(Q(owner=employee) | Q(is_shared=True))

    def views(self):
        return self.exclude(name="")


class SavedView(Found):
    """A list as somebody keeps it: filters, sorting and columns, as the address of the list says them.

    Without a name it is no view: it says which columns the owner has chosen for the list, whatever is asked of it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    list = models.CharField(max_length=80)
    """The name of the list's address."""
    name = models.CharField(_("name"), max_length=60, blank=True)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(_("for everybody"), default=False)
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="one_view_of_a_name"),
            models.CheckConstraint(
                condition=~Q(name="") | Q(is_shared=False), name="chosen_columns_are_ones_own"
            ),
        ]
        indexes = [models.Index(fields=["list", "owner"], name="view_by_list")]

    def __str__(self):
        return self.name


class FirstPage(models.Model):
    """The view that opens when the person comes in."""

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("first page")
        verbose_name_plural = _("first pages")

    def __str__(self):
        return str(self.view)
