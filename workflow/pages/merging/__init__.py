"""Pages of duplicates: which there may be, what merging two would do, and taking it back."""
