"""Pages of the background work: what waits and what failed, and the paper that is being prepared."""
