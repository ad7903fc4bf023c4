"""What people decide about the pay of an order: sums set by hand, and the mark that locks them."""
