"""What was measured, kept as JSON, so that a larger laboratory can be set against a smaller one."""

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measuring import Measured

GROWTH_AIM = 1.5


class Results:
    """Written anew after each case: what was measured stands there, whatever becomes of the next."""

    def __init__(self, file: Path | None, orders: int):
        self.orders, self._file = orders, file
        self._told = {"orders": orders, "cases": {}}

    def add(self, measured: Measured) -> None:
        case = measured.case
        self._told["cases"][case.name] = {
            "page": measured.page,
            "floor": measured.floor,
            "ratio": measured.ratio,
            "aim": case.aim,
            "unit": case.unit,
            "statements": measured.statements,
            "load": measured.load,
        }
        if self._file:
            self._file.write_text(json.dumps(self._told, indent=2))


class Smaller:
    """What a smaller laboratory took."""

    def __init__(self, told: Mapping):
        self.orders, self._cases = told["orders"], told["cases"]
        self._grown: dict[str, float] = {}

    @classmethod
    def read(cls, file: Path) -> "Smaller":
        return cls(json.loads(file.read_text()))

    def growth(self, measured: Measured) -> float | None:
        """How many times what it was; None for a case that was not measured there."""
        was = self._cases.get(measured.case.name)
        if was is None or not was["page"]:
            return None
        self._grown[measured.case.name] = measured.page / was["page"]
        return self._grown[measured.case.name]

    def summary(self, orders: int) -> str:
        """Which cases grew by more than they should."""
        beyond = [name for name, grown in self._grown.items() if grown > GROWTH_AIM]
        said = f"from {self.orders:,} to {orders:,} orders {len(self._grown)} cases, {len(beyond)} of them"
        return f"{said} more than {GROWTH_AIM} times slower{': ' if beyond else ''}{', '.join(beyond)}"
