"""What the blank list for counting says: each line, and a box for what is there. Not what should be: people count."""

from typing import Any

from lab.events import local_day
from lab.models import LabSettings
from stock.models import Lot, StockCount

Paper = dict[str, Any]


def count_paper(count: StockCount) -> Paper:
    """The list of one sheet, in the order of the sheet."""
    lines = list(count.lines.order_by("pk"))
    return {
        "number": count.number or "",
        "warehouse": count.warehouse.name,
        "note": count.note,
        "date": local_day(count.event.at).isoformat(),
        "lab": _lab(),
        "lines": [
            {
                "code": line.item.material.code,
                "material": line.item.material.name,
                "lot": line.lot,
                "expires_on": day.isoformat() if day else "",
                "unit": line.item.material.unit,
            }
            for line, day in zip(lines, days_of(lines), strict=True)
        ],
    }


def days_of(lines) -> list:
    """Until when what stands in each line is good, None where nobody knows."""
    named = Lot.objects.filter(
        item__in={line.item_id for line in lines}, name__in={line.lot for line in lines}
    )
    days = {(item, name): day for item, name, day in named.values_list("item", "name", "expires_on")}
    return [days.get((line.item_id, line.lot)) for line in lines]


def _lab() -> dict[str, str]:
    lab = LabSettings.load()
    fields = ("name", "legal_name", "address", "phone", "email")
    return {name: getattr(lab, name) for name in fields}
