"""The books of billing: the only writer of acts, closing documents, the customer's ledger and allocations."""
