"""The pages of pay: accruals, rates, own earnings."""
