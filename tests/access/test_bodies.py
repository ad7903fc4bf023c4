"""What is sent in: nothing of it is read, let alone kept, before it is known who sends it and to which address."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from tests.access.arguments import address, walk
from tests.access.crawling import LEFT_OUT, LINK
from tests.access.matrix_of_admin import rows_with_admin
from tests.access.world import IDENTITIES
from tests.architecture.house import ROOT
from tests.attack.test_forged_forms import order_of

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

HUGE = 2 * 1024**3
FORM = "multipart/form-data; boundary=B"
OTHER_KINDS = ("application/x-www-form-urlencoded", "application/octet-stream")
ROWS = rows_with_admin()
VIEWS = {key: (route, view) for key, route, view in walk()}
TAKING = {key for key, (_route, view) in VIEWS.items() if getattr(view, "takes_files", False)}


class FormsWithFiles(HTMLParser):
    """Where the forms of a page send what is handed in to them; "" for the page itself."""

    def __init__(self, page):
        super().__init__()
        self.action, self.found = "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.action = said.get("action") or ""
        if tag == "input" and said.get("type") == "file":
            self.found.append(self.action.split("?")[0])


class Sender:
    """The body of a request as the server hands it over: counts what is read of it, and never gets to its end."""

    def __init__(self, beginning=b""):
        self.read_so_far, self.beginning = 0, beginning

    def read(self, size=-1):
        self.read_so_far += 1
        if self.read_so_far > 3:
            raise OSError("the sender has gone")
        return self.beginning.ljust(min(size, 65536), b"x")

    readline = read


def send(client, url, *, announced=HUGE, kind=FORM, beginning=b""):
    sender = Sender(beginning)
    more = {"wsgi.input": sender, "CONTENT_LENGTH": str(announced), "CONTENT_TYPE": kind}
    return client.generic("POST", url, b"", **more), sender


@pytest.mark.parametrize(
    ("identity", "kind"),
    [
        *((identity, FORM) for identity in IDENTITIES),
        *((identity, kind) for identity in ("anonymous", "manager") for kind in OTHER_KINDS),
    ],
)
def test_of_a_huge_body_no_byte_is_read_unless_this_person_may_bring_files_there(world, identity, kind):
    wrong = []
    for key, (route, _view) in VIEWS.items():
        url = address(route, ROWS[key].about, world)
        answer, sender = send(world.clients[identity], url, kind=kind)
        may_bring = key in TAKING and identity in ROWS[key].roles
        if sender.read_so_far and not may_bring:
            wrong.append(f"{url} read {sender.read_so_far} pieces")
        if answer.status_code >= 500 or (answer.status_code == 200 and not may_bring):
            wrong.append(f"{url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_count_sees_a_body_that_is_read(world):
    """The control: to an address that takes files, from somebody who may, the same body is read."""
    for key in TAKING:
        url = address(VIEWS[key][0], ROWS[key].about, world)
        _answer, sender = send(world.clients[max(ROWS[key].roles)], url)
        assert sender.read_so_far, url


@pytest.mark.parametrize(
    "url", ["/nowhere/", "/healthz", "/login/", "/login", "/admin/login/", "/static/nothing.js"]
)
def test_a_stranger_leaves_nothing_whatever_the_address(world, client, url):
    answer, sender = send(client, url)
    assert sender.read_so_far == 0
    assert 400 <= answer.status_code < 500 or answer.status_code == 301


@pytest.mark.parametrize(
    ("url", "host"), [("/nowhere/", "testserver"), ("/%01/", "testserver"), ("/", "elsewhere")]
)
def test_the_page_of_an_error_reads_nothing_either(world, url, host):
    """As in a browser: with the cookie that makes Django look for its token among what was sent."""
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")
    sender = Sender(b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n')
    sent = {"wsgi.input": sender, "CONTENT_LENGTH": "60000", "CONTENT_TYPE": FORM, "HTTP_HOST": host}
    assert browser.generic("POST", url, b"", **sent).status_code in (400, 404)
    assert sender.read_so_far == 0


def test_a_small_file_is_refused_where_none_belongs(world):
    part = b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n'
    for client in (world.clients["anonymous"], world.clients["manager"]):
        for key, (route, _view) in VIEWS.items():
            if key not in TAKING:
                url = address(route, ROWS[key].about, world)
                answer, _sender = send(client, url, announced=60_000, beginning=part)
                assert answer.status_code in (413, 403, 404), url


def test_a_form_without_a_file_may_still_be_sent_in_parts(world, client):
    answer = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()


def test_every_page_with_a_place_for_a_file_sends_it_to_an_address_that_takes_files(world):
    """Found by opening the pages: whoever adds a file to a form meets this before a person meets a refusal."""
    client, found, waiting, seen = world.clients["administrator"], {}, ["/", "/admin/"], set()
    while waiting:
        url = waiting.pop()
        path = url.split("?")[0]
        if path in seen or (path.startswith(LEFT_OUT) and not path.startswith("/admin/")) or len(seen) > 600:
            continue
        seen.add(path)
        answer = client.get(url)
        if answer.status_code in (301, 302):
            waiting.append(answer.url)
        if "html" not in answer.get("Content-Type", ""):
            continue
        page = answer.content.decode()
        waiting += [unescape(link) for link in LINK.findall(page)]
        for action in FormsWithFiles(page).found:
            found[action or path] = url
    assert len(found) >= 4
    for target, page in found.items():
        assert getattr(resolve(target).func, "takes_files", False), f"{page} sends files to {target}"


def test_a_file_that_is_too_large_leaves_the_form_as_it_was_typed(world, settings):
    settings.LABSITE_MAX_FILE_BYTES = 300_000
    form = order_of(instructions="typed with care") | {"file": SimpleUploadedFile("scan.stl", b"x" * 300_001)}
    answer = world.clients["manager"].post("/orders/new/", form)
    assert answer.status_code == 422
    assert "This file is larger than" in answer.content.decode()
    assert "typed with care" in answer.content.decode()


def test_where_there_is_no_room_the_form_stays_and_nothing_is_kept(world, settings):
    settings.LABSITE_FREE_SPACE_FLOOR = 10**18
    before = sorted(settings.LABSITE_FILES.rglob("*"))
    form = order_of(instructions="typed with care") | {"file": SimpleUploadedFile("scan.stl", b"x" * 600_000)}
    answer = world.clients["manager"].post("/orders/new/", form)
    assert "There is no room for this file" in answer.content.decode()
    assert "typed with care" in answer.content.decode()
    assert sorted(settings.LABSITE_FILES.rglob("*")) == before


@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_proxy_learns_who_has_logged_in(world, identity):
    knows = identity not in ("anonymous", "deactivated")
    assert world.clients[identity].get("/may-send").status_code == (204 if knows else 403)


def test_the_proxy_takes_files_at_the_addresses_that_take_them_and_at_no_other(world):
    [pattern] = re.findall(r"location ~ (\S+) \{", (ROOT / "deploy/nginx/labsite.conf").read_text())
    for key, (route, _view) in VIEWS.items():
        url = address(route, ROWS[key].about, world)
        assert bool(re.search(pattern, url)) == (key in TAKING), url
