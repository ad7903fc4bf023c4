"""The list of issued papers in the admin site: found by number, by what they are about, and by their code."""

import pytest
from django.urls import reverse

from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["s-1", "ada", "{code}", "{groups}", "{lower}"])
def test_a_paper_is_found(issued, typed):
    known = {"code": issued.code, "groups": issued.code_in_groups, "lower": issued.code_in_groups.lower()}
    for name, said in known.items():
        typed = typed.replace(f"{{{name}}}", said)
    client = client_of(make_employee(roles=["administrator"]))
    listed = client.get(reverse("admin:papers_issuedpaper_changelist"), {"q": typed})
    assert [row.pk for row in listed.context["cl"].result_list] == [issued.pk]
    none = client.get(reverse("admin:papers_issuedpaper_changelist"), {"q": typed, "kind": "act"})
    assert list(none.context["cl"].result_list) == []
