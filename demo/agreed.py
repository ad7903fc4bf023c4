"""Orders of the demonstration whose price was talked about: discounts, and totals that somebody agreed on."""

from decimal import Decimal

from demo.case import DAY, Case
from demo.lives import Life, drawn_up, handed_over, made, settled, submitted
from workflow.drawing_up.discount_order import discount_order
from workflow.life.start_order import start_order
from workflow.money.adjust_price import adjust_price


def discounted(case: Case, *, services: str, **discount) -> Life:
    """Some percent or an amount off the whole order, before the work begins; then as usual."""
    yield from drawn_up(case, services=services)
    yield case.wait(0.1, 0.5)
    case.do(discount_order, "oscar", reason="Tenth order of this quarter.", **discount)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def made_good(case: Case, *, services: str) -> Life:
    """Produced, then a round price was agreed on because it came late; realized at that."""
    yield from drawn_up(case, services=services)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield case.wait(1, 5)
    total = less_a_tenth(case.order.final_price)
    case.do(adjust_price, "oscar", total=total, reason="Two days late; agreed by telephone.")
    yield from settled(case)


def less_a_tenth(price: Decimal) -> Decimal:
    """In whole units, and never what it is already."""
    return (price * 9 / 10).quantize(Decimal(1))


def agreed_and_changed(case: Case, *, services: str) -> Life:
    """A total was agreed on, then the discount changed it: nobody has said yet which of the two holds."""
    yield from drawn_up(case, services=services)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    total = less_a_tenth(case.preliminary())
    case.do(adjust_price, "oscar", total=total, reason="As quoted to the practice.")
    yield case.wait(0.2, DAY / 4)
    case.do(discount_order, "oscar", percent=Decimal(5), reason="Regular customer.")
    yield case.wait(0.1, 1)
    case.do(start_order, "oscar")
