"""Every list × everybody × page and files: columns, sort orders, filters that one may not see do not exist."""

import pytest
from django.core.exceptions import ValidationError

from common.lists.asked import read
from common.lists.fields import WordsField
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


NONSENSE = "no-such-thing"


def test_what_makes_no_sense_in_an_address_is_said_beside_the_list(world):
    """A forged filter, a view that is gone, a column of a saved view that is gone: nobody takes all rows for some."""
    client, viewer = world.clients["administrator"], viewer_of(world.people["administrator"])
    unsaid, told = [], set()
    for key, (route, table) in LISTS.items():
        url = address(route, ROWS[key].about, world)
        wrong = {
            one.name: NONSENSE
            for one in table.filters
            if _refuses(one.field_for(viewer)) and not one.page_tells
        }
        tab = {table.tabs.name: NONSENSE} if table.tabs else {}
        for name, text in {
            **wrong,
            **tab,
            "sort": NONSENSE,
            "columns": f"{NONSENSE},{table.columns[0].name}",
        }.items():
            page = client.get(url, {name: text}).content.decode()
            if page.count('class="list-misread"') != 1 or f"“{NONSENSE}”" not in page:
                unsaid.append(f"{key} {name}")
            told.add(name)
        assert "list-misread" not in client.get(url).content.decode(), key
    assert unsaid == []
    assert {"customer", "since", "status", "sort", "columns"} <= told


BLANK, NINE_WORDS, FAR_BEHIND = "%20", "+".join(["mill"] * 9), f"{'+' * 500}mill"


def test_blanks_and_a_search_of_too_many_words_are_said_too(world):
    """What an address holds for a filter narrows the list, or is told: neither blanks nor a longer search widen it."""
    client, viewer = world.clients["administrator"], viewer_of(world.people["administrator"])
    unsaid, told = [], set()
    for key, (route, table) in LISTS.items():
        url = address(route, ROWS[key].about, world)
        for one in table.filters:
            words = isinstance(one.field_for(viewer), WordsField)
            if one.page_tells or not (words or _refuses(one.field_for(viewer))):
                continue
            for text in [NINE_WORDS, "x" * 201, "a-b-c-d-e-f-g-h-i", FAR_BEHIND] if words else [BLANK]:
                page = client.get(f"{url}?{one.name}={text}").content.decode()
                if page.count('class="list-misread"') != 1:
                    unsaid.append(f"{key} {one.name}={text}")
                told.add(one.name)
    assert unsaid == []
    assert {"q", "customer", "since", "due"} <= told
    for place in ("/orders/", "/patients/"):
        assert 'value="mill mill mill' in client.get(f"{place}?q={NINE_WORDS}").content.decode()
    eight = client.get(f"/orders/?q={'+'.join(['mill'] * 8)}+").content.decode()
    assert "list-misread" not in eight + client.get("/orders/?q=+").content.decode()


def _refuses(field) -> bool:
    try:
        return field.clean(NONSENSE) is None
    except ValidationError:
        return True


def _labels(table, person) -> list[str]:
    columns = [one for one in table.columns_for(viewer_of(person)).values() if one.in_files]
    return list(dict.fromkeys(str(label) for one in columns for label, _read in one.file_columns()))
