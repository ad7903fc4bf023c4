"""Invariants of bank statements: whole as they came, and each line the source of at most one payment that stands."""

from collections import defaultdict

from django.db.models import Q, Sum

from billing.models import BankImport, BankLine, BankTaking
from common.money import ZERO
from verification.finding import Finding


def statements_add_up() -> Finding:
    """Σ lines of an import = closing − opening, wherever the file named both."""
    imports = BankImport.objects.filter(opening__isnull=False, closing__isnull=False).order_by()
    lines = BankLine.objects.order_by().values_list("bank_import").annotate(total=Sum("amount"))
    totals = dict(lines)
    found = Finding()
    for pk, name, opening, closing in imports.values_list("pk", "file_name", "opening", "closing").iterator():
        found.looked_at += 1
        total = totals.get(pk, ZERO)
        if total != closing - opening:
            found.wrong.append(f"statement {pk} {name} is {closing - opening}, its lines are {total}")
    return found


def lines_are_taken_once() -> Finding:
    """A line, and whatever says the same in another import, has at most one standing payment: of its amount and
    currency. Nothing stands on an import that was taken back, nor on a line that is set aside."""
    found = Finding()
    standing = BankTaking.objects.standing().select_related("line__bank_import", "payment")
    by_line: dict[tuple, list[int]] = defaultdict(list)
    for taking in standing.order_by("pk").iterator():
        found.looked_at += 1
        line, payment = taking.line, taking.payment
        by_line[line.digest, line.day, line.ordinal].append(line.pk)
        said, booked = (line.amount, line.bank_import.currency), (payment.amount, payment.currency)
        if said != booked:
            found.wrong.append(f"line {line.pk} of {said} became payment {payment.number} of {booked}")
    found.wrong += [
        f"lines {lines} say the same and are taken over" for lines in by_line.values() if len(lines) > 1
    ]
    gone = Q(line__bank_import__taken_back__isnull=False)
    aside = Q(line__asides__isnull=False, line__asides__lifted__isnull=True)
    for line in standing.filter(gone | aside).order_by().values_list("line_id", flat=True).distinct():
        found.wrong.append(f"line {line} is taken over, but set aside or its statement taken back")
    return found
