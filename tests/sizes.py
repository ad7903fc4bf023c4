"""How many examples the properties take that the arithmetic of pay and time rests on."""

from hypothesis import settings

NIGHTLY = settings.default.max_examples > 100
THOROUGH = 10_000 if NIGHTLY else 300
thorough = settings(max_examples=THOROUGH)
