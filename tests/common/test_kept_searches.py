"""A kept search finds what the plain one finds, whatever is filled in."""

import pytest

from catalog.models import Material
from common.finding import SEARCH, holds_a_form
from common.kept_searches import KeptSearch, blank_id, blank_text
from tests.factories.catalog import make_material

pytestmark = pytest.mark.django_db

ODD = ("wax", "100%", "%", "_", "\\", "a_c", "'", "100\\", "😀", "")


def test_it_finds_the_same_with_signs_that_mean_something_in_a_pattern():
    made = [make_material(name=name) for name in ("Wax 100%", "a_c", "abc", "100\\", "it's 😀")]
    ids = [material.pk for material in made[:3]]

    def asked(word: str, pks: list[int]):
        found = holds_a_form([word], SEARCH)
        return Material.objects.filter(found, pk__in=pks).order_by("pk").values_list("pk", "name")

    kept = KeptSearch(asked(blank_text(0), [blank_id(at) for at in range(3)]))
    for word in ODD:
        assert kept.ask([word], ids) == list(asked(word, ids)), word
