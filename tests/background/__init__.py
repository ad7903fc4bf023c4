"""Background work: what is asked, what a worker does with it, what people see of it."""
