"""Documents of an order: made, filled in, finished, released, amended; who was called, and who was given what."""
