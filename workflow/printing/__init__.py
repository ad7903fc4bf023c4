"""Papers of orders: one while the person waits, many in one file that a worker makes."""
