"""Proposals: who paid and what for, with reasons; never more than came or is open, never to two people."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bank.numbers import numbers_in
from billing.bank.proposals import (
    GUESS,
    LIKELY,
    SURE,
    Known,
    Money,
    Named,
    Open,
    Proposal,
    Reason,
    name_key,
    propose,
)
from tests.sizes import thorough

NORTH, SOUTH = 1, 2
CHARGES = (
    Open(11, NORTH, Decimal("100"), "2026-000011", "C-2026-00001"),
    Open(12, NORTH, Decimal("50"), "2026-000012", "C-2026-00002"),
    Open(13, NORTH, Decimal("70"), "2026-000013", "C-2026-00003"),
    Open(14, NORTH, Decimal("30"), "2026-000014", "C-2026-00003"),
    Open(21, SOUTH, Decimal("80"), "2026-000021", "C-2026-00004"),
    Open(22, SOUTH, Decimal("80"), "2026-000022", "C-2026-00005"),
)
KNOWN = Known(
    CHARGES,
    payers={"NORTHIBAN": NORTH},
    names={name_key("South Clinic GmbH"): SOUTH},
    numbers={
        "2026000099": Named("2026-000099", SOUTH),
        "2026000098": Named("2026-000098", SOUTH, 98),
        "c202600077": Named("C-2026-00077", NORTH, paid_by="P-2026-00003"),
    },
)


def one(amount: str, text="", name="", iban="", known=KNOWN) -> Proposal:
    return propose([Money(1, Decimal(amount), name, iban, text)], known)[1]


def codes(proposal: Proposal) -> list[str]:
    return [reason.code for reason in proposal.reasons]


@pytest.mark.parametrize(
    ("amount", "text", "parts"),
    [
        ("100", "Invoice C-2026-00001", [(11, 100)]),
        ("100", "re. C202600001 thank you", [(11, 100)]),
        ("100", "C 2026 00001", [(11, 100)]),
        ("50", "order 2026-000012", [(12, 50)]),
        ("100", "C-2026-00003", [(13, 70), (14, 30)]),
        ("150", "C-2026-00001, C-2026-00002", [(11, 100), (12, 50)]),
        ("150", "C-2026-00001/C-2026-00002 12", [(11, 100), (12, 50)]),
        ("50", "SVWZ+2026-000012", [(12, 50)]),
        ("50", "Nr.2026000012", [(12, 50)]),
        ("50", "Order2026-000012thanks", [(12, 50)]),
        ("150", "C-2026-00001 2026-000011 2026/000012", [(11, 100), (12, 50)]),
    ],
)
def test_a_number_in_the_purpose_with_the_exact_amount_is_sure(amount, text, parts):
    found = one(amount, text)
    assert (found.customer_id, list(found.parts), found.confidence, found.rest) == (NORTH, parts, SURE, 0)
    assert set(codes(found)) == {"number"}


def test_a_number_with_another_amount_is_likely_and_says_so():
    more, less = one("120", "C-2026-00001"), one("60", "C-2026-00001")
    assert (more.parts, more.rest, more.confidence, codes(more)) == (
        ((11, 100),),
        20,
        LIKELY,
        ["number", "more"],
    )
    assert (less.parts, less.rest, less.confidence, codes(less)) == (
        ((11, 60),),
        0,
        LIKELY,
        ["number", "less"],
    )


@pytest.mark.parametrize("text", ["92026000011", "2026-0000111", "C-2026-000011", "026-000011", "", "00001"])
def test_a_number_within_another_number_names_nothing(text):
    assert one("999", text) == Proposal(rest=Decimal("999"))


def test_numbers_of_two_customers_decide_nothing():
    assert one("180", "2026-000011 and 2026-000021").customer_id is None


def test_a_known_account_with_the_exact_amount_of_one_order_is_sure():
    found = one("50", iban="NORTHIBAN")
    assert (list(found.parts), found.confidence, codes(found)) == ([(12, 50)], SURE, ["iban", "amount"])


def test_a_name_is_not_as_sure_as_an_account_and_two_equal_debts_are_not_told_apart():
    found = one("80", name="SOUTH CLINIC")
    assert (list(found.parts), found.confidence, codes(found)) == ([(21, 80)], LIKELY, ["name", "amount"])


def test_a_sum_of_the_oldest_is_likely_and_any_other_amount_is_a_guess():
    oldest, other = one("150", iban="NORTHIBAN"), one("60", iban="NORTHIBAN")
    assert (list(oldest.parts), oldest.confidence) == ([(11, 100), (12, 50)], LIKELY)
    assert oldest.reasons[1].about == "2"
    assert (list(other.parts), other.confidence, codes(other)) == ([(11, 60)], GUESS, ["iban"])
    assert one("1000", iban="NORTHIBAN").rest == 750


def test_the_amount_alone_is_a_guess_where_it_is_open_once_and_nothing_where_twice():
    assert (one("70").customer_id, one("70").confidence, codes(one("70"))) == (NORTH, GUESS, ["only_amount"])
    assert one("80").customer_id is None


def test_an_order_of_one_customer_paid_by_another_is_not_sure():
    found = one("100", "C-2026-00001", name="South Clinic GmbH")
    assert (found.customer_id, found.confidence, codes(found)) == (NORTH, LIKELY, ["number", "another_payer"])


def test_an_order_on_which_nothing_is_open_names_its_customer_and_one_not_charged_yet_is_paid_ahead():
    paid, ahead = one("40", "2026-000099"), one("40", "2026-000098")
    assert (paid.customer_id, paid.parts, paid.rest, paid.confidence) == (SOUTH, (), 40, GUESS)
    assert (ahead.customer_id, ahead.parts, ahead.rest, ahead.confidence) == (SOUTH, ((98, 40),), 0, LIKELY)


def test_what_one_line_pays_is_not_open_for_the_next():
    lines = [Money(key, Decimal("100"), text="C-2026-00001") for key in (1, 2)]
    first, second = propose(lines, KNOWN).values()
    assert list(first.parts) == [(11, 100)]
    assert (second.customer_id, second.parts, second.rest, second.confidence) == (NORTH, (), 100, GUESS)
    assert second.reasons == (Reason("paid_above", "C-2026-00001"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Clinic GmbH & Co. KG", "NORTH CLINIC"), ("Dr. med. dent. Anna Müller", "Anna Muller"),
        ("Muster, Anna", "Anna Muster"), ("Клиника «Север» ООО", "клиника север ооо"),
    ],
)  # fmt: skip
def test_names_are_the_same_without_titles_legal_forms_and_accents(one, other):
    assert name_key(one) == name_key(other) != ""


def test_numbers_are_found_in_their_sequence():
    numbers = {"c202600001": 1, "2026000012": 2, "123": 3}
    assert numbers_in("2026-000012, C-2026-00001, 123", numbers) == ["2026000012", "c202600001"]


amounts = st.integers(1, 300).map(lambda cents: Decimal(cents) / 2)
charges = st.lists(st.tuples(st.integers(1, 3), amounts, st.integers(1, 6)), max_size=12).map(
    lambda rows: [
        Open(at, customer, amount, f"2026-0000{at:02}", f"C-2026-0000{document}")
        for at, (customer, amount, document) in enumerate(rows, start=10)
    ]
)
texts = st.lists(
    st.sampled_from(["2026-000010", "2026-000011", "C-2026-00001", "C-2026-00002", "2026-000098", "x"]),
    max_size=3,
).map(" ".join)
lines = st.lists(
    st.tuples(amounts, st.sampled_from(["", "NORTHIBAN"]), st.sampled_from(["", "South Clinic"]), texts),
    max_size=8,
)


@thorough
@given(charges=charges, came=lines)
def test_no_proposal_gives_more_than_came_or_than_is_open_or_to_anybody_else(charges, came):
    known = Known(charges, KNOWN.payers, KNOWN.names, KNOWN.numbers)
    asked = [Money(key, amount, name, iban, text) for key, (amount, iban, name, text) in enumerate(came)]
    found = propose(asked, known)
    assert found == propose(asked, known)
    by_order, given = {charge.order_id: charge for charge in charges}, {}
    for line in asked:
        proposal = found[line.key]
        assert sum((part for _order, part in proposal.parts), Decimal(0)) + proposal.rest == line.amount
        assert proposal.rest >= 0
        assert bool(proposal.customer_id) == bool(proposal.confidence)
        assert proposal.reasons or not proposal.customer_id
        assert proposal.customer_id or set(codes(proposal)) <= {"paid_already", "paid_above"}
        assert proposal.confidence != SURE or proposal.rest == 0
        for order, part in proposal.parts:
            assert part > 0
            if order in by_order:
                assert by_order[order].customer_id == proposal.customer_id
                given[order] = given.get(order, Decimal(0)) + part
    assert all(amount <= by_order[order].amount for order, amount in given.items())


def test_who_pays_what_is_paid_already_is_offered_no_other_order():
    paid = Reason("paid_already", "C-2026-00077 (P-2026-00003)")
    for amount in ("100", "50", "33"):
        found = one(amount, "Invoice C-2026-00077", iban="NORTHIBAN")
        assert (found.customer_id, found.parts, found.rest) == (NORTH, (), Decimal(amount))
        assert (found.confidence, found.reasons) == (GUESS, (paid,))


def test_what_is_paid_already_beside_what_is_open_is_said_and_not_taken_by_the_handful():
    found = one("100", "C-2026-00077 and C-2026-00001")
    assert (found.parts, found.confidence) == (((11, 100),), LIKELY)
    assert found.reasons == (
        Reason("number", "C-2026-00001"),
        Reason("paid_already", "C-2026-00077 (P-2026-00003)"),
    )


def test_what_several_customers_have_paid_already_is_nobodys_until_somebody_says_whose():
    known = replace(
        KNOWN, numbers={**KNOWN.numbers, "c202600078": Named("C-2026-00078", SOUTH, paid_by="P-2026-00004")}
    )
    found = one("100", "C-2026-00077 C-2026-00078", iban="NORTHIBAN", known=known)
    assert (found.customer_id, found.parts, codes(found)) == (None, (), ["paid_already"] * 2)
