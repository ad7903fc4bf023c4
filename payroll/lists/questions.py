"""Questions that people asked about their pay, as a list: the open ones with the answer to give, those of before."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, ListTable, Sort, Tab, Tabs
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Link, Plain
from common.lists.filters import row
from lab.models import Employee
from payroll.coming import open_questions
from payroll.models import PayQuestion

OPEN, ANSWERED = "0", "1"


def _order(question: PayQuestion) -> str:
    return reverse("workflow:order_page", args=[question.entry.order.number])


def _in_tab(rows: QuerySet, tab: str) -> QuerySet:
    return rows.closed() if tab == ANSWERED else rows.open()


def _frame(asked: Asked) -> dict:
    return {"here": "questions", "open_questions": open_questions()}


QUESTIONS = ListTable(
    name="payroll:question_list",
    title=_("Questions about pay"),
    nouns=ngettext_lazy("%(n)s question", "%(n)s questions", "n"),
    rows=lambda viewer: PayQuestion.objects.with_names(),
    tabs=Tabs(
        "answered",
        (
            Tab(OPEN, _("Open ones"), lambda rows, viewer: _in_tab(rows, OPEN)),
            Tab(ANSWERED, _("Answered ones"), lambda rows, viewer: _in_tab(rows, ANSWERED)),
        ),
        usual=lambda viewer: OPEN,
    ),
    usual_sort=lambda asked: "-asked" if asked.tab == ANSWERED else "asked",
    columns=(
        Column("who", _("Employee"), "asked_by.name", Plain("stack-head"), fixed=True),
        Column(
            "asked",
            _("Asked"),
            "event.at",
            Drawn(template="payroll/cells/asked_at.html"),
            sort=Sort(None, falling=True),
        ),
        Column("question", _("Question"), "text", Drawn(template="payroll/cells/question.html")),
        Column("work", _("Work"), "entry.work_name"),
        Column("order", _("Order"), "entry.order.number", Link("nowrap tabular", to=_order)),
        Column("day", _("Date"), "entry.earned_on", Plain("nowrap")),
        Column("pay", _("Pay"), "entry.amount", Amount(currency="entry.currency"), head="num"),
        Column(
            "answer",
            _("Answer"),
            cell=Drawn(template="payroll/cells/answer.html"),
            only_where_said=True,
        ),
        Column("by", _("Answered by"), "answered.actor.name", usual=False),
    ),
    actions=Drawn(template="payroll/cells/to_answer.html"),
    filters=(row("asked_by", _("Employee"), lambda: Employee.objects.people().order_by("name_key", "pk")),),
    empty=Empty(title="", text="", none_like_this=_("No question is like this. Clear a filter.")),
    css="",
    templates={"above": "payroll/_tabs.html", "none": "payroll/_no_questions.html"},
    frame=_frame,
)
"""Of the open ones the oldest comes first, of the others the latest."""
