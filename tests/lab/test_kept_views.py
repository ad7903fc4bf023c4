"""What a person keeps of a list is told where one stands: the arrow that was pressed, the view that is shown."""

import re

import pytest
from django.urls import reverse

from lab.lists import address_of
from lab.models import SavedView
from lab.once import new_token
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order
from workflow.pages.order_table import ORDERS

pytestmark = pytest.mark.django_db
COLUMNS_URL = "/lists/columns/?back=/orders/"


def arrow_with_the_focus(answer) -> str:
    (button,) = re.findall(r"<button[^>]*\bautofocus\b[^>]*>", answer.content.decode())
    return re.search(r'value="([^"]*)"', button)[1]


def test_a_moved_column_keeps_the_focus_and_at_an_end_its_other_arrow_has_it():
    client = client_of(make_employee(roles=["manager"]))
    rows = client.get(COLUMNS_URL).context["form"].rows
    names = [column.name for column, _shown in rows]

    def pressed(move):
        typed = {"form_token": new_token(), "sequence": ",".join(names), "columns": ["due"], "move": move}
        return client.post(COLUMNS_URL, typed)

    for move, focus in (
        (f"up:{names[3]}", f"up:{names[3]}"),
        (f"down:{names[3]}", f"down:{names[3]}"),
        (f"up:{names[1]}", f"down:{names[1]}"),
        (f"down:{names[-2]}", f"up:{names[-2]}"),
    ):
        assert arrow_with_the_focus(pressed(move)) == focus
    assert "autofocus" not in pressed("up:nonsense_").content.decode()


def test_the_view_that_is_shown_is_named_and_lacks_without_a_word_what_one_may_not_see():
    mary, tess = make_employee(roles=["manager"]), make_employee(roles=["technician"])
    make_order()
    here = address_of(ORDERS, due="overdue", status="open", columns="number,price,due")
    typed = {"form_token": new_token(), "name": "Late <b>", "is_shared": "on"}
    kept = client_of(mary).post(f"{reverse('lab:view_new')}?back={here.replace('&', '%26')}", typed).url
    view = SavedView.objects.get(name="Late <b>")
    for client in (client_of(mary), client_of(tess)):
        page = client.get(kept)
        assert page.context["view_here"] == view
        assert page.context["passed_over"] == []
        assert '<span class="list-menu-here">Late &lt;b&gt;</span>' in page.content.decode()
        items = page.content.decode().partition('class="list-menu-items"')[2].partition("</ul>")[0]
        assert items.count('aria-current="page"') == 1
        for other in ("/orders/", f"{kept}&marker=5", "/orders/?status=open"):
            assert client.get(other).context["view_here"] is None
    gone = client_of(tess).get(kept.replace("price", "nonsense_"))
    assert any("nonsense_" in sentence for sentence in gone.context["passed_over"])
