"""How the events of an order are told: a sentence and an icon for each verb, a name for each changed field."""

import re
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.days import day_and_year
from common.templatetags.labsite import as_it_says, figure, money

EVENT_WORDS = {
    "create": (_("Drawn up"), "pencil-square"),
    "edit": (_("Edited"), "pencil"),
    "submit": (_("Submitted"), "send"),
    "take_down": (_("Taken down to drafting"), "arrow-down"),
    "start": (_("Production started"), "play"),
    "hold": (_("Put on hold"), "pause"),
    "send_to_review": (_("Sent to review"), "eye"),
    "return_to_production": (_("Returned to production"), "arrow-counterclockwise"),
    "produce": (_("Produced"), "check2-circle"),
    "reopen": (_("Reopened"), "unlock"),
    "realize": (_("Realized"), "receipt"),
    "unrealize": (_("Unrealized"), "receipt-cutoff"),
    "cancel": (_("Cancelled"), "x-circle"),
    "restore": (_("Restored"), "arrow-up"),
    "take_back": (_("Taken back"), "arrow-counterclockwise"),
    "change_customer": (_("Customer changed"), "person-gear"),
    "merge_customers": (_("Customer merged with another"), "people"),
    "merge_patients": (_("Patient merged with another"), "people"),
    "take_back_merge": (_("Merge taken back"), "arrow-counterclockwise"),
    "update_due": (_("Due date changed"), "calendar-event"),
    "mark": (_("Markers changed"), "tag"),
    "deliver": (_("Delivery recorded"), "truck"),
    "comment": (_("Commented"), "chat-left-text"),
    "assign_task": (_("Performer named"), "person-check"),
    "work_task": (_("Task moved"), "check2"),
    "rush": (_("Rush changed"), "lightning-charge"),
    "discount": (_("Discount changed"), "percent"),
    "adjust_price": (_("Price adjusted"), "pencil-square"),
    "change_currency": (_("Currency changed"), "currency-exchange"),
    "accept_price": (_("Price accepted as it is now"), "check2"),
    "plan_work": (_("Work planned"), "calendar-check"),
    "add_task": (_("Task added"), "plus-lg"),
    "edit_task": (_("Task changed"), "pencil"),
    "move_task": (_("Tasks put in another order"), "arrow-down-up"),
    "plan_task": (_("Plan changed"), "list-check"),
    "remove_task": (_("Task removed"), "dash-lg"),
    "attach_file": (_("File attached"), "paperclip"),
    "remove_file": (_("File removed"), "trash"),
    "make_document": (_("Document made"), "file-earmark-plus"),
    "finish_document": (_("Document finished"), "file-earmark-check"),
    "release_document": (_("Document released"), "file-earmark-medical"),
    "release_again": (_("Amended document released"), "file-earmark-medical"),
    "send_back_document": (_("Document sent back"), "arrow-counterclockwise"),
    "amend_document": (_("Document opened to be amended"), "pencil"),
    "remove_document": (_("Empty document removed"), "file-earmark-x"),
    "critical_call": (_("Called about a critical value"), "telephone"),
    "hand_over_document": (_("Document handed over"), "send-check"),
    "draft_act": (_("Act drafted by hand"), "file-earmark-plus"),
    "edit_act": (_("Act changed by hand"), "file-earmark-text"),
    "delete_act": (_("Draft act deleted"), "file-earmark-x"),
    "post_act": (_("Act posted"), "file-earmark-check"),
    "take_up_automatic": (_("Acts made automatically again"), "gear"),
    "unpost_act": (_("Act unposted"), "file-earmark-minus"),
    "set_pay": (_("Pay set by hand"), "wallet2"),
    "unset_pay": (_("Pay set by hand taken back"), "wallet2"),
    "add_pay": (_("Pay added by hand"), "wallet2"),
    "finalize_pay": (_("Pay finalized"), "lock"),
    "reopen_pay": (_("Finalized pay opened again"), "unlock"),
    "record_payment": (_("Payment recorded"), "cash-coin"),
    "use_advance": (_("Paid from the advance"), "cash-coin"),
    "reverse_payment": (_("Payment reversed"), "cash-coin"),
    "free_advance": (_("Advance freed"), "cash-coin"),
}


def price_made_by(priced) -> str:
    """What made the price of a line, in words; "" where it is the catalogue's own."""
    if priced.rule is not None:
        return f"{priced.rule.version.price_list}: {priced.rule.effect}"
    return str(_("typed by hand")) if priced.price_rule == "typed" else ""


def catalog_says(priced, price: Decimal | None = None) -> str:
    """What the catalogue says, where it says something else than the ``price`` (of the line)."""
    price = priced.unit_price if price is None else price
    if priced.catalog_price is None or priced.catalog_price == price:
        return ""
    return _now("catalogue %(price)s") % {"price": money(priced.catalog_price)}


def price_told(priced, *, typed: Decimal | None = None) -> str:
    """Both in one line. ``priced`` is a line, or whatever has its price and what made it; ``typed`` a price that a
    person types instead."""
    if typed is None or typed == priced.unit_price:
        return " · ".join(filter(None, (price_made_by(priced), catalog_says(priced))))
    instead = price_made_by(priced)
    said = f"{instead} ({money(priced.unit_price)})" if priced.rule is not None else ""
    return " · ".join(filter(None, (str(_("typed by hand")), said, catalog_says(priced, typed))))


FIELD_WORDS = {
    "customer": _("customer"),
    "ordered by": _("ordered by"),
    "patient": _("patient"),
    "due": _("due"),
    "instructions": _("instructions"),
    "markers": _("markers"),
    "payment": _("payment"),
    "pay": _("pay"),
    "file": _("file"),
    "document": _("document"),
    "act": _("act"),
    "shipped on": _("shipped on"),
    "carrier": _("carrier"),
    "tracking number": _("tracking number"),
    "delivered on": _("delivered on"),
    "received by": _("received by"),
    "acts": _("acts"),
    "task": _("task"),
    "missing teeth": _("missing teeth"),
    "rush": _("rush"),
    "discount": _("discount"),
    "agreed price": _("price"),
    "currency": _("currency"),
    "plan": _("plan"),
}


OF_LINES = {"price": _("price"), "people": _("people"), "teeth": _("teeth")}
"""What is told of a line beside what it is."""

DAYS = {"due", "shipped on", "delivered on"}
"""Fields whose changes tell a day, booked as 2026-12-04."""
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(?= ([A-Z]{3})\b)|-?\d+\.\d{2,3}\b")
"""An amount as it is booked: "50 EUR", "50.00 EUR", "100.00 − 10 % = 90.00"."""


def told(verb: str) -> tuple[object, str]:
    """(sentence, icon) of a verb; an unknown one tells its own name."""
    return EVENT_WORDS.get(verb, (verb.replace("_", " "), "dot"))


def field_named(field: str) -> object:
    """The name of a changed field as people read it; lines are told by what they say."""
    if field.startswith("line "):
        return OF_LINES.get(field.split(" ")[-1], _("line"))
    return FIELD_WORDS.get(field, field)


def change_told(change: dict) -> dict:
    """A change as pages write it: its name with a capital, days and amounts as everywhere else."""
    written = {side: _written(change, change[side]) for side in ("before", "after")}
    return change | written | {"name": capfirst(field_named(change["field"]))}


def _written(change: dict, text: str) -> str:
    if change.get("money"):
        return _AMOUNT.sub(_amount, text)
    day = change["field"] in DAYS and parse_date(text)
    return day_and_year(day) if day else text


def _amount(found: re.Match) -> str:
    """With the places of the currency that is named behind it; where none is, as it was booked."""
    amount, currency = found.groups()
    return figure(Decimal(amount), currency) if currency else as_it_says(found[0])
