"""The house itself: settings, root addresses, and what every answer carries."""
