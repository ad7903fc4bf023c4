"""Acts of completed work: by hand, made automatically, and what booking them means."""
