"""How the tests are shared out among the workers of one run."""

from xdist.scheduler import LoadScopeScheduling

OF_ONE_WORKER = (
    "tests/access/",
    "tests/admin/test_read_only.py",
    "tests/demo/",
    "tests/releases/",
    "tests/serving/",
)
"""Where a module builds a laboratory, a release or a server for all its tests: it is built once."""


class CostlyModulesTogether(LoadScopeScheduling):
    """Each test goes to whoever is free, those of a costly module all to one."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(OF_ONE_WORKER) else nodeid
