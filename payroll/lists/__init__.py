"""The lists of pay: entries, one's own among them; sheets, rates, questions."""

from payroll.lists.entries import ENTRIES, ENTRIES_OF, OWN_ENTRIES
from payroll.lists.questions import QUESTIONS
from payroll.lists.rates import RATES
from payroll.lists.sheets import SHEETS

__all__ = ["ENTRIES", "ENTRIES_OF", "OWN_ENTRIES", "QUESTIONS", "RATES", "SHEETS"]
