"""An address that is filled in is the one that ``reverse`` gives."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from common.addresses import address

urlpatterns = [path("elsewhere/<str:number>/", lambda request: None, name="logged")]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("workflow:order_list", []),
        ("workflow:order_do", ["2026-000012", "plan-work"]),
        ("workflow:task_move", ["A & B ü {0}", 7, "move-up"]),
        ("workflow:customer_page", [9_000_000_000]),
    ],
)
def test_it_is_the_address_that_reverse_gives(name, args):
    assert address(name, *args) == reverse(name, args=args)


def test_an_argument_that_fits_nowhere_is_refused():
    for wrong in ("", "a/b"):
        with pytest.raises(NoReverseMatch):
            address("workflow:order_page", wrong)


def test_what_is_kept_is_kept_for_its_place_and_its_table_of_addresses():
    own = address("workflow:order_page", "1")
    try:
        set_script_prefix("/lab/")
        assert address("workflow:order_page", "1") == f"/lab{own}"
    finally:
        set_script_prefix("/")
    assert address("workflow:order_page", "1") == own
    with override_settings(ROOT_URLCONF=__name__):
        assert address("logged", "1") == "/elsewhere/1/"
        with pytest.raises(NoReverseMatch):
            address("workflow:order_page", "1")
