"""``manage.py sweep_files``: what a worker does daily, at once and in words."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.sweeping import sweep_files


class Command(BaseCommand):
    help = "Drops files that were never claimed by an order, and deletes removed ones whose time is up."

    def add_arguments(self, parser):
        parser.add_argument(
            "--keep-days",
            type=int,
            default=settings.LABSITE_KEEP_REMOVED_FILES.days,
            help="How long the bytes of a removed file stay: longer than the age of the oldest backup.",
        )

    def handle(self, *, keep_days, **options):
        if keep_days < 1:
            raise CommandError("--keep-days must be at least 1.")
        swept = sweep_files(timezone.now(), keep=timedelta(days=keep_days))
        for place in swept.deleted:
            self.stdout.write(f"deleted {place}")
        self.stdout.write(
            f"{swept.dropped} files dropped from trays, {len(swept.deleted)} deleted from the store"
        )
