"""Money that comes in for orders, and how customers are told to pay."""
