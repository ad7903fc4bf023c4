"""Pages of statements: all customers on a day, one over a period, the paper, the table, all as one file."""

import csv
import io
import re
import uuid
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from background.models import Job, PreparedPaper
from billing.statement_files import rehearse
from billing.statements import ledger_totals
from common.days import weekday_and_year
from common.pdf import engine
from tests.billing.test_statements import ago, make_story
from tests.factories.background import work_off
from tests.factories.billing import make_charged_order, make_payment, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def drawn(monkeypatch):
    seen = []
    monkeypatch.setattr(engine, "draw_html", lambda html, **limits: seen.append(html) or b"%PDF-1.7 drawn")
    return seen


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(client, name, *args, **query):
    answer = client.get(reverse(f"billing:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def table(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_index_has_the_ages_of_each_customer_and_the_whole_ledger(accountant):
    customer = make_counterparty(name="North")
    make_story(customer)
    (row,) = page(accountant, "statement_list").context["rows"]
    assert (row.balance, row.ages.balance, row.ages.to_60, row.ages.advance) == (53, 53, 60, 7)
    said = text_of(page(accountant, "statement_list"))
    assert "The whole ledger 60.00 7.00 53.00" in said
    assert "at the end of" in said


def test_the_index_of_a_past_day_is_as_it_was_then(accountant):
    make_story(make_counterparty())
    answer = page(accountant, "statement_list", on=ago(20).isoformat())
    (row,) = answer.context["rows"]
    assert (row.ages.to_30, row.ages.advance) == (60, 0)
    (total,) = answer.context["totals"]
    assert (total.currency, total.ages.to_30, total.ages.advance, total.balance) == ("EUR", 60, 0, 60)


def test_the_foot_of_the_index_sums_each_column_of_what_is_shown(accountant):
    north, south = make_counterparty(name="North"), make_counterparty(name="South")
    make_story(north)
    make_charged_order("10.00", customer=south)
    make_charged_order("5.00", customer=south, currency="USD")
    whole = page(accountant, "statement_list")
    told = {one.currency: (one.ages.not_due, one.ages.to_60, one.balance) for one in whole.context["totals"]}
    assert told == {"EUR": (10, 60, 63), "USD": (5, 0, 5)}
    assert text_of(whole).count("The whole ledger") == 2  # once for each currency
    found = page(accountant, "statement_list", q="South")
    assert {one.currency: one.balance for one in found.context["totals"]} == {"EUR": 10, "USD": 5}
    assert "Together 10.00 EUR" in text_of(found)


def test_the_file_of_all_says_that_no_search_narrows_it(accountant):
    make_story(make_counterparty(name="North"))
    assert "All customers as one file" in text_of(page(accountant, "statement_list", q="nobody"))
    assert "also those that a search or a filter of the list leaves out" in text_of(
        page(accountant, "statements_all")
    )


def test_the_index_is_narrowed_to_who_owes_is_overdue_or_has_paid_ahead(accountant):
    late, early, ahead = (make_counterparty(name=name) for name in ("Late", "Early", "Ahead"))
    make_story(late)
    make_charged_order("10.00", customer=early)
    make_payment(ahead, "5.00")

    def named(**query):
        return [row.customer_name for row in page(accountant, "statement_list", **query).context["rows"]]

    assert named() == ["Ahead", "Early", "Late"]
    assert named(stands="owes") == ["Early", "Late"]
    assert named(stands="overdue") == ["Late"]
    assert named(stands="overdue", on=ago(40).isoformat()) == []
    assert named(stands="advance") == ["Ahead"]
    assert named(stands="even") == []
    assert named(q="earl") == ["Early"]


def test_the_days_of_a_statement_stand_in_their_boxes_unless_others_are_asked_for(accountant):
    customer = make_counterparty(name="North")
    make_story(customer)
    answer = page(accountant, "statement", customer.pk)
    since, until = answer.context["period"].days
    for name, day in (("since", since), ("until", until)):
        assert re.search(rf'name="{name}"[^>]*value="{weekday_and_year(day)}"', answer.text)
    assert answer.context["period"].chips == []
    answer = page(accountant, "statement", customer.pk, since=ago(15).isoformat())
    assert re.search(rf'name="since"[^>]*value="{weekday_and_year(ago(15))}"', answer.text)


def test_a_statement_tells_opening_entries_closing_and_what_is_open(accountant):
    customer = make_counterparty(name="North")
    make_story(customer)
    answer = page(accountant, "statement", customer.pk, since=ago(15).isoformat())
    told = answer.context["statement"]
    assert (told.opening, told.closing, len(told.lines)) == (60, 53, 3)
    said = text_of(answer)
    assert "Charge reversed" in said
    assert "36 days" in said  # due fourteen days after it was charged fifty days ago
    assert "Closing balance 53.00" in said


def test_a_period_that_ends_before_it_begins_is_refused_in_words_and_what_was_typed_is_kept(accountant):
    customer = make_counterparty()
    make_story(customer)
    days = {"since": ago(1).isoformat(), "until": ago(13).isoformat()}
    for name, args in (("statement", [customer.pk]), ("statements_all", [])):
        answer = page(accountant, name, *args, **days)
        assert "The period ends before it begins. Look at From and To." in text_of(answer)
        written = [weekday_and_year(date.fromisoformat(day)) for day in days.values()]
        assert all(f'value="{day}"' in answer.text for day in written)
        assert "Closing balance" not in text_of(answer)
        assert "Make the file" not in text_of(answer)
    for name in ("statement_pdf", "statement_csv"):
        answer = accountant.get(reverse(f"billing:{name}", args=[customer.pk]), days)
        assert answer.url.startswith(reverse("billing:statement", args=[customer.pk]))


def test_a_period_that_begins_after_today_ends_before_it_begins(accountant):
    customer = make_counterparty()
    make_story(customer)
    answer = page(accountant, "statement", customer.pk, since=ago(-5).isoformat())
    assert "The period ends before it begins." in text_of(answer)


def test_a_customer_without_entries_has_nothing_to_state_but_still_a_paper(accountant, drawn):
    customer = make_counterparty()
    assert "Nothing was charged or paid until then" in text_of(page(accountant, "statement", customer.pk))
    assert page(accountant, "statement_pdf", customer.pk).content == b"%PDF-1.7 drawn"
    assert accountant.get(reverse("billing:statement", args=[987654])).status_code == 404


def test_the_paper_says_what_the_page_says_with_a_code_to_pay_by(accountant, drawn):
    make_settings(iban="DE89370400440532013000", legal_name="Lab Ltd")
    customer = make_counterparty(name="North")
    make_story(customer)
    page(accountant, "statement_pdf", customer.pk, since=ago(60).isoformat())
    said = " ".join(re.sub(r"<[^>]+>", " ", drawn[0]).split())
    for words in (
        "Opening balance 0.00",
        "Closing balance 53.00",
        "40.00",
        "36 days",
        "DE89 3704",
        "53.00 EUR",
    ):
        assert words in said.replace("\N{NO-BREAK SPACE}", " "), words


def test_the_table_disarms_what_a_spreadsheet_would_reckon(accountant):
    customer = make_counterparty(name="=HYPERLINK(1)")
    make_charged_order("10.00", customer=customer)
    make_payment(customer, "25.00")
    rows = table(page(accountant, "statement_csv", customer.pk))
    assert rows[0][:3] == ["Customer", "Currency", "Date"]
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)"}
    assert [row[6] for row in rows[1:]] == ["", "10.00", "-25.00", ""]
    assert rows[-1][7] == "-15.00"
    ages = table(page(accountant, "ages_csv"))
    assert ages[0][:4] == ["Customer", "Currency", "Balance", "Not due"]
    assert [row[:3] for row in ages[1:]] == [["'=HYPERLINK(1)", "EUR", "-15.00"]]


def test_all_customers_as_one_file_after_a_rehearsal_that_comes_to_the_ledger(accountant, drawn):
    for name in ("North", "Süd / West", "Quiet"):
        customer = make_counterparty(name=name)
        if name != "Quiet":
            make_story(customer)
    make_charged_order("5.00", currency="USD")
    rehearsed = rehearse(ago(60), today())
    assert (rehearsed.count, rehearsed.is_right) == (3, True)
    assert {total.currency: total.balance for total in rehearsed.totals} == ledger_totals(today())
    said = text_of(page(accountant, "statements_all"))
    assert "3 statements" in said
    assert "106.00 EUR 106.00 EUR equal" in said

    sent = {"form_token": uuid.uuid4(), "since": ago(60).isoformat(), "until": today().isoformat()}
    first, again = (accountant.post(reverse("billing:statements_all"), sent) for _ in range(2))
    assert first.url == again.url
    assert Job.objects.filter(kind__contains="make_statements").count() == 1
    work_off()
    kept = PreparedPaper.objects.get()
    assert "The file is ready" in text_of(accountant.get(first.url))
    assert accountant.get(first.url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    file = accountant.get(reverse("background:paper_file", args=[kept.pk]))
    assert (file["Content-Type"], file["Content-Disposition"][:10]) == ("application/zip", "attachment")
    packed = zipfile.ZipFile(io.BytesIO(file.content))
    assert packed.namelist()[:2] == ["ages.csv", "entries.csv"]
    statements = [html for html in drawn if "Statement of account" in html]
    assert len([name for name in packed.namelist() if name.endswith(".pdf")]) == len(statements) == 3
    assert "0002-süd-west-EUR.pdf" in packed.namelist() or "0003-süd-west-EUR.pdf" in packed.namelist()
    ages = list(csv.reader(io.StringIO(packed.read("ages.csv").decode("utf-8-sig"))))[1:]
    assert sum(Decimal(row[3]) for row in ages if row[1] == "EUR") == ledger_totals(today())["EUR"]


def test_statements_that_do_not_come_to_the_ledger_are_not_made(accountant, monkeypatch):
    make_story(make_counterparty())
    monkeypatch.setattr("billing.statement_files.ledger_totals", lambda upto: {"EUR": Decimal(1)})
    said = page(accountant, "statements_all").content.decode()
    assert "not equal" in said
    assert "Make the file" not in said
    sent = {"form_token": uuid.uuid4(), "since": ago(60).isoformat(), "until": today().isoformat()}
    answer = accountant.post(reverse("billing:statements_all"), sent)
    assert answer.status_code == 422
    assert "do not come to the ledger" in text_of(answer)
    assert not PreparedPaper.objects.exists()


@pytest.mark.parametrize("name", ["statement_list", "statement"])
def test_pages_take_as_many_queries_for_many_as_for_few(accountant, name):
    first = make_counterparty()

    def cost():
        address = reverse(f"billing:{name}", args=[first.pk] if name == "statement" else [])
        accountant.get(address)
        with CaptureQueriesContext(connection) as captured:
            accountant.get(address)
        return len(captured)

    make_story(first)
    few = cost()
    for customer in (first, make_counterparty(), make_counterparty()):
        make_story(customer)
    assert cost() == few <= 13


def test_statements_are_shut_for_those_who_see_no_billing():
    customer = make_counterparty()
    for role in ("technician", "reviewer"):
        client = client_of(make_employee(roles=[role]))
        for name, args in (("statement_list", []), ("statement", [customer.pk]), ("statements_all", [])):
            assert client.get(reverse(f"billing:{name}", args=args)).status_code == 403


def test_days_of_the_future_are_looked_at_too(accountant):
    make_charged_order("10.00")
    answer = page(accountant, "statement_list", on=(today() + timedelta(days=60)).isoformat())
    (row,) = answer.context["rows"]
    assert row.ages.to_60 == 10


def test_filtering_the_balances_keeps_how_they_are_sorted(accountant):
    make_story(make_counterparty(name="Mill Pond"))
    answer = page(accountant, "balance_list", sort="-balance", q="Mill")
    assert '<input type="hidden" name="sort" value="-balance" form="list-filter">' in answer.text
    assert 'href="?sort=-balance">Clear all' in answer.text
