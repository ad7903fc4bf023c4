"""The control of the tests of pickers: a list that is filtered only 300 ms after the last key is found out."""

import pytest

from tests.browser.test_every_picker import complaints
from tests.browser.typing import WAYS, Place, begin
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_ONCE = "this.#look({ soon: true });"
LATER = "clearTimeout(this.later); this.later = setTimeout(() => this.#look({ soon: true }), 300);"


def test_enter_before_the_filter_ran_takes_another_row(page, log_in, live_server):
    for code in ("C-101", "R-161", "R-163"):
        make_service(code=code)
    log_in(make_employee())

    def slow(route):
        script = route.fetch().text()
        assert AT_ONCE in script
        route.fulfill(body=script.replace(AT_ONCE, LATER), content_type="text/javascript")

    page.route("**/js/picker.js", slow)
    begin(page, "/orders/new/")
    assert any("enter_at_once" in said for said in complaints(Place(page, "id_lines-0-service"), WAYS))
