"""The oracle of the books: whether what must never be false is true, read off a live database."""
