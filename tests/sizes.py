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
thorough = settings(max_examples=THOROUGH)
