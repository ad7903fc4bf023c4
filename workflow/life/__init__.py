"""The steps of an order from submit to restore, each with its consequences."""
