"""Makes the data, measures the cases that were named (all, where none is), prints one line for each."""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labsite.settings")
    django.setup()
    asked = _arguments()
    from django.conf import settings
    from django.db import connection

    if (connection.vendor == "sqlite") != asked.sqlite or settings.DEBUG:
        print("The benchmark needs a database of its own (bin/bench) and DEBUG off.", file=sys.stderr)
        return 2
    settings.ROOT_URLCONF = "benchmarks.urls"
    _fill(asked.orders)
    return _measure(asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="How fast pages and steps are, against their floors."
    )
    parser.add_argument("case", nargs="*", help="which cases; all without a name")
    parser.add_argument("--orders", type=int, default=100_000, help="how many orders the laboratory has")
    parser.add_argument("--runs", type=int, help="how often each case is measured")
    parser.add_argument(
        "--sqlite", action="store_true", help="on SQLite, those cases that can be asked there"
    )
    parser.add_argument(
        "--processor", action="store_true", help="measure the processor's time, not the clock's"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep what was measured, as JSON")
    parser.add_argument("--against", type=Path, metavar="FILE", help="print growth against what was kept")
    return parser.parse_args()


def _fill(count: int) -> None:
    """Only an empty database is filled: one that was kept from an earlier run is measured as it is."""
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.loader import load, settle
    from orders.models import Order

    call_command("migrate", verbosity=0)
    if Order.objects.exists():
        return
    started = perf_counter()
    load(count, timezone.now())
    settle()
    print(f"{count:,} orders made in {perf_counter() - started:.0f} s", flush=True)


def _measure(asked: argparse.Namespace) -> int:
    from benchmarks import clock
    from benchmarks.cases import Bench
    from benchmarks.measuring import HEADINGS, line_of, measure
    from benchmarks.results import Results, Smaller
    from labsite.warming import warm_up
    from orders.models import Order

    warm_up()

    results = Results(asked.write, Order.objects.count())
    smaller = Smaller.read(asked.against) if asked.against else None
    with ExitStack() as resources:
        if asked.processor:
            resources.enter_context(clock.by_processor_time())
        bench = Bench(resources)
        unknown = set(asked.case) - set(bench.makers)
        if unknown:
            print(
                f"No such case: {', '.join(sorted(unknown))}. There are: {', '.join(bench.makers)}",
                file=sys.stderr,
            )
            return 2
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print(HEADINGS)
        for name in asked.case or bench.makers:
            measured = measure(bench.case(name), asked.runs)
            results.add(measured)
            print(line_of(measured, smaller.growth(measured) if smaller else None), flush=True)
    if smaller:
        print(smaller.summary(results.orders))
    return 0


if __name__ == "__main__":
    sys.exit(main())
