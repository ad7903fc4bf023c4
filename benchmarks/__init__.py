"""How fast the pages and steps are, each against its floor: see docs/benchmarks.md, run by ``bin/bench``."""
