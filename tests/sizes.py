"""How many examples the properties take that the arithmetic of pay and time rests on.

In the second of two runs (``bin/test`` tells) fewer are enough: there the other database is proven, not the arithmetic.
"""

import os

from hypothesis import settings

NIGHTLY = settings.default.max_examples > 100
SECOND_RUN = bool(os.environ.get("LABSITE_SECOND_RUN"))
THOROUGH = 10_000 if NIGHTLY else 40 if SECOND_RUN else 300
STORIES = 1000 if NIGHTLY else 8 if SECOND_RUN else 15
"""Of 25 steps, each looked at by the oracle; as many as a run of minutes has room for."""
TRIALS = 20 if NIGHTLY else 6
"""Of one race: with its lock each goes well."""
CONTROLS = 4 * TRIALS
"""Without its lock it goes wrong within so many, mostly the first time."""
thorough = settings(max_examples=THOROUGH)


def booking(examples: int, *, at_night: int = THOROUGH // 50) -> settings:
    """Of a property that books: in the second of two runs a third of them, at night more."""
    return settings(max_examples=at_night if NIGHTLY else examples // 3 if SECOND_RUN else examples)
