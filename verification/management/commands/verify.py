"""``manage.py verify``: whether what must never be false is true, on this very database."""

from django.core.management.base import BaseCommand, CommandError

from verification.invariants import INVARIANTS

SHOWN = 10


class Command(BaseCommand):
    help = "Checks every invariant of the books and files; exits 1 where one does not hold."
    requires_system_checks = []

    def handle(self, *args, **options):
        broken = 0
        for rule in INVARIANTS:
            found = rule.check()
            broken += bool(found.wrong)
            mark = "FAILS" if found.wrong else "holds"
            self.stdout.write(f"{rule.number:>3}  {mark}  {found.looked_at:>8}  {rule.says}")
            for sentence in found.wrong[:SHOWN]:
                self.stdout.write(f"          {sentence}")
            if len(found.wrong) > SHOWN:
                self.stdout.write(f"          and {len(found.wrong) - SHOWN} more")
        if broken:
            raise CommandError(f"{broken} invariants do not hold.")
        self.stdout.write("Every invariant holds.")
