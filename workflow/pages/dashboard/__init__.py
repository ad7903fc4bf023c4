"""The dashboard: how the laboratory does over a period, compared with the one before it."""
