"""Drawing an order up, and changing what was drawn up."""
