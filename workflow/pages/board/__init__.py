"""The board: what is in the house by performer and by state, and giving tasks from one person to another."""
