"""``manage.py verify``: whether what must never be false is true, on this very database."""

from django.core.management.base import BaseCommand, CommandError

from verification.invariants import findings

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Checks every invariant of the books and files, as they stand now; exits 1 where one does not hold."
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        broken = odd = 0
        for rule, found in findings():
            broken, odd = broken + bool(found.wrong), odd + len(found.to_look_at)
            mark = "FAILS" if found.wrong else "look!" if found.to_look_at else "holds"
            self.stdout.write(f"{rule.number:>3}  {mark}  {found.looked_at:>8}  {rule.says}")
            self._tell(found.wrong)
            self._tell(found.to_look_at)
        if broken:
            raise CommandError(f"{broken} invariants do not hold.")
        self.stdout.write("Every invariant holds.")
        if odd:
            self.stdout.write(f"Look at {odd} of the lines above: they break no rule, but were hardly meant.")

    def _tell(self, sentences: list[str]) -> None:
        for sentence in sentences[:SHOWN]:
            self.stdout.write(f"          {sentence}")
        if len(sentences) > SHOWN:
            self.stdout.write(f"          and {len(sentences) - SHOWN} more")
