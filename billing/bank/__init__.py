"""Bank statements as files: read into lines, counted by day, matched with what is open. Knows no rows of the books."""
