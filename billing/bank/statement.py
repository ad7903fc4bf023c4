"""What a bank statement says, whatever its file looked like; and why one is refused."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from babel.numbers import is_currency
from django.utils.translation import gettext as _

from common.account_numbers import compact, in_fours, number_of_account
from common.currencies import places_of
from common.days import day_in_full
from common.folding import closed_up
from common.money import LIMIT, ZERO
from common.refusals import Refused
from common.templatetags.labsite import money as in_words

MOST_BYTES = 10_000_000
MOST_LINES = 10_000
SHORT, LONG = 140, 1000
"""Signs that are kept: of a name or a reference, and of a purpose."""
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_CURRENCY_BEHIND = re.compile(r"(?<=[0-9])[A-Z]{3}$")


class NotAStatement(Refused):
    """The file is none, or not one that can be read; the sentence says why."""


class BrokenEntry(NotAStatement):
    """One entry of the file cannot be read; it is named."""

    def __init__(self, number: int, why: object):
        super().__init__(_("Entry %(number)s: %(why)s") % {"number": number, "why": why})


class BrokenLine(NotAStatement):
    """One line of a CSV cannot be read; it is named as an editor counts them."""

    def __init__(self, number: int, why: object):
        super().__init__(_("Line %(number)s of the file: %(why)s") % {"number": number, "why": why})


class DoesNotAddUp(NotAStatement):
    """The lines are not the difference of the balances: one is missing, or one too many."""

    def __init__(self, statement: "Statement"):
        said = _(
            "The statement does not add up: from %(opening)s to %(closing)s it is %(difference)s, but its"
            " %(count)s lines come to %(total)s. Nothing was taken in."
        )
        opening, closing = statement.opening or ZERO, statement.closing or ZERO
        figures = {
            "opening": opening,
            "closing": closing,
            "difference": closing - opening,
            "total": statement.total,
        }
        words = {name: in_words(amount, statement.currency) for name, amount in figures.items()}
        super().__init__(said % (words | {"count": len(statement.lines)}))


class AnotherAccount(NotAStatement):
    """The statement is of an account that is not the laboratory's."""

    def __init__(self, account: str, ours: str):
        sentence = _("This is the statement of account %(account)s. The laboratory's is %(ours)s.")
        super().__init__(sentence % {"account": account, "ours": in_fours(ours)})


@dataclass(frozen=True)
class StatementLine:
    """Money that came (above zero) or went. ``ordinal`` counts lines that say the same on one day."""

    day: date
    amount: Decimal
    name: str = ""
    iban: str = ""
    purpose: str = ""
    reference: str = ""
    ordinal: int = 1

    @cached_property
    def says(self) -> str:
        """What the line says, without the spaces and line ends that banks put here and there."""
        folded = (closed_up(text) for text in (self.name, self.purpose, self.reference))
        return "|".join((str(self.amount.normalize()), self.iban, *folded))

    def digest(self, number: str, currency: str) -> str:
        """By which the line is known again in another file of the account with that ``number_alone``."""
        return hashlib.sha256(f"{number}|{currency}|{self.says}".encode()).hexdigest()


@dataclass(frozen=True)
class Statement:
    """A statement of one account in one currency; balances are None where the file names none."""

    kind: str
    account: str
    currency: str
    lines: tuple[StatementLine, ...]
    opening: Decimal | None = None
    closing: Decimal | None = None

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def since(self) -> date:
        return min(line.day for line in self.lines)

    @property
    def until(self) -> date:
        return max(line.day for line in self.lines)


def sound(statement: Statement, *, ours: str = "") -> Statement:
    """The statement with its equal lines counted, once it is known to be whole and of our account.

    Raises ``NotAStatement``, ``AnotherAccount`` or ``DoesNotAddUp``.
    """
    if not statement.lines:
        raise NotAStatement(_("There is no line in this statement."))
    refuse_too_many(len(statement.lines))
    if ours and statement.account and not is_same_account(statement.account, ours):
        raise AnotherAccount(statement.account, ours)
    for number, line in enumerate(statement.lines, start=1):
        _refuse_odd(number, line, statement.currency)
    balances = (statement.opening, statement.closing)
    _refuse_odd_frame(statement.currency, [one for one in balances if one is not None])
    if None not in balances and statement.closing - statement.opening != statement.total:
        raise DoesNotAddUp(statement)
    account = ours if ours and statement.account else statement.account
    return replace(statement, account=account, lines=counted(statement.lines))


def _refuse_odd_frame(currency: str, balances: Iterable[Decimal]) -> None:
    """The currency and the balances of a statement are some that books can hold."""
    if not is_currency(currency):
        raise NotAStatement(_("“%(text)s” is no currency.") % {"text": currency[:10]})
    for balance in balances:
        if not balance.is_finite() or abs(balance) > LIMIT or balance != round(balance, places_of(currency)):
            raise NotAStatement(
                _("A balance of this statement is no amount in %(currency)s.") % {"currency": currency}
            )


def counted(lines: Iterable[StatementLine]) -> tuple[StatementLine, ...]:
    """The lines, those that say the same on one day numbered among themselves."""
    seen: dict[tuple[date, str], int] = defaultdict(int)
    numbered = []
    for line in lines:
        key = line.day, line.says
        seen[key] += 1
        numbered.append(line if line.ordinal == seen[key] else replace(line, ordinal=seen[key]))
    return tuple(numbered)


def joined(statements: Sequence[Statement]) -> Statement:
    """Statements of one file, such as one for each day: from the first balance to the last."""
    if not statements:
        raise NotAStatement(_("There is no statement in this file."))
    first, last = statements[0], statements[-1]
    if len({(one.account, one.currency) for one in statements}) > 1:
        raise NotAStatement(_("This file holds statements of more than one account. Bring one at a time."))
    for one, following in pairwise(statements):
        _refuse_gap(one, following)
    lines = tuple(line for one in statements for line in one.lines)
    return replace(first, lines=lines, opening=first.opening, closing=last.closing)


def refuse_too_many(count: int) -> None:
    if count > MOST_LINES:
        sentence = _("A statement has at most %(most)s lines; this one has more. Bring a shorter period.")
        raise NotAStatement(sentence % {"most": f"{MOST_LINES:,}"})


def is_same_account(said: str, ours: str) -> bool:
    """Whether a bank that names the account in its own way means our IBAN.

    It may write the IBAN, with the currency behind it, or our number with the code of the bank before it: then our
    IBAN ends with the whole number and has that code at its beginning. A piece of the number is another account.
    """
    bank, number = _parts(said)
    if _is_iban(number):
        return number == ours
    bank, number = _digits(bank), _digits(number).lstrip("0")
    if not number:
        return False
    of_ours = _digits(ours[4:])
    return (
        len(number) >= len(number_of_account(ours)) and of_ours.endswith(number) and of_ours.startswith(bank)
    )


def number_alone(said: str) -> str:
    """The account's own digits, however a file names it and whether the laboratory has said its IBAN by then or not."""
    _bank, number = _parts(said)
    return number_of_account(number) if _is_iban(number) else _digits(number).lstrip("0") or number


def _parts(said: str) -> tuple[str, str]:
    """What a file writes before the account and the account, without BIC and currency."""
    groups = [group for group in map(compact, said.split("/")) if group and not _BIC.fullmatch(group)]
    return "".join(groups[:-1]), _CURRENCY_BEHIND.sub("", groups[-1]) if groups else ""


def _is_iban(number: str) -> bool:
    return number[:2].isalpha() and number[2:4].isdigit()


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _refuse_gap(one: Statement, following: Statement) -> None:
    if None in (one.closing, following.opening) or one.closing == following.opening:
        return
    sentence = _(
        "Two statements of this file do not follow one another: one ends with %(closing)s, the next begins with"
        " %(opening)s."
    )
    balances = {"closing": one.closing, "opening": following.opening}
    words = {name: in_words(amount, one.currency) for name, amount in balances.items()}
    raise NotAStatement(sentence % words)


def _refuse_odd(number: int, line: StatementLine, currency: str) -> None:
    if not line.amount.is_finite() or not 0 < abs(line.amount) <= LIMIT:
        raise BrokenEntry(number, _("an amount that cannot be meant."))
    if line.amount != round(line.amount, places_of(currency)):
        sentence = _("an amount with more places than %(currency)s has.")
        raise BrokenEntry(number, sentence % {"currency": currency})
    if not 1990 <= line.day.year <= 2100:
        raise BrokenEntry(number, _("%(day)s cannot be meant.") % {"day": day_in_full(line.day)})
