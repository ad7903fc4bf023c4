"""The lists of billing: balances, statements, ledgers; acts, closing documents, payments, refunds, exchange rates."""

from billing.lists.acts import ACTS
from billing.lists.ages import STATEMENTS
from billing.lists.balances import BALANCES
from billing.lists.closing import CLOSING_DOCUMENTS
from billing.lists.exchange import EXCHANGE_RATES
from billing.lists.ledger import LEDGER
from billing.lists.money import PAYMENTS, REFUNDS

__all__ = [
    "ACTS",
    "BALANCES",
    "CLOSING_DOCUMENTS",
    "EXCHANGE_RATES",
    "LEDGER",
    "PAYMENTS",
    "REFUNDS",
    "STATEMENTS",
]
