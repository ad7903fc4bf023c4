"""Bank statements: what a file said, line by line, and what became of each line. All of it only grows.

What a line is now is asked, never kept: it is *known* where the same line stands in an earlier import, *taken* while
the payment made of it stands, *aside* until it is taken up again.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from billing.models.receivable import Payment
from common.bankfields import IbanField
from common.fields import CurrencyField, MoneyField
from common.ledger import BookedQuerySet
from lab.models import Employee
from lab.models.event import CausedModel


class BankProfile(models.Model):
    """How the CSV of one bank is read, chosen once and known again by the names of its columns."""

    name = models.CharField(_("name of the bank"), max_length=80, unique=True)
    head = models.CharField(max_length=1000, unique=True, editable=False)
    columns = models.JSONField(editable=False)
    account = IbanField(_("IBAN of the account"), blank=True)
    currency = CurrencyField(_("currency"))

    class Meta:
        verbose_name = _("columns of a bank")
        verbose_name_plural = _("columns of banks")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class BankFile(models.Model):
    """A CSV that waits for its columns to be chosen; gone once it is taken in, or a day later."""

    name = models.CharField(max_length=200)
    text = models.TextField()
    brought_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class BankImportQuerySet(BookedQuerySet):
    """Imports to be listed."""

    def standing(self):
        """Those that nobody took back."""
        return self.filter(taken_back__isnull=True)


class BankImport(CausedModel):
    """One statement as it was taken in. Balances are null where the file names none."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=10)
    account = models.CharField(_("account"), max_length=40, blank=True)
    currency = CurrencyField(_("currency"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    opening = MoneyField(_("opening balance"), null=True)
    closing = MoneyField(_("closing balance"), null=True)

    objects = BankImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="a_statement_ends_after_it_begins"
            )
        ]

    def __str__(self):
        return self.file_name


class BankImportTakenBack(CausedModel):
    """An import was a mistake: its lines are no longer there. The event says why."""

    bank_import = models.OneToOneField(BankImport, on_delete=models.PROTECT, related_name="taken_back")

    class Meta:
        verbose_name = _("import taken back")
        verbose_name_plural = _("imports taken back")

    def __str__(self):
        return str(self.bank_import)


class BankLineQuerySet(BookedQuerySet):
    """Lines with what became of them."""

    def with_fate(self):
        """Annotated with ``is_known``, ``is_taken`` and ``is_aside``."""
        same = BankLine.objects.filter(
            digest=OuterRef("digest"), day=OuterRef("day"), ordinal=OuterRef("ordinal"), pk__lt=OuterRef("pk")
        )
        takings = BankTaking.objects.standing().filter(line=OuterRef("pk"))
        asides = BankAside.objects.filter(line=OuterRef("pk"), lifted__isnull=True)
        return self.annotate(
            is_known=Exists(same.filter(bank_import__taken_back__isnull=True)),
            is_taken=Exists(takings),
            is_aside=Exists(asides),
        )

    def waiting(self):
        """Lines of standing imports that nobody has dealt with."""
        standing = self.filter(bank_import__taken_back__isnull=True)
        return standing.with_fate().filter(is_known=False, is_taken=False, is_aside=False)


class BankLine(CausedModel):
    """Money that came (above zero) or went, as the bank says it. ``ordinal`` counts what says the same on one day."""

    bank_import = models.ForeignKey(BankImport, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    day = models.DateField(_("date"))
    amount = MoneyField(_("amount"))
    name = models.CharField(_("name"), max_length=140, blank=True)
    iban = models.CharField(_("account"), max_length=34, blank=True, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=1000, blank=True)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    digest = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["bank_import", "position"]
        indexes = [models.Index(fields=["digest", "day", "ordinal"], name="bank_line_by_what_it_says")]
        constraints = [
            models.UniqueConstraint(
                fields=["bank_import", "position"], name="a_statement_has_one_line_a_place"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="a_bank_line_moves_money"),
        ]

    def __str__(self):
        return f"{self.day} {self.amount} {self.name}"


class BankTakingQuerySet(BookedQuerySet):
    """Takings to be asked whether they stand."""

    def standing(self):
        """Those whose payment nobody reversed."""
        return self.filter(~Exists(Payment.objects.reversed().filter(pk=OuterRef("payment"))))


class BankTaking(CausedModel):
    """The payment that was made of a line. Where it is reversed the line waits again."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="takings")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")

    objects = BankTakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("line taken over")
        verbose_name_plural = _("lines taken over")

    def __str__(self):
        return f"{self.line} → {self.payment}"


class BankAside(CausedModel):
    """A line that is no payment of a customer; its event says why."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="asides")

    class Meta:
        verbose_name = _("line set aside")
        verbose_name_plural = _("lines set aside")

    def __str__(self):
        return str(self.line)


class BankAsideLifted(CausedModel):
    """A line set aside was taken up again."""

    aside = models.OneToOneField(BankAside, on_delete=models.PROTECT, related_name="lifted")

    class Meta:
        verbose_name = _("line taken up again")
        verbose_name_plural = _("lines taken up again")

    def __str__(self):
        return str(self.aside)


class BankTakeover(CausedModel):
    """Lines of an import that were taken over all at once, by a worker."""

    bank_import = models.ForeignKey(BankImport, on_delete=models.PROTECT, related_name="takeovers")
    job = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("lines taken over together")
        verbose_name_plural = _("lines taken over together")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.bank_import)
