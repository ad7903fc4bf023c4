"""Which orders an address names: ticked ones, all that a filter leaves, or what an earlier press left undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.asked import row_id
from common.lists.counting import count_capped
from common.lists.misreading import nonsense
from lab.lists import ALL, address_of, asked_of
from orders.models import Batch, BatchOrder, Order
from workflow.forms.realizing import entries_in
from workflow.pages.order_table import ORDERS
from workflow.together.carry_on import label_of
from workflow.together.do_together import MOST

NAMED_ONE_BY_ONE = 50
"""Orders that an address has room for."""


@dataclass(frozen=True)
class Chosen:
    """``seen`` are the versions that the person saw, where a page showed them; ``words`` say how they were chosen.

    ``named`` is the part of an address that names the same orders; ``of`` the press whose rest they are. Of an address
    that holds ``nonsense`` (sentences) none is chosen.
    """

    orders: QuerySet
    count: int
    words: list[str]
    named: str
    back_url: str
    seen: Mapping[int, int | None] = field(default_factory=dict)
    of: Batch | None = None
    is_all: bool = False
    nonsense: list[str] = field(default_factory=list)

    @property
    def is_too_much(self) -> bool:
        return self.count > MOST

    def versions(self) -> dict[int, int]:
        """Id → version, in their sequence; one more than can be done at once, where there are more."""
        now = dict(self.orders.values_list("pk", "version")[: MOST + 1])
        if not self.seen:
            return now
        return {pk: version or now[pk] for pk, version in self.seen.items() if pk in now}

    def by_state(self) -> dict[str, int]:
        """How many of them are in which state."""
        if self.is_too_much:
            return {}
        them = Order.objects.filter(pk__in=self.orders.order_by().values("pk")).order_by()
        return dict(them.values_list("status").annotate(n=Count("pk")))

    def entries(self) -> str:
        """The part of an address that names each of them, where they are few; else nothing."""
        if not 0 < self.count <= NAMED_ONE_BY_ONE:
            return ""
        pks = self.orders.values_list("pk", flat=True)
        return urlencode([("ticked", "yes"), *(("entry", pk) for pk in pks)])

    def list_url(self, **more) -> str:
        """The list of them, for looking at and as a file; "" where no address has room for it."""
        if self.is_all:
            return self.back_url + ("&" if "?" in self.back_url else "?") + urlencode(more)
        if not 0 < self.count <= NAMED_ONE_BY_ONE:
            return ""
        pks = ",".join(str(pk) for pk in self.orders.values_list("pk", flat=True))
        return address_of(ORDERS, status="all", only=pks, **more)


def chosen_by(request: HttpRequest) -> Chosen:
    if ALL in request.GET:
        return _all_of_the_list(request)
    if pk := row_id(request.GET, "of"):
        return _left_undone(request, pk)
    return _ticked(request)


def _all_of_the_list(request: HttpRequest) -> Chosen:
    """None of it where the address makes no sense: a list shows all then, but nobody has chosen all."""
    asked, _kept = asked_of(request, ORDERS)
    why = nonsense(asked, request.GET, beside={ALL})
    rows = Order.objects.none() if why else asked.listed()
    words = [text for text, _url in asked.chips()]
    if asked.open_tab:
        words.insert(0, str(asked.open_tab.label))
    named = asked.query(**{ALL: "yes"}).lstrip("?")
    return Chosen(rows, count_capped(rows), words, named, asked.address(), is_all=True, nonsense=why)


def _ticked(request: HttpRequest) -> Chosen:
    seen = entries_in(request.GET.getlist("entry"))
    found = Order.objects.visible_to(request.user).filter(pk__in=list(seen)).order_by("-pk")
    count = found.count()
    words = [ngettext("%(n)s ticked order", "%(n)s ticked orders", count) % {"n": count}] if count else []
    named = urlencode(
        [
            ("ticked", "yes"),
            *(("entry", f"{pk}:{version}" if version else pk) for pk, version in seen.items()),
        ]
    )
    return Chosen(found, count, words, named, reverse("workflow:order_list"), seen)


def _left_undone(request: HttpRequest, pk: int) -> Chosen:
    """Only of what the person may look at, and what no later try has done: nothing is done twice to an order."""
    batch = batches_open_to(request.user).filter(pk=pk).first()
    rows = BatchOrder.objects.left_undone(batch) if batch else BatchOrder.objects.none()
    found = Order.objects.visible_to(request.user).filter(pk__in=rows.values("order")).order_by("-pk")
    back = reverse("workflow:together_page", args=[pk]) if batch else reverse("workflow:order_list")
    words = [_("not done yet: %(what)s") % {"what": label_of(batch.action)}] if batch else []
    return Chosen(found, found.count(), words, urlencode({"of": pk}), back, of=batch)


def batches_open_to(person) -> QuerySet:
    """Everybody's own; an administrator looks at all."""
    every = Batch.objects.select_related("event", "asked_by", "stopped__actor")
    return every if person.is_administrator else every.asked_by(person)
