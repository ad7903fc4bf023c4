"""Issued papers, their bytes, and what became of them. All three only grow: what was issued is never edited."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found, FoundQuerySet
from common.ledger import BookedModel, BookedQuerySet
from common.storage import StoredFile
from lab.models.event import CausedModel
from papers import codes
from papers.kinds import KINDS, Kind


class State(models.TextChoices):
    """What a paper is worth today."""

    VALID = "valid", _("valid")
    CORRECTED = "corrected", _("corrected")
    SUPERSEDED = "superseded", _("superseded")
    TAKEN_BACK = "taken_back", _("taken back")


class IssuedPaperQuerySet(BookedQuerySet, FoundQuerySet):
    """Questions asked of the issued papers."""

    def with_all(self):
        """With their bytes and what became of them, without what they say: a list needs none of that."""
        return self.defer("snapshot").select_related("drawn", "event").prefetch_related("supersessions")

    def to_print(self):
        """With their bytes; what they say is read only where there are none yet."""
        return self.defer("snapshot").select_related("drawn")

    def undrawn(self):
        return self.filter(drawn__isnull=True)


class IssuedPaper(CausedModel, Found):
    """One revision of a numbered document: what it says, and the code by which it is checked.

    It names the document in plain words, since all that issue papers stand above. ``about`` is for the laboratory
    alone. Papers that were issued before they were kept (``of_before``) are drawn when somebody first asks for them.
    """

    kind = models.CharField(_("kind"), max_length=30)
    number = models.CharField(_("number"), max_length=40)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    issued_on = models.DateField(_("issued on"))
    about = models.CharField(_("about"), max_length=200, blank=True)
    snapshot = models.JSONField(null=True, editable=False)
    snapshot_hash = models.CharField(max_length=64, editable=False)
    code = models.CharField(_("code"), max_length=codes.LENGTH, unique=True, default=codes.new_code)
    of_before = models.BooleanField(_("issued before papers were kept"), default=False)
    search_text = FoldedField(of=["number", "about"])

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["issued_on", "id"], name="paper_by_day"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="paper_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "revision"], name="a_revision_is_issued_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revisions_begin_with_one"),
        ]

    def __str__(self):
        return f"{self.kind_label} {self.number}"

    @property
    def kind_of_paper(self) -> Kind:
        return KINDS[self.kind]

    @property
    def kind_label(self) -> str:
        known = KINDS.get(self.kind)
        return str(known.label) if known else self.kind

    @property
    def code_in_groups(self) -> str:
        return codes.in_groups(self.code)

    @property
    def check_address(self) -> str:
        """Where anybody can check it; empty where the installation does not know its own address."""
        here = settings.LABSITE_PUBLIC_ADDRESS
        return here + reverse("papers:check", args=[self.code]) if here else ""

    @property
    def check_place(self) -> str:
        """Where the code is typed, as people read an address."""
        return f"{settings.LABSITE_PUBLIC_ADDRESS.partition('://')[2]}{reverse('papers:check_form')}".rstrip(
            "/"
        )

    @property
    def is_drawn(self) -> bool:
        return hasattr(self, "drawn")

    @property
    def state(self) -> State:
        """The gravest of what became of it."""
        became = {row.how for row in self.supersessions.all()}
        gravest = (State.TAKEN_BACK, State.SUPERSEDED, State.CORRECTED)
        return next((state for state in gravest if state in became), State.VALID)

    def says(self) -> dict[str, Any]:
        """What the paper says; an empty one where whoever keeps it does not have it any more."""
        if self.snapshot is not None:
            return self.snapshot
        keeper = apps.get_model(self.kind_of_paper.snapshot_of)._base_manager
        return keeper.filter(number=self.number).values_list("snapshot", flat=True).first() or {}


class DrawnPaper(BookedModel):
    """The PDF of a paper: where the private store keeps its bytes, for ever the same."""

    paper = models.OneToOneField(IssuedPaper, on_delete=models.PROTECT, related_name="drawn")
    key = models.CharField(max_length=40, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    drawn_at = models.DateTimeField(_("drawn"))
    missing = models.TextField(_("signs without letters"), blank=True)

    class Meta:
        verbose_name = _("drawn paper")
        verbose_name_plural = _("drawn papers")

    def __str__(self):
        return f"{self.paper}"

    @property
    def stored(self) -> StoredFile:
        return StoredFile(self.key, self.size, self.sha256)


class Supersession(CausedModel):
    """What became of a paper, and which later paper did it. Nothing follows a paper that was taken back."""

    HOW = [(one.value, one.label) for one in State if one is not State.VALID]

    paper = models.ForeignKey(IssuedPaper, on_delete=models.PROTECT, related_name="supersessions")
    how = models.CharField(_("what became of it"), max_length=12, choices=HOW)
    by = models.ForeignKey(
        IssuedPaper,
        on_delete=models.PROTECT,
        null=True,
        related_name="supersedes",
        verbose_name=_("later paper"),
    )

    class Meta:
        verbose_name = _("what became of a paper")
        verbose_name_plural = _("what became of papers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "how"],
                condition=~Q(how="corrected"),
                name="a_paper_is_superseded_and_taken_back_once",
            ),
            models.UniqueConstraint(fields=["paper", "by"], name="a_later_paper_changes_one_once"),
            models.CheckConstraint(
                condition=Q(how="taken_back") | Q(how__in=["superseded", "corrected"], by__isnull=False),
                name="a_later_paper_is_named",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("paper")), name="no_paper_supersedes_itself"
            ),
        ]

    def __str__(self):
        return f"{self.paper}: {self.get_how_display()}"
