"""``manage.py reckon_sums``: brings the sums of the dashboard up to date, as the worker does each hour."""

from django.core.management.base import BaseCommand, CommandError

from sums.reckoning import forget, reckon


class Command(BaseCommand):
    help = "Reckons the sums that the dashboard keeps beside the books. The books are only read."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="Throw away what is kept, reckon all of it.")

    def handle(self, *, anew, **options):
        if anew:
            forget()
        if not reckon():
            raise CommandError("People book without a gap just now. What is kept is right; try again.")
        self.stdout.write("The sums are up to date.")
