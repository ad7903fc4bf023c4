"""The public page of a paper: what it tells a stranger, what it does not, and how guessing ends."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from billing.ledger import acts, closing
from billing.models import Act, ClosingDocument
from billing.snapshots import correction_snapshot
from papers import codes
from papers.drawing import draw, keep
from papers.issuing import revise
from papers.models import IssuedPaper
from papers.revisions import latest
from tests.factories.billing import make_charged_order, make_event, make_posted_act, make_priced_order, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_settings
from tests.factories.papers import paper_of

pytestmark = pytest.mark.django_db


def page_of(client, paper, **asked):
    return client.get(reverse("papers:check", args=[paper.code]), **asked)


def words_of(answer) -> str:
    text = re.sub(r"<(script|style|template).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_stranger_is_told_kind_number_date_and_state(client, issued, drawings):
    drawn = draw(issued)
    answer = page_of(client, issued)
    said = words_of(answer)
    for words in ("Pay sheet", "S-1", "and it stands", issued.code_in_groups, drawn.sha256):
        assert words in said
    assert f'data-sha256="{drawn.sha256}"' in answer.content.decode()


def test_nothing_else_is_told_and_no_cookie_is_set(client, drawings):
    """No names, no amounts, and not whom it is for."""
    make_settings(name="Meridian Laboratory", legal_name="Meridian Ltd", phone="555 000")
    order = make_charged_order(customer=make_counterparty(name="North Clinic"), patient_name="Bella")
    for paper in IssuedPaper.objects.all():
        draw(paper)
        answer = page_of(client, paper)
        assert answer.status_code == 200
        told = answer.content.decode()
        names = ("North", "Meridian", "Bella", "555", order.number, order.customer.name)
        amounts = ("100.00", "120.00", "EUR")
        assert [word for word in (*names, *amounts) if word in told] == []
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert 'name="robots" content="noindex, nofollow"' in told


def test_a_paper_that_is_not_drawn_yet_is_being_prepared(client, issued):
    said = page_of(client, issued)
    assert "being prepared" in words_of(said)
    assert "data-sha256" not in said.content.decode()


def test_an_act_that_was_taken_back_says_so_and_its_counter_act_stands(client):
    act = make_posted_act(make_priced_order())
    assert "and it stands" in words_of(page_of(client, latest("act", act.number)))
    with transaction.atomic():
        counter = acts.reverse(act, event=make_event(), on=today())
    assert "taken it back" in words_of(page_of(client, latest("act", act.number)))
    assert "and it stands" in words_of(page_of(client, latest("counter_act", counter.number)))


def correct(document, order):
    with transaction.atomic():
        snapshot = correction_snapshot(document, order)
        return closing.correct(document, order, snapshot=snapshot, event=make_event(), on=today())


def test_a_document_is_corrected_order_by_order_until_it_is_taken_back(client):
    customer = make_counterparty()
    orders = [make_priced_order(customer=customer) for _n in range(2)]
    for order in orders:
        make_posted_act(order)
    from billing.snapshots import closing_snapshot

    with transaction.atomic():
        snapshot = closing_snapshot(orders)
        document = closing.issue(
            *orders, customer=customer, snapshot=snapshot, event=make_event(), on=today()
        )
    correction = correct(document, orders[0])
    assert "corrects a part of it" in words_of(page_of(client, latest("closing", document.number)))
    assert "and it stands" in words_of(page_of(client, latest("correction", correction.number)))
    correct(document, orders[1])
    assert "taken it back" in words_of(page_of(client, latest("closing", document.number)))


def test_a_revision_that_was_replaced_says_only_that(client, issued):
    second = revise(paper_of(total="12.00"), make_event())
    answer = page_of(client, issued)
    assert "A newer revision has replaced it" in words_of(answer)
    assert second.code not in answer.content.decode()
    assert second.code_in_groups not in answer.content.decode()
    assert "and it stands" in words_of(page_of(client, second))


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: codes.in_groups(code), lambda code: f" {code} "]
)
def test_a_code_is_typed_as_people_type(client, issued, change):
    answer = client.get(reverse("papers:check_form"), {"code": change(issued.code)})
    assert (answer.status_code, answer.url) == (302, reverse("papers:check", args=[issued.code]))


def test_the_whole_address_may_be_pasted(client, issued):
    typed = f"https://lab.example/check/{issued.code}/"
    answer = client.get(reverse("papers:check_form"), {"code": typed})
    assert answer.url == reverse("papers:check", args=[issued.code])


def test_an_address_in_another_spelling_leads_to_the_one(client, issued):
    answer = client.get(reverse("papers:check", args=[issued.code_in_groups.lower()]))
    assert answer.url == reverse("papers:check", args=[issued.code])


def test_every_wrong_code_has_one_answer(client, issued):
    other = codes.new_code()
    wrong = [
        other,
        issued.code[:-1],
        issued.code[1:] + issued.code[0],
        "x",
        "%00",
        "../admin",
        "A" * 300,
        "<b>",
    ]
    answers = [client.get(reverse("papers:check_form"), {"code": one}, follow=True) for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert {"No paper has this code." in words_of(answer) for answer in answers} == {True}
    assert not any(answer.cookies for answer in answers)


def test_guessing_ends_by_address_and_mistyped_codes_are_no_guesses(client, issued, settings):
    for _try in range(3 * settings.AXES_FAILURE_LIMIT):
        assert client.get(reverse("papers:check", args=["mistyped"])).status_code == 404
    for _try in range(settings.AXES_FAILURE_LIMIT):
        assert client.get(reverse("papers:check", args=[codes.new_code()])).status_code == 404
    shut = page_of(client, issued)
    assert (shut.status_code, shut["Retry-After"]) == (429, "900")
    assert "S-1" not in words_of(shut)
    assert page_of(client, issued, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_guesses_at_codes_shut_nobody_out_who_logs_in(client, issued, settings):
    for _try in range(2 * settings.LABSITE_FAILURES_PER_ADDRESS):
        client.get(reverse("papers:check", args=[codes.new_code()]))
    answer = client.post(reverse("lab:login"), {"username": "nobody", "password": "wrong"})
    assert answer.status_code != 429


def test_the_form_says_what_it_wants(client):
    assert client.get(reverse("papers:check_form")).status_code == 200
    assert "Type the code" in words_of(client.get(reverse("papers:check_form"), {"code": " "}))


def test_no_file_of_a_stranger_is_taken(client, issued):
    """A file is compared in the browser; what is sent all the same is refused unread (attack S1)."""
    address = reverse("papers:check", args=[issued.code])
    assert client.post(address, {"file": "x"}).status_code == 405
    big = client.post(address, data=b"x" * 100_000, content_type="application/octet-stream")
    assert big.status_code in (405, 413)


def test_papers_of_acts_and_documents_have_pages_of_their_own(client):
    make_charged_order()
    numbers = {Act.objects.get().number, ClosingDocument.objects.get().number}
    assert set(IssuedPaper.objects.values_list("number", flat=True)) == numbers
    keep(IssuedPaper.objects.first(), b"%PDF", "")
    assert {page_of(client, paper).status_code for paper in IssuedPaper.objects.all()} == {200}
