"""Find anything: one box for everything that a person may see and do."""
