"""What drawing one paper costs, beside what it cannot do without."""

import re
from unittest.mock import patch

from django.template.loader import render_to_string
from django.urls import reverse

from benchmarks.measuring import Case, timed
from benchmarks.orders_like import order_like
from benchmarks.paper_alone import PaperAlone
from benchmarks.statements import seconds_of
from common.pdf import engine
from documents.order_form import Section, order_paper
from orders.states import Status

PAPER_AIM, TABLES_AIM = 1.15, 2
PAPER_RUNS, LONG_PAPER_RUNS = 20, 5
LONG_PAPER = 300
"""Lines."""


def order_form(bench, name: str) -> Case:
    address = reverse("workflow:order_form_pdf", args=[order_like(Status.REALIZED).number])
    with patch.object(engine, "draw_html", wraps=engine.draw_html) as drawn:
        bench.get(address)
    html, logo = drawn.call_args.args[0], drawn.call_args.kwargs["logo"]
    alone = bench.resources.enter_context(PaperAlone())
    return Case(
        name,
        PAPER_AIM,
        PAPER_RUNS,
        page=lambda: timed(lambda: bench.get(address)),
        floor=lambda: alone.seconds(html, logo),
        look=lambda: seconds_of(lambda: bench.get(address)),
    )


def long_order_form(bench, name: str) -> Case:
    """What tables cost: an order form with many lines, against its words in plain blocks."""
    order = order_like(Status.REALIZED)
    paper = order_paper(order, Section.values)
    paper["lines"] = (paper["lines"] * LONG_PAPER)[:LONG_PAPER]
    html = render_to_string("print/order_form.html", {"paper": paper})
    plain = re.sub(r"<(/?)(?:table|thead|tbody|tr|td|th|colgroup)\b", r"<\1div", html)
    alone = bench.resources.enter_context(PaperAlone())
    return Case(
        name,
        TABLES_AIM,
        LONG_PAPER_RUNS,
        page=lambda: alone.seconds(html, None),
        floor=lambda: alone.seconds(plain, None),
        look=list,
    )
