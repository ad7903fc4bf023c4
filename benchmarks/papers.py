"""Cases of papers: a hundred labels, two hundred order forms in one file, the order list while papers are made."""

import re
import threading
from random import uniform
from time import monotonic, sleep

from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from background.models import PreparedPaper
from benchmarks.browser import Browser
from benchmarks.measuring import Case, timed
from benchmarks.paper_alone import PaperAlone, forget_peak_of, peak_of
from benchmarks.statements import seconds_of
from common.pdf import engine
from documents.label_sheets import label_paper, sizes_on_offer
from documents.labels import labels_of
from documents.order_form import Section
from orders.models import Order
from workflow.printing.order_papers import LABELS, order_form_html
from workflow.printing.orders_file import make_orders_file

PAPER_AIM, MEMORY_AIM, LIST_AIM = 1.15, 1.3, 1.5
LABELS_AT_ONCE, FORMS, PAPERS_A_SECOND = 100, 200, 4
LABEL_RUNS, FORM_RUNS, LIST_RUNS = 5, 2, 80
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


def labels(bench, name: str) -> Case:
    """Labels of a hundred orders, against WeasyPrint alone on the same HTML."""
    orders = list(Order.objects.select_related("customer").order_by("-pk")[:LABELS_AT_ONCE])
    alone = bench.resources.enter_context(PaperAlone())

    def html() -> str:
        told = [label for order in orders for label in labels_of(order)]
        return render_to_string(LABELS, {"paper": label_paper(told, sizes_on_offer()[0])})

    same = html()
    return Case(
        name,
        PAPER_AIM,
        LABEL_RUNS,
        page=lambda: timed(lambda: engine.draw_html(html())),
        floor=lambda: alone.seconds(same, None),
        look=lambda: seconds_of(html),
    )


def order_forms(bench, name: str) -> Case:
    """The work of a worker, from the ids to the file; against WeasyPrint alone on one HTML with the same forms."""
    found = list(Order.objects.order_by("-pk")[:FORMS])
    ids, sections = [order.pk for order in found], [str(section) for section in Section]
    bodies = [BODY.search(order_form_html(order, sections, has_logo=False))[1] for order in found]
    whole = "".join(f'<div style="break-before: page">{body}</div>' for body in bodies)
    alone = bench.resources.enter_context(PaperAlone())
    asked = {"paper": "forms", "sections": sections}
    forget_peak_of(engine.process_id())

    def make() -> None:
        make_orders_file.func(None, _paper_of(bench.viewer), ids, asked, asked_by=bench.viewer.pk)

    def memory() -> str:
        taken, least = peak_of(engine.process_id()), peak_of(alone.child.pid)
        return f"{taken:.0f} MB at most, {least:.0f} MB alone: {taken / least:.2f}, aim ≤ {MEMORY_AIM}"

    return Case(
        name,
        PAPER_AIM,
        FORM_RUNS,
        page=lambda: timed(make),
        floor=lambda: alone.seconds(f"<html><body>{whole}</body></html>", None),
        look=list,
        note=memory,
    )


def _paper_of(person) -> str:
    row = {"asked_by": person, "asked_at": timezone.now(), "filename": "orders.pdf", "came_from": "/"}
    return str(PreparedPaper.objects.create(**row, digest="", job="").pk)


def list_while_papers(bench, name: str) -> Case:
    """The slowest of twenty lists (p95), while papers are made and while none is."""
    address, papers = reverse("workflow:order_list"), bench.resources.enter_context(PapersMade(bench.viewer))
    return Case(
        name,
        LIST_AIM,
        LIST_RUNS,
        page=lambda: papers.go_on() or timed(lambda: bench.get(address)),
        floor=lambda: papers.pause() or timed(lambda: bench.get(address)),
        look=lambda: seconds_of(lambda: bench.get(address)),
        share=0.95,
    )


class PapersMade:
    """Order forms asked for beside the list, from threads of the same process, as those of a web process ask."""

    def __init__(self, person):
        self.browser = Browser(person)
        numbers = Order.objects.order_by("-pk").values_list("number", flat=True)[:50]
        self.addresses = [reverse("workflow:order_form_pdf", args=[number]) for number in numbers]
        self.wanted, self.ended = threading.Event(), threading.Event()
        self.asking: list[threading.Thread] = []

    def __enter__(self):
        self.clock = threading.Thread(target=self._ask_again_and_again, daemon=True)
        self.clock.start()
        return self

    def __exit__(self, *_why) -> None:
        self.ended.set()
        self.clock.join()
        self.pause()

    def go_on(self) -> None:
        """Comes back at any moment between two papers."""
        if not self.wanted.is_set():
            self.wanted.set()
        sleep(uniform(0.5, 1.5) / PAPERS_A_SECOND)

    def pause(self) -> None:
        """Comes back when the last paper is there."""
        self.wanted.clear()
        for thread in self.asking:
            thread.join()
        self.asking = []

    def _ask_again_and_again(self) -> None:
        count, due = 0, monotonic()
        while not self.ended.is_set():
            due = max(due + 1 / PAPERS_A_SECOND, monotonic())
            if self.wanted.is_set():
                thread = threading.Thread(
                    target=self._ask, args=[self.addresses[count % 50 % len(self.addresses)]]
                )
                thread.start()
                self.asking.append(thread)
                count += 1
            sleep(max(0.0, due - monotonic()))

    def _ask(self, address: str) -> None:
        try:
            self.browser.get(address)
        finally:
            connection.close()
