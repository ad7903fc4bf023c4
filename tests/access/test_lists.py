"""Every list × everybody × page and files: columns, sort orders, filters that one may not see do not exist."""

import pytest

from common.lists.asked import read
from lab.lists import viewer_of
from tests.access.arguments import address, walk
from tests.access.matrix import ROWS
from tests.access.rows import EVERYBODY
from tests.lab.lists import read_csv, read_workbook

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
LISTS = {key: (route, view.list_table) for key, route, view in walk() if hasattr(view, "list_table")}


@pytest.mark.parametrize("identity", sorted(EVERYBODY))
def test_files_have_the_columns_that_the_person_may_see_whatever_is_asked(world, identity):
    client, wrong = world.clients[identity], []
    for key, (route, table) in LISTS.items():
        world.visitor = identity
        url = address(route, ROWS[key].about, world)
        everything = ",".join(column.name for column in table.columns)
        for kind, read_back in (("csv", read_csv), ("xlsx", read_workbook)):
            answer = client.get(url, {"format": kind, "columns": everything})
            if identity not in ROWS[key].roles:
                wrong += [f"{key} {kind}: {answer.status_code}"] if answer.status_code != 403 else []
                continue
            head, *rows = read_back(answer)
            if head != _labels(table, world.people[identity]) or any(len(row) != len(head) for row in rows):
                wrong.append(f"{key} {kind}: {head}")
    assert wrong == []


def test_a_technician_neither_sees_sorts_by_nor_chooses_a_column_of_money(world):
    """Forged addresses ask for nothing."""
    person = world.people["technician"]
    viewer, wrong = viewer_of(person), []
    for key, (_route, table) in LISTS.items():
        for column in table.columns:
            if not column.needs or viewer.may(column.needs):
                continue
            asked = read(table, {"columns": column.name, "sort": f"-{column.name}"}, viewer)
            if column in asked.columns or asked.sort.endswith(column.name):
                wrong.append(f"{key}: {column.name}")
    assert wrong == []
    page = (
        world.clients["technician"].get("/orders/?columns=price,payment,number&status=all").content.decode()
    )
    assert "Price" not in page
    dialog = world.clients["technician"].get("/lists/columns/?back=/orders/").content.decode()
    assert "Due" in dialog
    assert "Price" not in dialog


def _labels(table, person) -> list[str]:
    columns = [one for one in table.columns_for(viewer_of(person)).values() if one.in_files]
    return list(dict.fromkeys(str(label) for one in columns for label, _read in one.cell.file_columns(one)))
