"""Invariants that the database itself enforces: that its constraints and triggers are there."""

import re

from django.apps import apps
from django.db import connection

from common import triggers
from common.booked import RULES
from lab.models import FormToken
from orders.models import OrderEvent
from verification.finding import Finding

HOUSE = (
    "common",
    "lab",
    "background",
    "catalog",
    "customers",
    "orders",
    "documents",
    "billing",
    "payroll",
    "stock",
    "sums",
    "workflow",
)

_CONSTRAINT = re.compile(r'CONSTRAINT "(\w+)"')


def triggers_stand() -> Finding:
    """5, 7, 16, 47"""
    wrong = [f"trigger {name} is missing" for name in triggers.missing(connection)]
    return Finding(sum(len(rule.operations) for rule in RULES), wrong)


def constraints_stand() -> Finding:
    """1, 10, 17, 21, 23, 31, 52: every constraint that a model declares is in the database."""
    found = Finding()
    there = _names_in_the_database()
    for model in (model for app in HOUSE for model in apps.get_app_config(app).get_models()):
        for constraint in model._meta.constraints:
            found.looked_at += 1
            if constraint.name not in there:
                found.wrong.append(f"constraint {constraint.name} is missing")
    return found


def _names_in_the_database() -> set[str]:
    """Names of all constraints and indexes, asked at once: asking table by table takes seconds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
            )
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index')")
        rows = cursor.fetchall()
    inside = {name for kind, _name, sql in rows if kind == "table" for name in _CONSTRAINT.findall(sql)}
    return inside | {name for kind, name, _sql in rows if kind == "index"}


def events_have_a_named_cause() -> Finding:
    """46"""
    nobody = OrderEvent.objects.filter(event__role="")
    return Finding(OrderEvent.objects.count(), [f"event {row.pk} was done in no role" for row in nobody[:50]])


def form_tokens_led_somewhere() -> Finding:
    """52"""
    lost = FormToken.objects.filter(redirect="")
    return Finding(
        FormToken.objects.count(), [f"form {row.token} was used and led nowhere" for row in lost[:50]]
    )
