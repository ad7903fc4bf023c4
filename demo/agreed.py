"""Orders of the demonstration whose price was talked about: discounts, and totals that somebody agreed on."""

from decimal import Decimal

from demo.case import DAY, Case
from demo.lives import Life, drawn_up, handed_over, made, settled, submitted
from workflow.drawing_up.discount_order import discount_order
from workflow.life.start_order import start_order
from workflow.money.adjust_price import adjust_price


def discounted(case: Case, **discount) -> Life:
    """Some percent or an amount off the whole order, before the work begins; then as usual."""
    yield from drawn_up(case)
    yield case.wait(0.1, 0.5)
    case.do(discount_order, "oscar", reason="Tenth order of this quarter.", **discount)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def made_good(case: Case) -> Life:
    """Produced, then a round price was agreed on because it came late; realized at that."""
    yield from drawn_up(case)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield case.wait(1, 5)
    price = case.order.final_price
    less = price - max(price % 10, Decimal(5))
    case.do(adjust_price, "oscar", total=max(less, Decimal(0)), reason="Two days late; agreed by telephone.")
    yield from settled(case)


def agreed_and_changed(case: Case) -> Life:
    """A total was agreed on, then the discount changed it: nobody has said yet which of the two holds."""
    yield from drawn_up(case)
    yield from submitted(case)
    yield case.wait(0.3, 3)
    price = case.preliminary()
    case.do(adjust_price, "oscar", total=price - price % 5, reason="As quoted to the practice.")
    yield case.wait(0.2, DAY / 4)
    case.do(discount_order, "oscar", percent=Decimal(5), reason="Regular customer.")
    yield case.wait(0.1, 1)
    case.do(start_order, "oscar")
