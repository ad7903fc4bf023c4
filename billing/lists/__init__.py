"""The lists of billing: acts, closing documents, payments, refunds, exchange rates."""

from billing.lists.acts import ACTS
from billing.lists.closing import CLOSING_DOCUMENTS
from billing.lists.exchange import EXCHANGE_RATES
from billing.lists.money import PAYMENTS, REFUNDS

__all__ = ["ACTS", "CLOSING_DOCUMENTS", "EXCHANGE_RATES", "PAYMENTS", "REFUNDS"]
