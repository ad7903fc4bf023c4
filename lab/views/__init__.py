"""Pages of the laboratory itself: the door, one's own account, the team."""
