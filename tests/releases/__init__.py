"""Databases of former releases, kept as rows, and the proof that the migrations of today carry them on."""
