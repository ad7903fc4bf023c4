"""Logging in, inviting and setting a password in a real browser; the pages read well by machines too."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from lab.models import Employee
from tests.factories.lab import PASSWORD, make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
NEW = "another long password"
FAULTS = "axe.run().then(found => found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html}`))"


def faults_of(page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FAULTS)


def test_an_administrator_logs_in_and_invites_somebody_who_sets_a_password_and_is_in(page):
    make_employee("Ada Berg", username="ada", roles=["administrator"])
    page.goto("/team/invite/")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url("**/team/invite/")
    page.fill("[name=name]", "Olga Neuhaus")
    page.fill("[name=email]", "olga@example.org")
    page.fill("[name=username]", "olga")
    page.check("#role-accountant")
    page.click("main form button[type=submit]")
    link = page.input_value("#address")

    page.context.clear_cookies()
    page.goto(link)
    page.fill("[name=new_password1]", NEW)
    page.fill("[name=new_password2]", NEW)
    page.click("form button[type=submit]")
    page.wait_for_url(re.compile(r"://[^/]+/(orders/)?$"))
    page.goto("/me/")
    assert "Olga Neuhaus" in page.inner_text("h1")
    assert Employee.objects.get(username="olga").has_usable_password()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_have_no_fault_that_a_machine_can_find(page, log_in, width, scheme):
    administrator = make_employee("Ada Berg", roles=["administrator"])
    make_employee("Olga Neuhaus", password=None)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto("/login/")
    assert faults_of(page) == []
    log_in(administrator)
    for address in ["/me/", "/me/password/", "/team/", "/team/invite/", f"/team/{administrator.pk}/"]:
        page.goto(address)
        assert faults_of(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
