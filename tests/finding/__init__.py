"""Finding and sorting by name: everywhere the same, on both databases, whatever the keyboard."""
