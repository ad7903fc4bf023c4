"""The first page: what asks for the person today, each number with the list behind it."""
