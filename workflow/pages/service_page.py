"""The page of a service: what it asks for, its steps, and how long they really take."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import catalog.panels
import documents.panels
from catalog.bundles import Bundles
from catalog.lead_time import lead_of
from catalog.models import Service
from common.panels import Panel
from lab.access import allow
from lab.calendar import calendar_of_the_house
from lab.permissions import may
from lab.record_panels import history_panel
from orders.models import Task
from orders.models.task import TaskState
from workflow.clock import time_worked

LATELY = 300
"""Of how many tasks at most, the last finished ones: work gets quicker, and an old figure says little."""


@dataclass(frozen=True)
class StepTimes:
    """One step: its standard minutes, and of how many finished tasks with a clock the median is taken."""

    name: str
    norm: int | None
    real: int | None
    count: int
    capped: int

    @property
    def is_over(self) -> bool:
        return bool(self.norm and self.real and self.real > self.norm)


@allow("see_catalog")
@require_safe
def service_page(request, pk: int):
    """Everything about one service that the person may see."""
    rows = Service.objects.select_related("group", "tax_rate", "pontics_as")
    see_prices = may(request.user, "see_prices")
    service = get_object_or_404(rows if see_prices else rows.defer("price"), pk=pk)
    bundles = Bundles([service.pk])
    history = history_panel(service, with_money=see_prices)
    panels = [
        catalog.panels.included_panel(service),
        catalog.panels.fields_panel(service, bundles),
        documents.panels.service_panel(service),
        catalog.panels.steps_panel(service),
        times_panel(service),
        catalog.panels.norms_panel(service),
        catalog.panels.included_in_panel(service),
        history,
    ]
    context = {
        "service": service,
        "lead": lead_of(service, bundles),
        "main_panels": list(filter(None, panels)),
    }
    return render(request, "workflow/service_page.html", context)


def times_panel(service: Service) -> Panel | None:
    """Norm against real, per step; nothing of money. None of a complex service without steps of its own."""
    times = list(step_times(service))
    if not times:
        return None
    context = {"times": times, "is_known": any(step.count for step in times), "lately": LATELY}
    return Panel("times", _("Working time, norm and real"), "workflow/panels/times.html", context)


def step_times(service: Service) -> Iterator[StepTimes]:
    """By step; where a service has none, of its one task, and nothing of a complex one: its parts have their pages."""
    steps = list(service.steps.current().values_list("pk", "name", "minutes"))
    if not steps and not service.included.exists():
        steps = [(None, service.name, None)]
    measured = _measured(service)
    for pk, name, norm in steps:
        real = measured[pk]
        minutes = [round(worked.total_seconds() / 60) for worked, _capped in real]
        capped = sum(is_capped for _worked, is_capped in real)
        yield StepTimes(name, norm, round(median(minutes)) if minutes else None, len(minutes), capped)


def _measured(service: Service) -> dict[int | None, list[tuple]]:
    """Step → (time, whether some of it was capped) of finished tasks whose clock was taken."""
    done = Task.objects.current().filter(
        Q(part__service=service) | Q(part=None, line__service=service),
        state=TaskState.DONE,
        spans__isnull=False,
    )
    lately = done.distinct().order_by("-finished_at", "-pk").only("template")[:LATELY]
    found, now, calendar = defaultdict(list), timezone.now(), calendar_of_the_house()
    for task in lately.prefetch_related("spans"):
        spans = task.spans.all()
        is_capped = any(span.is_capped for span in spans)
        found[task.template_id].append((time_worked(spans, now, calendar), is_capped))
    return found
