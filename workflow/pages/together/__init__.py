"""Pages of what is done to many orders at once: asking, what became of it, the list of all that was done."""
