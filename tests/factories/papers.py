"""Issued papers for tests of the papers alone, without what they would tell of."""

from papers.issuing import NewPaper
from tests.factories.billing import today

LAB = {"name": "Meridian", "legal_name": "", "address": "", "phone": "", "email": ""}


def paper_of(number="S-1", kind="pay_sheet", **says) -> NewPaper:
    """A pay sheet without entries: the plainest paper there is."""
    plain = {"number": number, "date": "2026-11-26", "lab": LAB, "employee": "Ada", "currency": "EUR"}
    period = {"first": "2026-11-01", "last": "2026-11-30", "lines": [], "total": "10.00", "by": "Marion"}
    return NewPaper(kind, number, today(), {**plain, **period, **says}, about="Ada")
