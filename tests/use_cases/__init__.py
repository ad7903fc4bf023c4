"""Every use case by itself: what it writes in each app, what it refuses, and that a refusal leaves nothing behind."""
