"""What is charged: acts of completed work, closing documents, the customer's ledger, payments, refunds."""

from billing.models.act import Act, ActLine, ActMaterial
from billing.models.adjustment import PriceAdjustment
from billing.models.bank import (
    BankAside,
    BankAsideLifted,
    BankFile,
    BankImport,
    BankImportTakenBack,
    BankLine,
    BankProfile,
    BankTakeover,
    BankTaking,
)
from billing.models.closing import ClosingDocument, ClosingDocumentOrder
from billing.models.open_debt import OpenDebt
from billing.models.receivable import Allocation, Payment, ReceivableEntry, Refund
from billing.models.sending import Sending
from billing.models.together import RealizedTogether

__all__ = [
    "Act",
    "ActLine",
    "ActMaterial",
    "Allocation",
    "BankAside",
    "BankAsideLifted",
    "BankFile",
    "BankImport",
    "BankImportTakenBack",
    "BankLine",
    "BankProfile",
    "BankTakeover",
    "BankTaking",
    "ClosingDocument",
    "ClosingDocumentOrder",
    "OpenDebt",
    "Payment",
    "PriceAdjustment",
    "RealizedTogether",
    "ReceivableEntry",
    "Refund",
    "Sending",
]
