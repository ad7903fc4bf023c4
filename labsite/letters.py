"""In which letters a request is read: UTF-8, as every page of ours sends it, and each text as it is kept."""

from collections.abc import Callable

from django.http import Http404, QueryDict

from common.typed_text import as_asked, as_kept


class ReadAsUtf8:
    """Ignores a request that claims another encoding, and unseen signs in an address.

    Some of the encodings that a request may name make text which no database takes; others are no letters at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "charset" in request.content_params:
            request.encoding = "utf-8"
        if any(sign < " " or sign == "\x7f" for sign in request.path_info):
            raise Http404
        if request.META.get("QUERY_STRING"):
            request.GET = _each_text(request.GET, lambda name, text: as_asked(text))
        return self.get_response(request)


class TextAsKept:
    """What is typed into a form is brought into the shape in which it is kept before any form looks at it.

    Stands behind the door: only then is the body read, and only of those who may send one. Passwords are nobody's
    to change.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST":
            request.POST = _each_text(
                request.POST, lambda n, text: text if "password" in n else as_kept(text)
            )


def _each_text(typed: QueryDict, shape: Callable[[str, str], str]) -> QueryDict:
    """The same names with their texts shaped; the very same object where nothing changes."""
    shaped = {name: [shape(name, text) for text in texts] for name, texts in typed.lists()}
    if all(texts == typed.getlist(name) for name, texts in shaped.items()):
        return typed
    changed = QueryDict(mutable=True, encoding=typed.encoding)
    for name, texts in shaped.items():
        changed.setlist(name, texts)
    changed._mutable = False
    return changed
