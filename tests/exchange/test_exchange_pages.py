"""The pages of exchange rates: entered by hand, corrected, taken over from a table after a look."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lab.exchange_forms import is_doubtful
from lab.models import Event, ExchangeRate
from lab.once import new_token
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST, NEW, IMPORT = "/billing/rates/", "/billing/rates/new/", "/billing/rates/import/"


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def typed(**fields):
    form = {"day": "2026-11-12", "currency": "CHF", "rate": "1,0672", "base": "EUR", "note": ""}
    return form | {"form_token": new_token()} | fields


def table(text="", **fields):
    return {"text": text, "base": "EUR", "direction": "in_base", "form_token": new_token()} | fields


def page_of(answer) -> str:
    return answer.content.decode()


def looked_at(client, form: dict) -> dict:
    """The form as the page sends it that shows what taking the table over would do."""
    mark = page_of(client.post(IMPORT, form)).split('name="take" value="')[1].split('"')[0]
    return form | {"form_token": new_token(), "take": mark}


def test_an_accountant_enters_a_rate(accountant):
    assert accountant.post(NEW, typed(currency="chf")).headers["Location"] == LIST
    rate = ExchangeRate.objects.get()
    assert (rate.day, str(rate), rate.event.verb) == (
        date(2026, 11, 12),
        "1 CHF = 1.0672 EUR",
        "set_exchange_rate",
    )
    page = page_of(accountant.get(LIST))
    assert "1 CHF = 1.0672 EUR" in page
    assert "1 EUR = 0.937031 CHF" in page


def test_the_same_form_sent_twice_enters_one_rate(accountant):
    form = typed()
    assert [accountant.post(NEW, form).status_code for _click in range(2)] == [302, 302]
    assert ExchangeRate.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"rate": "abc"}, "Enter a number, for example 12.50."),
        ({"rate": "0"}, "A rate is above 0."),
        ({"rate": "-1.05"}, "A rate is above 0."),
        ({"rate": ""}, "Enter the rate."),
        ({"rate": "10000000"}, "Enter 9000000 or less."),
        ({"rate": "1.05 CHF"}, "Write the number alone, without “CHF”."),
        ({"currency": "SFR"}, "“SFR” is no currency."),
        ({"currency": "EUR"}, "A rate is between two currencies"),
        ({"base": ""}, "Enter the currency in which it is worth that."),
        ({"day": (timezone.localdate() + timedelta(days=1)).isoformat()}, "This day is still to come"),
        ({"day": "2026-02-30"}, "Enter a day, for example"),
        ({"day": "0026-11-12"}, "Write the year in full: 2026."),
    ],
)
def test_wrong_input_comes_back_with_a_sentence(accountant, fields, sentence):
    answer = accountant.post(NEW, typed(**fields))
    assert answer.status_code == 422
    assert sentence in page_of(answer).replace("&quot;", '"')
    assert not ExchangeRate.objects.exists()


def test_the_same_rate_again_is_said(accountant):
    accountant.post(NEW, typed())
    answer = accountant.post(NEW, typed())
    assert answer.status_code == 422
    assert "1 CHF = 1.0672 EUR stands for 12 November 2026 already." in page_of(answer)


def test_a_rate_the_wrong_way_round_is_asked_about_once(accountant):
    make_exchange_rate("EUR", "168.03", base="JPY", day=date(2026, 11, 2))
    form = typed(currency="JPY", rate="168.50", base="EUR")
    answer = accountant.post(NEW, form)
    assert answer.status_code == 422
    assert "On 2 November 2026 1 JPY was 0.00595132 EUR." in page_of(answer)
    assert "Typed is 1 JPY = 168.5 EUR, which is 1 EUR = 0.00593472 JPY." in page_of(answer)
    assert 'name="is_meant"' in page_of(answer)
    assert accountant.post(NEW, form | {"is_meant": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("last", "rate", "asks"),
    [
        ("1.0732", "0.9318", True),  # the other way round, of a currency worth about as much
        ("1.0732", "1.0950", False),
        ("1.0732", "1.3000", True),
        ("1.0100", "0.9901", False),
        ("168.03", "16.803", True),
    ],
)
def test_a_rate_is_doubtful_where_it_is_far_off_or_nearer_the_other_way_round(last, rate, asks):
    assert is_doubtful(Decimal(rate), Decimal(last)) is asks


def test_a_corrected_rate_stays_in_sight(accountant):
    accountant.post(NEW, typed())
    accountant.post(NEW, typed(rate="1.0762"))
    page = page_of(accountant.get(LIST))
    assert page.count("corrected") == 1
    assert page.index("1.0762") < page.index("1.0672")


def test_correcting_begins_with_the_pair_and_the_day(accountant):
    page = page_of(accountant.get(NEW + "?currency=JPY&base=CHF&day=2026-11-03"))
    for value in ("JPY", "CHF", "Tue 3 Nov 2026"):
        assert f'value="{value}"' in page


def test_the_list_is_filtered_by_currency(accountant):
    make_exchange_rate("CHF", "1.05", day=date(2026, 11, 2))
    make_exchange_rate("EUR", "168.03", base="JPY", day=date(2026, 11, 2))
    page = page_of(accountant.get(LIST + "?currency=JPY"))
    assert "168.03" in page
    assert "1.05" not in page
    assert "1 rate" in page


def test_an_empty_list_says_what_rates_are_for(accountant):
    assert "No exchange rate is entered" in page_of(accountant.get(LIST))


def test_a_table_is_looked_at_before_anything_is_entered(accountant):
    make_exchange_rate("CHF", "1.05", day=date(2026, 11, 12))
    make_exchange_rate("USD", "0.9", day=date(2026, 11, 12))
    rows = ["day;currency;rate", "12.11.2026;CHF;1,0672", "12.11.2026;USD;0,9", "12.11.2026;GBP;1,19"]
    rows += ["12.11.2026;XXZ;2", "12.11.2026;GBP;1,20", "12.11.2036;SEK;0,09", "12.11.2026;SEK;0"]
    answer = accountant.post(IMPORT, table("\n".join(rows)))
    page = page_of(answer)
    assert answer.status_code == 200
    assert "New: 1 · corrected: 1 · standing already: 1" in page
    assert "refused and left out: 4" in page
    for sentence in (
        "corrects 1 CHF = 1.05 EUR",
        "stands already",
        "“XXZ” is no currency",
        "The same day and currency stand further up.",
        "12 November 2036 is still to come: no rate is known.",
        "A rate is above 0.",
        "Take over 2 rates",
    ):
        assert sentence in page, sentence
    assert ExchangeRate.objects.count() == 2


def test_taking_over_enters_what_was_shown_under_one_event(accountant):
    text = "day;currency;rate\n12.11.2026;CHF;1,0672\n12.11.2026;XXZ;2\n12.11.2026;USD;0,925\n"
    form = looked_at(accountant, table(text))
    assert [accountant.post(IMPORT, form).status_code for _click in range(2)] == [302, 302]
    assert sorted(map(str, ExchangeRate.objects.all())) == ["1 CHF = 1.0672 EUR", "1 USD = 0.925 EUR"]
    assert Event.objects.get(verb="import_exchange_rates").reason == "2: CHF, EUR, USD"
    assert "2 exchange rates are entered." in page_of(accountant.get(LIST))


def test_a_file_takes_the_place_of_the_text_and_can_then_be_taken_over(accountant):
    content = b"Date, USD, JPY, \n12 November 2026, 1.0850, 168.03, \n"
    looked = accountant.post(
        IMPORT, table("old", file=SimpleUploadedFile("eurofxref.csv", content), direction="of_base")
    )
    page = page_of(looked)
    assert "1 EUR = 168.03 JPY" in page
    assert "12 November 2026, 1.0850, 168.03" in page  # in the box of text: nothing is kept on the server
    mark = page.split('name="take" value="')[1].split('"')[0]
    typed_anew = content.decode().replace("\n", "\r\n")  # as browsers send what stands in a box
    accountant.post(IMPORT, table(typed_anew, direction="of_base", take=mark))
    assert ExchangeRate.objects.get(base="USD").rate == Decimal("1.085")


@pytest.mark.parametrize(
    "change",
    [{"text": "12.11.2026;CHF;1,0672\n13.11.2026;CHF;1,07"}, {"direction": "of_base"}, {"base": "USD"}],
)
def test_a_table_that_was_changed_since_the_look_is_looked_at_again(accountant, change):
    form = looked_at(accountant, table("12.11.2026;CHF;1,0672")) | change
    page = page_of(accountant.post(IMPORT, form))
    assert "changed after it was looked at: nothing is taken over yet" in page
    assert not ExchangeRate.objects.exists()
    accountant.post(IMPORT, looked_at(accountant, form | {"form_token": new_token()}))
    assert ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n\xff\x00\x01", b"\xff\xfe\x00", b"MT940\n:20:STARTUMSE\n", b"\x00" * 50]
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(accountant, content):
    answer = accountant.post(IMPORT, table(file=SimpleUploadedFile("x.csv", content)))
    assert answer.status_code == 422
    assert "cannot be taken over yet" in page_of(answer)


def test_a_file_that_is_too_large_is_refused(accountant):
    answer = accountant.post(IMPORT, table(file=SimpleUploadedFile("x.csv", b"1" * 900_000)))
    assert answer.status_code == 422
    assert "too large for a table of rates" in page_of(answer)


def test_nothing_sent_is_asked_for(accountant):
    answer = accountant.post(IMPORT, table())
    assert answer.status_code == 422
    assert "Choose a file, or put the table below." in page_of(answer)


def test_a_table_that_brings_nothing_new_offers_nothing_to_take(accountant):
    make_exchange_rate("CHF", "1.05", day=date(2026, 11, 12))
    page = page_of(accountant.post(IMPORT, table("2026-11-12;CHF;1.05")))
    assert "standing already: 1" in page
    assert 'name="take"' not in page


def test_the_list_asks_the_same_number_of_statements_whatever_its_length(
    accountant, django_assert_max_num_queries
):
    for back in range(40):
        make_exchange_rate("CHF", "1.05", day=date(2026, 11, 12) - timedelta(days=back))
    accountant.get(LIST)
    with django_assert_max_num_queries(10):
        accountant.get(LIST)
