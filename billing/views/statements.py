"""Statements of account: all customers on a day, one customer over a period, and all of them as one file."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from background.papers import paper_response, prepare
from billing.ageing import Ages
from billing.forms import StatementPeriod
from billing.lists import STATEMENTS
from billing.lists.ages import day_of
from billing.standing import balances
from billing.statement_files import NotTheLedger, make_statements, rehearse
from billing.statement_papers import age_rows, ages_in_words, entry_rows, order_numbers, statement_papers
from billing.statements import Statement, statements
from common.csv_files import csv_response
from customers.models import Counterparty
from lab.access import allow
from lab.lists import asked_of, list_view
from lab.models import LabSettings
from lab.posting import form_page, posted

statement_list = list_view(STATEMENTS, "see_billing")


@allow("see_billing")
@require_safe
def statement(request, pk: int):
    """One customer's statement of a period in one currency."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    period, told = _asked(request, customer)
    context = {
        "customer": customer,
        "period": period,
        "currencies": list(balances(customer)),
        "statement": told,
        "numbers": order_numbers(told) if told else {},
        "columns": ages_in_words(),
        "query": period.query(told.currency if told else ""),
    }
    return render(request, "billing/statement.html", context)


@allow("see_billing")
@require_safe
def statement_pdf(request, pk: int):
    """The statement as a paper."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    period, told = _asked(request, customer)
    if period.non_field_errors():
        return _back_to_the_page(request, customer)
    told = told or _empty(customer, period)
    logo = LabSettings.load().logo
    return paper_response(
        request,
        "print/statement.html",
        {"paper": next(statement_papers([told]))},
        filename=f"statement-{customer.pk}-{told.until.isoformat()}.pdf",
        logo=bytes(logo) if logo else None,
    )


@allow("see_billing")
@require_safe
def statement_csv(request, pk: int):
    """The statement as a table, in every currency unless one is asked for."""
    customer = get_object_or_404(Counterparty.objects.now(pk))
    period = StatementPeriod(request.GET, today=timezone.localdate(), currencies=list(balances(customer)))
    if period.non_field_errors():
        return _back_to_the_page(request, customer)
    told = [one for one in statements([customer], *period.days) if period.wants(one.currency)]
    return csv_response(entry_rows(told), f"statement-{customer.pk}-{period.days[1].isoformat()}.csv")


@allow("see_billing")
@require_safe
def ages_csv(request):
    """Customers by age on a day, as a table: all of them, or those that the list shows."""
    asked, _kept = asked_of(request, STATEMENTS)
    on = day_of(asked)
    customers = asked.listed().only("name", "name_key")
    told = (one for one in statements(customers, on, on) if one.says_something)
    return csv_response(age_rows(told, of_one_day=True), f"ages-{on.isoformat()}.csv")


@allow("see_billing")
@require_http_methods(["GET", "POST"])
def statements_all(request):
    """What one file with the statements of all customers would hold; posted, a worker makes it."""
    period = StatementPeriod(
        request.POST if request.method == "POST" else request.GET, today=timezone.localdate()
    )
    since, until = period.days
    file = f"statements-{since.isoformat()}-{until.isoformat()}.zip"

    def run(cause) -> str:
        if not rehearse(since, until).is_right:
            raise NotTheLedger
        asked = {"asked_by": cause.actor, "came_from": request.get_full_path(), "filename": file}
        return prepare(make_statements, since.isoformat(), until.isoformat(), **asked)

    answer = posted(request, [period], run, said=_("The file is being prepared."))
    if answer:
        return answer
    since, until = period.typed_days
    rehearsed = None if period.non_field_errors() else rehearse(since, until)
    context = {"form": period, "since": since, "until": until, "rehearsed": rehearsed}
    return form_page(request, "billing/statements_all.html", context)


def _back_to_the_page(request, customer: Counterparty):
    """Which says what is wrong with the period."""
    return redirect(f"{reverse('billing:statement', args=[customer.pk])}?{request.GET.urlencode()}")


def _asked(request, customer: Counterparty) -> tuple[StatementPeriod, Statement | None]:
    """The period asked for and the statement of it; None for a customer without an entry until its end, and where it
    ends before it begins."""
    currencies = list(balances(customer))
    period = StatementPeriod(request.GET, today=timezone.localdate(), currencies=currencies)
    wanted = period.asked.get("currency") or next(iter(currencies), "")
    if period.non_field_errors():
        return period, None
    told = {one.currency: one for one in statements([customer], *period.days)}
    return period, told.get(wanted)


def _empty(customer: Counterparty, period: StatementPeriod) -> Statement:
    return Statement(customer, LabSettings.load().currency, *period.days, Ages().balance, [], [], Ages())
