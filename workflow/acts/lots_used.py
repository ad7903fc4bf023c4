"""Which lots acts used up: the stock knows them, acts show them and their papers keep them. Nothing is booked here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from billing.models import Act
from billing.shown import ActShown
from common.days import day_and_year
from common.templatetags.labsite import quantity
from stock.standing import LotUsed, lots_used_by


def lots_on_papers(acts: Sequence[Act]) -> dict[int, dict[int, list[dict[str, Any]]]]:
    """For the papers of acts that are about to be posted, by act and material: what was written off for them. Where no
    lot has a name, a paper says nothing of lots."""
    found: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for (act, material), lots in lots_used_by([act.pk for act in acts]).items():
        if any(lot.lot for lot in lots):
            found.setdefault(act, {})[material] = [_on_paper(lot) for lot in lots]
    return found


def with_lots(acts: Sequence[ActShown]) -> list[ActShown]:
    """The acts of a panel, each material with the lots that were taken, in words; drafts have taken none."""
    posted = [act.pk for act in acts if act.number and act.materials]
    used = lots_used_by(posted) if posted else {}
    return [
        replace(
            act,
            materials=[
                replace(one, lots=_in_words(used.get((act.pk, one.material_id), ()))) for one in act.materials
            ],
        )
        for act in acts
    ]


def _on_paper(lot: LotUsed) -> dict[str, Any]:
    """As plain data, like all that a paper says."""
    return {
        "name": lot.lot,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else "",
        "quantity": f"{lot.quantity:f}",
    }


def _in_words(lots: Sequence[LotUsed]) -> tuple[str, ...]:
    """Each lot with its day, and how much of it where there are several; nothing where none has a lot."""
    if not any(lot.lot for lot in lots):
        return ()
    return tuple(_named(lot, with_quantity=len(lots) > 1) for lot in lots)


def _named(lot: LotUsed, *, with_quantity: bool) -> str:
    said = _("lot %(lot)s") % {"lot": lot.lot} if lot.lot else _("without a lot")
    if lot.expires_on:
        said = _("%(lot)s, good until %(day)s") % {"lot": said, "day": day_and_year(lot.expires_on)}
    return f"{said}: {quantity(lot.quantity)}" if with_quantity else said
