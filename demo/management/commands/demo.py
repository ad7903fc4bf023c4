"""``manage.py demo``: a whole laboratory to look at, in an empty database and nowhere else."""

import logging
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from demo.bank import FILE
from demo.building import build
from lab.models import Employee
from orders.models import Order


class Command(BaseCommand):
    help = (
        "Fills an empty database with an invented laboratory. Deletes nothing; does nothing where people are."
    )

    def handle(self, *args, **options):
        if Employee.objects.people().exists() or Order.objects.exists():
            self.stdout.write("This database holds a laboratory already: nothing was changed.")
            return
        # Each new password forgets mistyped ones, which is news elsewhere but not here.
        logging.getLogger("axes").setLevel(logging.WARNING)
        password = os.environ.get("LABSITE_DEMO_PASSWORD") or _new_password()
        states = build(timezone.now(), password)
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        self.stdout.write(f"The laboratory is ready: {sum(states.values())} orders ({told}).")
        self.stdout.write(f"A bank statement to bring lies in {Path(settings.LABSITE_DATA) / FILE}.")
        self.stdout.write(f"Log in as helen, oscar, viktor, tomas, nadia, greta or marion with: {password}")


def _new_password() -> str:
    """One that can be read aloud, new for each demonstration: some fifty bits."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ("".join(secrets.choice(syllables) for _syllable in range(2)) for _word in range(4))
    return "-".join(words)
