"""Questions that people ask about a line of their earnings, and the answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lab.models import Employee, Event
from payroll.models.entry import PayrollEntry

OF_WORK = ("service", "task", "planned")
"""What the work of an entry is told by."""


class PayQuestionQuerySet(models.QuerySet):
    """Questions asked of the questions."""

    def open(self):
        return self.filter(answered__isnull=True)

    def closed(self):
        return self.filter(answered__isnull=False)

    def with_names(self):
        return self.select_related(
            "asked_by", "event", "answered__actor", "entry__order", *(f"entry__{name}" for name in OF_WORK)
        )


class PayQuestion(models.Model):
    """A note to the accountant about one entry. The answer closes it; who wants to know more asks anew."""

    entry = models.ForeignKey(
        PayrollEntry, on_delete=models.PROTECT, related_name="questions", verbose_name=_("accrual")
    )
    asked_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    text = models.TextField(_("question"))
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PayQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about pay")
        verbose_name_plural = _("questions about pay")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "asked_by"],
                condition=Q(answered__isnull=True),
                name="one_open_question_of_a_person_about_an_entry",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_question_says_something"),
            models.CheckConstraint(
                condition=Q(answered__isnull=True, answer="") | (Q(answered__isnull=False) & ~Q(answer="")),
                name="an_answered_question_has_an_answer",
            ),
        ]

    def __str__(self):
        return self.text[:60]
