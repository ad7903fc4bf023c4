"""The pages that are shown when a page cannot be, in a real browser."""

import pytest

pytestmark = pytest.mark.browser


def test_a_missing_address_gets_a_page_that_keeps_to_the_policy(page, problems):
    page.goto("/nowhere/")
    assert "404" in page.inner_text("body")
    assert [said for said in problems if "404" not in said] == []
    problems.clear()


def test_the_browser_tells_when_a_page_breaks_the_policy(page, problems):
    page.goto("/nowhere/")
    problems.clear()
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(200)
    assert any("Content-Security-Policy" in said for said in problems)
    problems.clear()
