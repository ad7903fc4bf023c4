"""The pages of merging: who is the same, what would happen, the merge, its trail, and the way back."""

import pytest
from django.urls import reverse

from customers.models import Counterparty, Merge, Patient
from lab.once import new_token
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def two():
    return make_counterparty(name="North"), make_counterparty(name="Nord", phone="2")


def url_of(kept, gone=None, kind="customer"):
    return reverse(f"workflow:{kind}_merge", args=[kept.pk]) + (f"?with={gone.pk}" if gone else "")


def press(client, url, **more):
    """The form of the page, sent as it stands there."""
    page = client.get(url)
    sent = {"form_token": page.context["form_token"], "seen": page.context["seen"], **more}
    return client.post(url, sent), sent


def text(page) -> str:
    return " ".join(page.content.decode().split())


def test_who_is_the_same_is_asked_and_the_likely_ones_are_named(client, two):
    other = make_counterparty(name="north")
    page = client.get(url_of(two[0]))
    assert [one for one, _url in page.context["likely"]] == [other]
    page = client.get(url_of(two[0]) + "?with=987654")
    assert "This one is not in the register any more." in text(page)


def test_what_moves_and_what_differs_is_shown_before(client, two):
    north, nord = two
    make_contact(counterparty=nord)
    make_charged_order("100.00", customer=nord)
    make_payment(north, "30.00")
    page = client.get(url_of(north, nord))
    assert page.context["pair"].counted() == ["1 order", "1 contact"]
    (sums,) = page.context["pair"].money()
    assert [str(one) for one in (sums.kept, sums.gone, sums.together)] == ["-30.00", "100.00", "70.00"]
    assert [one.name for one in page.context["pair"].differing()] == ["name", "phone"]
    assert url_of(nord, north) in text(page)


def test_a_press_merges_once_and_the_trail_leads_back(client, two):
    north, nord = two
    make_charged_order("100.00", customer=nord)
    answer, sent = press(client, url_of(north, nord), fill=["phone"])
    assert answer.url == reverse("workflow:customer_page", args=[north.pk])
    assert client.post(url_of(north, nord), sent).url == answer.url
    merge = Merge.objects.get()
    page = text(client.get(answer.url))
    assert "Nord is merged into North." in page
    assert reverse("workflow:merge_take_back", args=[merge.pk]) in page
    away = text(client.get(reverse("workflow:customer_page", args=[nord.pk])))
    assert "Nord was merged into" in away
    assert "Merge with" not in away
    back = reverse("workflow:merge_take_back", args=[merge.pk])
    token = {"form_token": new_token()}
    assert client.post(back, {**token, "reason": ""}).status_code == 422
    assert client.post(back, {**token, "reason": "two after all"}).status_code == 302
    assert Counterparty.objects.unmerged().count() == 2


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_lost(client, two):
    north, nord = two
    page = client.get(url_of(north, nord))
    make_contact(counterparty=nord)
    sent = {"form_token": page.context["form_token"], "seen": page.context["seen"]}
    again = client.post(url_of(north, nord), sent)
    assert again.status_code == 422
    assert "Something has changed since you looked." in text(again)
    assert "checked" not in again.content.decode().split('value="phone"')[1][:40]
    assert press(client, url_of(north, nord))[0].status_code == 302


def test_a_pair_that_cannot_be_merged_says_why_and_has_no_button(client, two):
    ann = make_owner(name="Ann")
    page = client.get(url_of(ann, two[0]))
    assert "Ann is an owner of animals" in text(page)
    assert not page.context["may_merge"]
    assert "Nobody is merged with himself." in text(client.get(url_of(ann, ann)))


def test_lists_pickers_and_the_find_box_leave_out_whoever_was_merged(client, two):
    north, nord = two
    patient, other = make_patient(name="Eve"), make_patient(name="Eva")
    press(client, url_of(north, nord))
    press(client, url_of(patient, other, "patient"))
    for url, gone in (
        (reverse("workflow:customer_list") + "?inactive=on", "Nord"),
        (reverse("customers:customer_search") + "?q=nord", "Nord"),
        (reverse("customers:patient_list"), "Eva"),
        (reverse("customers:patient_search") + "?q=eva", "Eva"),
        (reverse("workflow:find_rows") + "?q=nord", "Nord"),
        (reverse("workflow:find_rows") + "?q=eva", "Eva"),
    ):
        assert f">{gone}<" not in client.get(url).content.decode().replace("<mark>", ""), url
    assert Patient.objects.unmerged().get() == patient


def test_addresses_of_the_one_that_went_lead_on(two):
    north, nord = two
    make_charged_order("100.00", customer=nord)
    boss = client_of(make_employee(roles=["administrator"]))
    press(boss, url_of(north, nord))
    for name in ("billing:customer_ledger", "billing:statement", "workflow:customer_payment"):
        page = boss.get(reverse(name, args=[nord.pk]))
        assert page.context["customer"] == north if "customer" in page.context else page.status_code == 200


def test_whoever_was_merged_is_not_edited(client, two):
    north, nord = two
    press(client, url_of(north, nord))
    edit = reverse("customers:customer_edit", args=[nord.pk])
    page = client.get(edit)
    sent = {
        "form_token": page.context["form_token"],
        "seen": page.context["seen"],
        "name": "X",
        "kind": "legal",
    }
    for prefix in ("contacts", "addresses", "price_lists"):
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(edit, sent)
    assert answer.status_code in (409, 422)
    assert "has been merged into North meanwhile" in text(answer)


def test_a_customers_page_asks_one_question_more(client, two, django_assert_max_num_queries):
    north, _nord = two
    client.get(reverse("workflow:customer_page", args=[north.pk]))
    with django_assert_max_num_queries(40):
        client.get(reverse("workflow:customer_page", args=[north.pk]))
