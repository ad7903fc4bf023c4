"""Brings the house's own start-up checks into Django."""

from django.apps import AppConfig


class LabsiteConfig(AppConfig):
    name = "labsite"

    def ready(self):
        from labsite import checks  # noqa: F401  (importing registers them)
