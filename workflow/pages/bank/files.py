"""Bringing a bank statement: the list of those that came, the box for a new one, the columns of a CSV."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing.bank.reading import read_file
from billing.bank.sheet import Row, guessed, read_sheet
from billing.bank_lines import counts_of
from billing.models import BankFile, BankProfile
from common.days import day_and_year
from common.refusals import Refused
from lab.access import allow, takes_files
from lab.lists import asked_of, list_alone, list_context, of_list
from lab.models import LabSettings
from lab.once import lead_back, perform
from lab.posting import form_page, posted
from workflow.forms.bank import ColumnsForm, StatementFileForm
from workflow.money.choose_columns import choose_columns, keep_for_columns, read_by_profile
from workflow.money.forget_columns import forget_columns
from workflow.money.import_statement import Brought, import_statement
from workflow.pages.bank.tables import BANK_IMPORTS

PREVIEWED = 8
"""Rows of a CSV, and lines read from it, that are shown."""


@of_list(BANK_IMPORTS)
@takes_files
@allow("record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_list(request: HttpRequest) -> HttpResponse:
    """Statements that were taken in, the newest first; and the box for the next."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatementFileForm(*sent)
    came: list[Brought] = []

    def take_in(cause) -> str:
        read = form.read if not isinstance(form.read, list) else read_by_profile(form.read)
        if read is None:
            return reverse("workflow:bank_columns", args=[keep_for_columns(form.name, form.text, cause).pk])
        came[:] = [import_statement(read, cause, file_name=form.name, sha256=form.sha256)]
        return reverse("workflow:bank_import", args=[came[0].bank_import.pk])

    answer = posted(request, [form], take_in, said=lambda: came_in(came[0]) if came else "")
    if answer:
        return answer
    asked, kept = asked_of(request, BANK_IMPORTS)
    beside = {"form": form, "profiles": BankProfile.objects.all()}
    return list_alone(request, asked, kept) or form_page(
        request, BANK_IMPORTS.templates["page"], list_context(request, asked, kept) | beside
    )


@allow("record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column of the CSV says, chosen once for a bank; the first lines as they would be read."""
    if request.method == "POST":
        lead_back(request)
    file = get_object_or_404(BankFile, pk=pk)
    rows = read_file(file.text.encode())
    assert isinstance(rows, list)
    settings, guess = LabSettings.load(), guessed(rows)
    initial = {"account": settings.iban, "currency": settings.currency, "payer": guess.get("name")}
    initial |= {name: said for name, said in guess.items() if name != "name"}
    form = ColumnsForm(request.POST if request.method == "POST" else None, rows=rows, initial=initial)
    form.fields["name"].required = "look" not in request.POST
    came: list[Brought] = []

    def take_in(cause) -> str:
        given = form.cleaned_data
        told = {"name": given["name"], "account": given["account"], "currency": given["currency"]}
        came[:] = [choose_columns(pk, cause, columns=form.columns(), sha256=_sha256(file), **told)]
        return reverse("workflow:bank_import", args=[came[0].bank_import.pk])

    if "look" not in request.POST:
        answer = posted(request, [form], take_in, said=lambda: came_in(came[0]))
        if answer:
            return answer
    context = {"form": form, "file": file, "rows": rows[:PREVIEWED], **_as_read(form, rows, initial)}
    return form_page(request, "workflow/bank/columns.html", context)


@allow("record_payment")
@require_POST
def bank_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a bank were said wrongly: they are asked again with its next file."""

    def forget(cause) -> str:
        forget_columns(pk, cause)
        return reverse("workflow:bank_list")

    profile = BankProfile.objects.filter(pk=pk).first()
    if profile is None:
        lead_back(request)
        raise Http404
    perform(request, forget)
    messages.success(
        request, _("The columns of %(name)s are asked again with its next file.") % {"name": profile}
    )
    return redirect("workflow:bank_list")


def came_in(brought: Brought) -> str:
    """How many lines came, and how many of them are there already; or where they stand, if nothing is new."""
    if not brought.is_new:
        return _read_before(brought)
    count = counts_of([brought.bank_import])[brought.bank_import.pk]
    sentence = ngettext("%(total)s line", "%(total)s lines", count.total)
    if count.known:
        sentence += ngettext(", %(known)s known already", ", %(known)s known already", count.known)
    return sentence % {"total": count.total, "known": count.known} + "."


def _read_before(brought: Brought) -> str:
    sentence = _("This file was read on %(day)s as %(name)s; nothing new is in it.")
    if not brought.stands_alone:
        sentence = _(
            "Nothing new is in this file: its lines were read before, the last of them on %(day)s as %(name)s."
        )
    earlier = brought.bank_import
    day = day_and_year(timezone.localtime(earlier.event.at).date())
    return sentence % {"day": day, "name": earlier.file_name}


def _as_read(form: ColumnsForm, rows: list[Row], initial: dict) -> dict:
    """The first lines by the columns that are chosen, or why they cannot be read."""
    if not form.is_bound:
        said = {name: value for name, value in initial.items() if value is not None}
        form = ColumnsForm(said, rows=rows, initial=initial)
    chosen = form.chosen()
    if chosen is None:
        return {"lines": [], "unread": ""}
    try:
        seen = rows[: chosen.skip + PREVIEWED]
        statement = read_sheet(seen, chosen, account="", currency=initial["currency"])
    except Refused as refusal:
        return {"lines": [], "unread": str(refusal)}
    return {"lines": statement.lines, "unread": ""}


def _sha256(file: BankFile) -> str:
    return hashlib.sha256(file.text.encode()).hexdigest()
