"""Somebody who is logged in and asks for pages: the application is called in the process, as a server would call it.

No socket and no server stand between: both sides of a ratio would carry the same of it. The tests' client is not used:
it adds work of its own to each answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from secrets import token_hex
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from lab.models import Employee

_HOST = "127.0.0.1"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One session of one employee, with the cookies of a browser that has been here before."""

    def __init__(self, employee: Employee):
        self.application = WSGIHandler()
        self.csrf = token_hex(16)
        cookies = {settings.SESSION_COOKIE_NAME: _session_of(employee), settings.CSRF_COOKIE_NAME: self.csrf}
        self.cookies = "; ".join(f"{name}={content}" for name, content in cookies.items())

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"")

    def pieces(self, address: str) -> Iterator[bytes]:
        """A download, piece by piece as a server would send it."""
        said, response = self._begin("GET", address, b"")
        try:
            yield from response
        finally:
            response.close()
        answered(Answer(int(said[0].split()[0]), dict(said[1]), b""), 200)

    def post(self, address: str, fields: dict[str, object]) -> Answer:
        """A form sent from a page, with its code against forgery."""
        return self._ask(
            "POST", address, urlencode({"csrfmiddlewaretoken": self.csrf, **fields}, doseq=True).encode()
        )

    def post_file(self, address: str, fields: dict[str, object], file: ContentFile) -> Answer:
        """A form with a file."""
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": self.csrf, **fields, "file": file})
        return self._ask("POST", address, body, MULTIPART_CONTENT)

    def _ask(self, method: str, address: str, body: bytes, kind=_FORM) -> Answer:
        said, response = self._begin(method, address, body, kind)
        try:
            content = b"".join(response)
        finally:
            response.close()
        return Answer(int(said[0].split()[0]), dict(said[1]), content)

    def _begin(self, method: str, address: str, body: bytes, kind=_FORM) -> tuple[list, HttpResponseBase]:
        path, _mark, query = address.partition("?")
        said: list = []
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": _HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": _HOST,
            "HTTP_HOST": _HOST,
            "HTTP_COOKIE": self.cookies,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }
        return said, self.application(environ, lambda status, headers: said.extend((status, headers)))


def _session_of(employee: Employee) -> str:
    """The key of a session such as logging in would have opened."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(employee.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = employee.get_session_auth_hash()
    session.save()
    return session.session_key


class WrongAnswer(Exception):
    """A measured request was not answered as it should be."""


def answered(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise WrongAnswer(f"{answer.status} instead of {status}: {answer.body[:300]!r}")
    return answer
