"""Invariants of complex services: what they include."""

from catalog.bundles import Bundles
from catalog.flattening import way_round
from catalog.models import Service
from verification.finding import Finding, findings_of


def no_service_includes_itself() -> Finding:
    """72"""
    includes = Bundles().includes
    codes = dict(Service.objects.order_by("pk").values_list("pk", "code"))

    def wrong(pk):
        way = way_round(pk, includes)
        return f"service {' includes '.join(codes[step] for step in way)}" if way else None

    return findings_of(codes, wrong)
