"""Values that come of two others by a fixed operator, times a factor, rounded half up to the analyte's decimals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from documents.results.reading import MOST, TypedResult

SUM, DIFFERENCE, PRODUCT, RATIO, PERCENT_OF = "sum", "difference", "product", "ratio", "percent_of"
MISSING, NOT_EXACT, ZERO, TOO_LARGE = "missing", "not exact", "zero", "too large"
"""Why a value cannot be derived: an operand was not typed, is only known as < or >, is divided by and 0; or it gets
larger than any result."""


@dataclass(frozen=True)
class Formula:
    """How one analyte comes of two others."""

    analyte: int
    operator: str
    first: int
    second: int
    factor: Decimal
    decimals: int


@dataclass(frozen=True)
class Derived:
    """The number, or why there is none and because of which analyte."""

    number: Decimal | None = None
    why: str = ""
    because_of: int | None = None

    def as_typed(self) -> TypedResult:
        """As if it had been typed, for flags and for what is kept."""
        return TypedResult() if self.number is None else TypedResult(f"{self.number:f}", self.number)


def derive(formulas: Iterable[Formula], typed: Mapping[int, TypedResult]) -> dict[int, Derived]:
    """Each formula's analyte with what it comes to; one may rest on another. What rests on itself gives none."""
    waiting = {formula.analyte: formula for formula in formulas}
    found: dict[int, Derived] = {}
    for analyte in waiting:
        _derive(analyte, waiting, typed, found, ())
    return found


def _derive(
    analyte: int,
    formulas: Mapping[int, Formula],
    typed: Mapping[int, TypedResult],
    found: dict[int, Derived],
    above: tuple[int, ...],
) -> None:
    if analyte in found:
        return
    formula = formulas[analyte]
    numbers: list[Decimal] = []
    for operand in (formula.first, formula.second):
        if operand in (*above, analyte):
            found[analyte] = Derived(why=MISSING, because_of=operand)
            return
        if operand in formulas:
            _derive(operand, formulas, typed, found, (*above, analyte))
        number, why = _operand(operand, formulas, typed, found)
        if number is None:
            found[analyte] = Derived(why=why, because_of=operand)
            return
        numbers.append(number)
    found[analyte] = _reckon(formula, *numbers)


def _operand(
    analyte: int,
    formulas: Mapping[int, Formula],
    typed: Mapping[int, TypedResult],
    found: Mapping[int, Derived],
) -> tuple[Decimal | None, str]:
    if analyte in formulas:
        return found[analyte].number, MISSING
    said = typed.get(analyte, TypedResult())
    if said.is_exact:
        return said.number, ""
    return None, NOT_EXACT if said.comparator else MISSING


def _reckon(formula: Formula, first: Decimal, second: Decimal) -> Derived:
    if formula.operator == RATIO and second == 0:
        return Derived(why=ZERO, because_of=formula.second)
    with localcontext(Context(prec=60, rounding=ROUND_HALF_UP)):
        exact = _apply(formula.operator, first, second, formula.factor)
        rounded = exact.quantize(Decimal(1).scaleb(-formula.decimals)) if abs(exact) <= MOST else None
    if rounded is None or abs(rounded) > MOST:
        return Derived(why=TOO_LARGE)
    return Derived(rounded + 0)


def _apply(operator: str, first: Decimal, second: Decimal, factor: Decimal) -> Decimal:
    if operator == SUM:
        return (first + second) * factor
    if operator == DIFFERENCE:
        return (first - second) * factor
    if operator == PRODUCT:
        return first * second * factor
    if operator == RATIO:
        return first * factor / second
    return first * second * factor / 100  # so many percent of the second


def far_by(now: TypedResult, before: TypedResult, percent: Decimal | None) -> Decimal | None:
    """By how many percent the result differs from the one before, where that is more than ``percent``."""
    if percent is None or not now.is_exact or not before.is_exact or not before.number:
        return None
    assert now.number is not None
    differs = abs(now.number - before.number) * 100 / abs(before.number)
    return differs if differs > percent else None
