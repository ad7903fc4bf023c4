"""Pages of billing: acts, papers, balances, a customer's ledger, payments."""
