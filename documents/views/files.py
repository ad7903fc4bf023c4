"""Files in and out: upload, download, thumbnail, removal. Who sees the order sees its files; a tray is its owner's."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.file_responses import private_file_response, thumbnail_response
from common.refusals import Refused
from common.storage import StoredFile
from documents.files import FileIsGone, FilesAreClosed, remove_file
from documents.intake import take_body, take_uploads
from documents.models import Attachment
from documents.thumbnails import LOOKED_FOR
from lab.access import allow, takes_files
from lab.cause import Cause
from lab.once import LONGEST_ADDRESS, new_token, perform
from orders.models import Order


@takes_files
@allow("attach_files")
@require_POST
def upload(request):
    """Take the body as one file, or each file of a plain form; ``?order=`` a number or ``?tray=`` a UUID says where.

    A script gets JSON: ``{"html": …}`` or ``{"error": "sentence"}`` with 422; a plain form goes back to its page.
    """
    plain_form = "text/html" in request.headers.get("Accept", "")
    try:
        attached = _take(request, *_destination(request))
    except Refused as refusal:
        if plain_form:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_where_it_came_from(request))
        return JsonResponse({"error": str(refusal)}, status=422)
    if plain_form:
        return HttpResponseRedirect(_where_it_came_from(request))
    rows = (render_to_string("documents/_file.html", _row(file), request) for file in attached)
    return JsonResponse({"html": "".join(rows)})


@allow("see_orders")
@require_safe
def download(request, file_id):
    """The file as it was handed in, as a download and nothing else."""
    attachment = _visible_file(request, file_id)
    stored = StoredFile(attachment.key, attachment.size, attachment.sha256)
    try:
        return private_file_response(stored, attachment.name)
    except Refused as refusal:
        return render(
            request, "documents/file_unreadable.html", {"sentence": refusal, "file": attachment}, status=410
        )


@allow("see_orders")
@require_safe
def thumbnail(request, file_id):
    """The small picture, drawn anew from the file."""
    attachment = _visible_file(request, file_id)
    if not attachment.thumbnail:
        raise Http404
    return thumbnail_response(bytes(attachment.thumbnail))


@allow("see_orders")
@require_safe
def thumbnail_state(request, file_id):
    """What stands in the thumbnail's place by now: a page that shows a file whose thumbnail is due asks again."""
    found = _visible_file(request, file_id, Attachment.objects.current().listed())
    found.thumbnail_due = found.thumbnail_due and timezone.now() - found.uploaded_at < LOOKED_FOR
    return render(request, "documents/_thumbnail.html", {"file": found})


@allow("attach_files")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, file_id):
    """Ask, then take the file off its order; a file in a tray goes without asking."""
    attachment = _visible_file(request, file_id)
    if attachment.order_id is None:
        return _remove_from_tray(request, attachment)
    refusal = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(perform(request, lambda cause: _remove(attachment, cause, request)))
        except Refused as why_not:
            refusal = why_not
    asked = {
        "file": attachment,
        "refusal": refusal,
        "form_token": request.POST.get("form_token") or new_token(),
        "back_url": _where_it_came_from(request),
        "dialog_title": _("Remove “%(name)s” from order %(number)s")
        % {"name": attachment.name, "number": attachment.order},
    }
    return render(request, "documents/remove_file.html", asked, status=422 if refusal else 200)


def _destination(request) -> tuple[Order | None, UUID | None]:
    """Where the file shall go, looked up before a byte of it is kept."""
    if number := request.GET.get("order"):
        order = get_object_or_404(Order.objects.visible_to(request.user), number=number.replace("\x00", ""))
        if not order.allows("files"):
            raise FilesAreClosed(order)
        return order, None
    try:
        return None, UUID(request.GET.get("tray", ""))
    except ValueError:
        raise Refused(_("It is not said where this file belongs. Open the page again.")) from None


def _take(request, order: Order | None, tray: UUID | None) -> list[Attachment]:
    cause = Cause(request.user, timezone.now())
    order_id = None if order is None else order.pk
    if request.content_type != "multipart/form-data":
        return [take_body(request, order_id, tray, cause)]
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise Refused(_("Choose a file first."))
    return take_uploads(uploads, order_id, tray, cause)


def _row(file: Attachment) -> dict:
    file.has_thumbnail = file.thumbnail is not None
    return {"file": file, "may_remove": True}


def _visible_file(request, file_id, among=None) -> Attachment:
    """The file, if it is on an order that the person sees or in the person's own tray; else 404."""
    among = Attachment.objects.current() if among is None else among
    attachment = get_object_or_404(among.select_related("order"), pk=file_id)
    if attachment.order_id is None:
        if attachment.uploaded_by_id != request.user.pk:
            raise Http404
    elif not Order.objects.visible_to(request.user).filter(pk=attachment.order_id).exists():
        raise Http404
    return attachment


def _remove_from_tray(request, attachment) -> HttpResponse:
    if request.method == "POST":
        with suppress(FileIsGone):  # a second click: what it asked for is done
            remove_file(attachment.pk, Cause(request.user, timezone.now()))
    return HttpResponse("")


def _remove(attachment: Attachment, cause: Cause, request) -> str:
    remove_file(attachment.pk, cause)
    return _where_it_came_from(request, posted=True)


def _where_it_came_from(request, *, posted=False) -> str:
    """The page the person was on: a file has no page of its own, and the order's page lies higher up."""
    asked = request.POST.get("back", "") if posted else request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe and len(asked) <= LONGEST_ADDRESS else "/"
