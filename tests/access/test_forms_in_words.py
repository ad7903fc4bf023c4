"""What is chosen from says in a word what it means to choose nothing, and what is wrong is listed as the fields stand:
every form that a page shows, walked."""

import re

import pytest

from tests.access.forms_shown import addresses, forms_of, forms_shown

pytestmark = pytest.mark.django_db

OWN_SUMMARY = {"OrderHeadForm"}
PARTS = {"PaymentForm", "PaymentOfCustomer"}
"""Between their fields stand the charges that are paid; what is wrong with one is said in its row as well."""


def test_no_empty_choice_is_a_row_of_dashes(world):
    silent = set()
    for form in forms_shown(world).values():
        for name, field in form.fields.items():
            for value, label in () if field.widget.is_hidden else getattr(field, "choices", ()):
                if value in ("", None) and not re.search(r"\w", str(label)):
                    silent.add(f"{type(form).__module__}.{type(form).__name__}.{name}: {label}")
    assert silent == set()


def test_the_fields_of_a_form_stand_on_its_page_as_its_summary_lists_them(world):
    client, told, odd = world.clients["administrator"], set(), set()
    for url in addresses(world):
        answer = client.get(url)
        if url.startswith("/admin/") or answer.streaming:
            continue
        page = answer.content.decode(errors="replace")
        for form in forms_of(client, url):
            if type(form) in told or type(form).__name__ in OWN_SUMMARY | PARTS:
                continue
            told.add(type(form))
            drawn = [field for field in form.visible_fields() if f'name="{field.html_name}"' in page]
            places = [page.index(f'name="{field.html_name}"') for field in drawn]
            if places != sorted(places):
                odd.add(f"{type(form).__name__} on {url}: {[field.name for field in drawn]}")
    assert odd == set()
