"""What a person may call by typing its name: the sections of the rail, and what is done from many pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.folding import fold, words_of
from lab.navigation import SECTIONS, first_address
from lab.permissions import may


@dataclass(frozen=True)
class Command:
    """``words`` are what else people call it.

    It leads to a page, the first of them that exists, or ``presses`` a button of the frame.
    """

    label: str
    words: str
    action: str
    page: str | tuple[str, ...] = ()
    presses: str = ""

    @property
    def address(self) -> str:
        pages = (self.page,) if isinstance(self.page, str) else self.page
        return first_address(pages, get_urlconf(), get_script_prefix()) or ""


OWN = "use_own_account"
COMMANDS: tuple[Command, ...] = (
    Command(_("New order"), _("draw up create add"), "create_order", "workflow:order_new"),
    Command(_("New customer"), _("clinic create add"), "edit_customers", "customers:customer_new"),
    Command(
        _("New patient"), _("animal person create add register"), "edit_patients", "customers:patient_new"
    ),
    Command(_("New payment"), _("money received record advance"), "record_payment", "workflow:payment_new"),
    Command(_("New receipt"), _("goods came in stock"), "receive_stock", "stock:receipt_new"),
    Command(_("New count of stock"), _("stocktaking inventory"), "count_stock", "stock:count_new"),
    Command(_("New service"), _("create add catalogue"), "edit_catalog", "catalog:service_new"),
    Command(_("New price list"), _("create add prices"), "edit_catalog", "catalog:price_list_new"),
    Command(_("New document type"), _("create add form"), "edit_document_types", "documents:type_new"),
    Command(_("New analyte"), _("create add result"), "edit_analytes", "documents:analyte_new"),
    Command(_("New absence"), _("holiday leave sick away"), "edit_calendar", "lab:absence_new"),
    Command(_("Invite somebody"), _("new person employee team"), "administer", "lab:invite"),
    *(Command(label, "", action, pages) for label, _icon, action, pages in SECTIONS),
    Command(_("To process"), _("accountant waits todo"), "see_billing", "workflow:to_process"),
    Command(_("Payments"), _("money received"), "see_billing", "billing:payment_list"),
    Command(_("Refunds"), _("money given back"), "see_billing", "billing:refund_list"),
    Command(_("Statements of account"), _("debt balance ages"), "see_billing", "billing:statement_list"),
    Command(_("Bank statements"), _("import camt file"), "record_payment", "workflow:bank_list"),
    Command(_("Exchange rates"), _("currency"), "see_billing", "billing:exchange_rate_list"),
    Command(_("Rates of pay"), _("wages performers"), "set_rates", "payroll:rate_list"),
    Command(_("Pay out"), _("wages salary payouts"), "see_pay", "payroll:payout_list"),
    Command(_("Pay sheets"), _("wages salary"), "see_pay", "payroll:sheet_list"),
    Command(_("Questions about pay"), _("wages asked"), "see_pay", "payroll:question_list"),
    Command(_("Price lists"), _("prices discount"), "see_prices", "catalog:price_list_list"),
    Command(_("Lots"), _("batch expiry stock"), "see_stock", "stock:lot_list"),
    Command(_("Receipts"), _("goods came in stock"), "see_stock", "stock:receipt_list"),
    Command(_("Counts of stock"), _("stocktaking inventory"), "see_stock", "stock:count_list"),
    Command(_("Stock movements"), _("goods in out ledger"), "see_stock", "stock:movement_list"),
    Command(_("Issued papers"), _("acts invoices protocols pdf"), "see_documents", "workflow:paper_list"),
    Command(_("Document types"), _("forms protocols"), "see_documents", "documents:type_list"),
    Command(_("Analytes"), _("reference ranges results"), "see_documents", "documents:analyte_list"),
    Command(_("Working time"), _("calendar hours holidays absences"), "see_calendar", "lab:calendar"),
    Command(_("Calendar feeds"), _("ics subscribe secret"), "see_calendar", "workflow:feeds"),
    Command(_("Own earnings"), _("pay wages salary"), "see_own_earnings", "payroll:own_earnings"),
    Command(_("Done together"), _("many orders bulk at once"), "do_together", "workflow:together_list"),
    Command(_("Own account"), _("me profile"), OWN, "lab:me"),
    Command(_("Change password"), _("me secret"), OWN, "lab:password_change"),
    Command(_("Dark colours"), _("theme appearance night"), OWN, presses="[data-theme-switch] [value=dark]"),
    Command(_("Light colours"), _("theme appearance day"), OWN, presses="[data-theme-switch] [value=light]"),
    Command(_("Keyboard shortcuts"), _("keys help"), OWN, presses="[data-open-shortcuts]"),
    Command(_("Log out"), _("log off leave end"), OWN, presses="[data-log-out] [type=submit]"),
)
AT_FIRST = 4
"""So many are offered before anything is typed."""


def commands_for(asked: str, viewer) -> tuple[list[Command], list[Command]]:
    """Those that are called so, word by word, and those of which each typed word begins a word."""
    typed = words_of(asked)
    called, others = [], []
    for command, (label, words) in zip(COMMANDS, _words_in(get_language()), strict=True):
        if not typed or not may(viewer, command.action):
            continue
        if all(word in words for word in typed) and any(word in label for word in typed):
            called.append(command)
        elif all(any(one.startswith(word) for one in words) for word in typed):
            others.append(command)
    return called, others


@cache
def _words_in(_language: str) -> list[tuple[list[str], list[str]]]:
    """The words of each label, and those with what else it is called; folded once for each language."""
    labels = [(str(one.label), f"{one.label} {one.words}") for one in COMMANDS]
    return [(fold(label).split(), fold(words).split()) for label, words in labels]


def commands_at(viewer) -> Sequence[Command]:
    """Some of what the person may do."""
    return [command for command in COMMANDS if may(viewer, command.action)][:AT_FIRST]
