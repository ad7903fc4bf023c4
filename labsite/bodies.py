"""The gate for what is sent in: who may send how much to this address, decided before the body is read.

A form is read by the first who asks for a field of it, long before any view: without this gate a stranger's file
would lie on the disk before anybody had asked who sends it.
"""

from django.conf import settings
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.incoming import FilesNotWanted, IncomingFiles
from lab.access import PUBLIC, action_of, public
from lab.permissions import may
from labsite.by_script import is_by_script, session_ended
from labsite.errors import notice


class BodyGate:
    """Stands before everything that reads a form; the settings' own upload handler keeps no file.

    Bytes that are refused by their announced length are never read; without a length there is no body.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        length = _announced(request)
        if not length:
            return None
        is_form = request.content_type == "multipart/form-data"
        takes_files = _takes_files_from(request, view)
        if takes_files and not is_form:
            return None  # the view reads such a body piece by piece, and knows its limit
        if length > _longest(request, takes_files):
            if is_by_script(request) and not request.user.is_authenticated:
                return session_ended(request)  # it is not too large: nobody knows any longer who sends it
            return notice(413, _("This is larger than can be sent here."))
        return _read_form(request, takes_files) if is_form else None


@require_safe
@public
def may_send(request):
    """For a proxy that buffers files: 204 where the sender has logged in, so that it takes no stranger's.

    Whether this person may bring a file to that address is asked when the proxy hands it over.
    """
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


def _announced(request) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() else 0


def _takes_files_from(request, view) -> bool:
    if not getattr(view, "takes_files", False):
        return False
    action = action_of(view, request.resolver_match)
    return action == PUBLIC or (action is not None and may(request.user, action))


def _longest(request, takes_files: bool) -> int:
    """Bytes of a body. A stranger has two fields to fill in; a form of files holds one of the largest."""
    fields = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if takes_files:
        return settings.LABSITE_MAX_FILE_BYTES + fields
    if _announced(request) > settings.LABSITE_MAX_STRANGERS_BYTES and not request.user.is_authenticated:
        return settings.LABSITE_MAX_STRANGERS_BYTES
    return fields


def _read_form(request, takes_files: bool):
    """Read the form here, where a refusal still has a page."""
    if takes_files:
        request.upload_handlers = [IncomingFiles(request)]
    try:
        request.POST  # noqa: B018 - asking is what reads it
    except FilesNotWanted as refusal:
        return notice(413, str(refusal))
    except UnreadablePostError:
        return notice(400, _("The form did not arrive whole."))
    return None
