"""Editing what others may be editing too: a form carries what it showed, and is laid over what stands when it comes.

What others changed meanwhile stays, where the person did not change the same; where both did, the form comes back with
both versions and everything typed, and saving again is a decision (``docs/decisions``).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.merging import Clash, Merged, merge
from common.packing import pack, unpack
from common.refusals import Refused
from common.sheets import Sheet, as_sent, in_words, names_its_rows, posted, row_with, untouched
from lab.cause import Cause
from lab.in_use import AsksFirst, ask_first
from lab.once import perform, token_for
from lab.records import EventTold, field_in_words, history_of, last_event

SEEN_FIELD = "seen"
MOST_NAMED = 8

Parts = Iterable[Any]
"""Forms and formsets of one page, the chief one first."""

Build = Callable[[QueryDict | None, Any], Parts]
"""(what was sent or None, the record) → the forms and formsets of the page, bound or not."""


@dataclass(frozen=True)
class ClashTold:
    """Something both changed, in words."""

    name: str
    before: str
    now: str
    typed: str


@dataclass(frozen=True)
class Stale:
    """What the page says of a form that was opened on an older version."""

    clashes: list[ClashTold] = field(default_factory=list)
    events: list[EventTold] = field(default_factory=list)


class StaleRecord(Refused):
    """Both changed the same. ``forms`` hold what stands now with what was typed in it; nothing is saved."""

    def __init__(self, parts: Parts, stale: Stale, seen: str):
        self.forms, self.stale, self.seen = parts, stale, seen
        super().__init__(
            _(
                "Somebody else changed the same while you were typing. Nothing is saved yet: look at both versions."
            )
        )


@dataclass(frozen=True)
class LaidOver:
    """Forms as they would be saved. ``kept`` names what others changed meanwhile and the person did not."""

    parts: Parts
    stale: StaleRecord | None = None
    kept: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """For the line at the head of the next page."""
        names = ", ".join(self.kept)
        return (
            _("Somebody else changed this meanwhile, which was kept: %(names)s.") % {"names": names}
            if names
            else ""
        )


class NotRight(Refused):
    """Something typed is not right: the forms say what."""

    def __init__(self, parts: Parts):
        self.forms = parts
        super().__init__("")


def seen_by(parts: Parts, *, since: int | None = None) -> str:
    """What these unbound forms show, for the hidden field of their page."""
    told = {"since": last_event() if since is None else since, **untouched(parts).as_plain()}
    return pack(json.dumps(told))


def locked(record: models.Model) -> models.Model:
    """The record as it stands now, its row locked until the transaction ends."""
    found = type(record)._base_manager.select_for_update(no_key=True).filter(pk=record.pk).first()
    if found is None:
        raise Refused(_("This was deleted meanwhile."))
    return found


def rebased(request, record: models.Model, build: Build) -> "LaidOver":
    """The posted forms over the locked ``record`` as it stands now, found right.

    Raises ``StaleRecord`` where others changed the same meanwhile, ``NotRight`` where something typed is not right.
    """
    laid = laid_over(request, record, build)
    refuse_clash(laid)
    right(laid.parts)
    return laid


def refuse_clash(laid: "LaidOver") -> None:
    """Raise ``StaleRecord`` where both changed the same."""
    if laid.stale:
        raise laid.stale


def laid_over(request, record: models.Model, build: Build) -> "LaidOver":
    """The posted forms over what stands now, unchecked; and the refusal, where both changed the same."""
    sent = build(request.POST, record)
    opened, since = _opened_on(request)
    if opened is None:
        return LaidOver(sent)
    fresh = build(None, record)
    merged, now = _merged(sent, fresh, opened, request.POST)
    if not merged.is_newer:
        return LaidOver(sent)
    parts = build(as_sent(fresh, merged.sheet, now, request.POST), record)
    if not merged.clashes:
        return LaidOver(parts, kept=_kept(fresh, opened, now))
    stale = Stale(
        [_told(record, fresh, clash) for clash in merged.clashes],
        history_of(record, with_money=True, since=since),
    )
    return LaidOver(parts, stale=StaleRecord(parts, stale, seen_by(fresh)))


def right(parts: Parts) -> Parts:
    """The same forms, or ``NotRight``. Each is looked at, so that each shows what is wrong."""
    checked = [part.is_valid() for part in parts]
    if not all(checked):
        raise NotRight(parts)
    return parts


def edit_page(
    request,
    record: models.Model,
    build: Build,
    save: Callable[[list, Cause], str],
    *,
    template: str,
    context: Callable[[list], dict],
    said: str,
) -> HttpResponse:
    """The page of a form about one record, new or standing; ``save`` returns the address to go to."""
    if request.method != "POST":
        parts = build(None, record)
        keys = {"form_token": token_for(request), "seen": seen_by(parts) if record.pk else ""}
        return render(request, template, {**context(parts), **keys})
    latest: list[LaidOver] = []

    def run(cause: Cause) -> str:
        stands = locked(record) if record.pk else record
        if record.pk:
            latest.append(rebased(request, stands, build))
        else:
            latest.append(LaidOver(right(build(request.POST, stands))))
        ask_first(request, stands, latest[-1].parts[0])
        return save(latest[-1].parts, cause)

    try:
        address = perform(request, run)
    except (StaleRecord, NotRight) as refused:
        return _page(request, template, context(refused.forms), refused)
    except Refused as refused:
        parts = latest[-1].parts if latest else build(request.POST, record)
        if not isinstance(refused, AsksFirst):
            parts[0].add_error(None, str(refused))
        return _page(request, template, context(parts), refused)
    messages.success(request, said)
    if latest and latest[-1].said:
        messages.info(request, latest[-1].said)
    return redirect(address)


def keys_of(request, refused: Refused | None = None) -> dict:
    """What ``components/form_keys.html`` needs besides the token, of a form that comes back."""
    keys = {"seen": request.POST.get(SEEN_FIELD, ""), "stale": None, "asks": None}
    if isinstance(refused, StaleRecord):
        return keys | {"stale": refused.stale, "seen": refused.seen}
    return keys | {"asks": refused if isinstance(refused, AsksFirst) else None}


def _page(request, template: str, context: dict, refused: Refused) -> HttpResponse:
    status = 409 if isinstance(refused, StaleRecord | AsksFirst) else 422
    words = {"form_token": token_for(request), **keys_of(request, refused)}
    return render(request, template, {**context, **words}, status=status)


def _opened_on(request) -> tuple[Sheet | None, int]:
    """The sheet that the page was opened on and the last event before it; None where it does not say."""
    try:
        told = json.loads(unpack(request.POST.get(SEEN_FIELD, "")))
        json.dumps(told, ensure_ascii=False).encode()  # halves of letters come through as \ud800
    except (ValueError, RecursionError):
        return None, 0
    since = told.get("since") if isinstance(told, dict) else 0
    return Sheet.from_plain(told), since if isinstance(since, int) and 0 <= since < 2**63 else 0


def _merged(sent: Parts, fresh: Parts, opened: Sheet, data: QueryDict) -> tuple[Merged, Sheet]:
    now = untouched(fresh)
    formsets = [part for part in fresh if isinstance(part, forms.BaseFormSet)]
    groups = [group for part in fresh for group in _together(part)]
    takes_away = [part.prefix for part in formsets if not names_its_rows(part)]
    return merge(opened, now, posted(sent, data), together=groups, leaving_out_removes=takes_away), now


def _together(part) -> Sequence[Sequence[str]]:
    """Fields that say something only together, as the form's model tells."""
    return getattr(getattr(getattr(part, "_meta", None), "model", None), "TOGETHER", ())


def _kept(fresh: Parts, opened: Sheet, now: Sheet) -> tuple[str, ...]:
    """The names of what differs between the two, as far as they are soon told."""
    names = []
    for part in fresh:
        if isinstance(part, forms.BaseFormSet):
            rows = getattr(part, "called", None) or part.model._meta.verbose_name_plural
            names += [str(rows)] if opened.rows.get(part.prefix) != now.rows[part.prefix] else []
        else:
            changed = [name for name in part.fields if opened.fields.get(name) != now.fields.get(name)]
            names += [str(part.fields[name].label) for name in changed]
    return tuple(names[:MOST_NAMED])


def _told(record, parts: Parts, clash: Clash) -> ClashTold:
    form = _form_of(parts, clash.formset)
    form_field, label = form.fields[clash.field], str(form.fields[clash.field].label or clash.field)
    if clash.row:
        label = f"{_row_in_words(parts, clash) or field_in_words(type(record), clash.formset)}: {label}"
    words = [in_words(form_field, said) for said in (clash.before, clash.now, clash.typed)]
    return ClashTold(label, *words)


def _form_of(parts: Parts, formset: str):
    if not formset:
        return next(iter(parts))
    return next(part for part in parts if getattr(part, "prefix", None) == formset).empty_form


def _row_in_words(parts: Parts, clash: Clash) -> str:
    part = next(part for part in parts if getattr(part, "prefix", None) == clash.formset)
    if names_its_rows(part):
        row = row_with(part.model, clash.row)
        return str(row) if row else ""
    key = part.empty_form.fields[part.row_key]
    return in_words(key, clash.row)
