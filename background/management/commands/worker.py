"""``manage.py worker``: does the background work. SIGTERM and Ctrl-C end it after the present piece."""

import signal

from django.core.management.base import BaseCommand

from background.worker import Worker


class Command(BaseCommand):
    help = "Does the background work until it is stopped. Several of them, on several machines, share it."
    requires_system_checks = []

    def add_arguments(self, parser):
        how_long = parser.add_mutually_exclusive_group()
        how_long.add_argument("--once", action="store_true", help="Do at most one piece, then end.")
        how_long.add_argument("--drain", action="store_true", help="End when nothing is due any more.")
        parser.add_argument("--beside", type=int, metavar="PID", help="End when that process has ended.")

    def handle(self, *, once, drain, beside, **options):
        worker = Worker(beside=beside)
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, worker.stop)
        begun = worker.work(most=1 if once else None, until_idle=once or drain)
        if once or drain:
            self.stdout.write(f"{begun} pieces of work were begun.")
