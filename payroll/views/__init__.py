"""The pages of pay: accruals, rates, payouts, pay sheets, questions, own earnings."""
