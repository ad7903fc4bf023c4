"""What is wrong is listed as the fields stand: every form that a page shows, walked."""

import pytest

from tests.access.forms_shown import addresses, forms_in

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

PARTS = {"PaymentForm", "PaymentOfCustomer", "RowForm"}
"""Between the fields of payments stand the charges that are paid, and what is wrong with one is said in its row, too;
the rows of a document type have the tick that removes them at their head."""


def test_the_fields_of_a_form_stand_on_its_page_as_its_summary_lists_them(world):
    client, told, odd = world.clients["administrator"], set(), set()
    for url in addresses(world):
        answer = client.get(url)
        if url.startswith("/admin/") or answer.streaming:
            continue
        page = answer.content.decode(errors="replace")
        for form in forms_in(answer):
            if type(form) in told or type(form).__name__ in PARTS:
                continue
            told.add(type(form))
            drawn = [field for field in form.visible_fields() if f'name="{field.html_name}"' in page]
            places = [page.index(f'name="{field.html_name}"') for field in drawn]
            if places != sorted(places):
                odd.add(f"{type(form).__name__} on {url}: {[field.name for field in drawn]}")
    assert odd == set()
