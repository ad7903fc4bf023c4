"""What people type, read and checked; use cases know nothing of it."""
