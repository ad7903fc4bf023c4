"""How the tests are shared out among the workers of one run."""

from xdist.scheduler import LoadScopeScheduling

COSTLY = (
    "tests/access/",
    "tests/admin/test_read_only.py",
    "tests/demo/",
    "tests/releases/",
    "tests/serving/",
)
"""Where a module builds a laboratory, a release or a server for all its tests: it is built once."""


class CostlyModulesTogether(LoadScopeScheduling):
    """Each test goes to whoever is free; those of a costly module that stand one behind the other go to one.

    Only those: tests that empty the database stand behind all that rest on what migrations wrote.
    """

    def __init__(self, *told):
        super().__init__(*told)
        self.scopes: dict[str, str] = {}
        self.module = ""

    def _split_scope(self, nodeid: str) -> str:
        """First asked about each test in the order of the collection."""
        if nodeid not in self.scopes:
            before, self.module = self.module, nodeid.partition("::")[0]
            goes_on = self.module == before and nodeid.startswith(COSTLY)
            self.scopes[nodeid] = next(reversed(self.scopes.values())) if goes_on else nodeid
        return self.scopes[nodeid]
