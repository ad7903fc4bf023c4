"""The pages of the laboratory's work."""
