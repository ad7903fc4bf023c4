"""What the demonstration sells as a whole: complex services with their parts.

Each row: code, name, group, price, lead time in working days, what it asks for, the parts (code: how many), its own
steps (name, minutes, share of the pay in percent).
"""

from decimal import Decimal

from catalog.models import Service
from catalog.save_service import StepDraft, save_service
from demo.laboratory import Laboratory
from demo.teeth import counts_by

BLOOD_AND_SERUM = {"specimen": "EDTA blood and serum", "container": "EDTA tube 1.3 ml, serum tube 2 ml"}
DENTAL = (
    (
        "X-190",
        "Implant crown, complete",
        "Implant prosthetics",
        "365.00",
        10,
        {"teeth": True, "shade": True, "material": True, "note": False},
        {"M-171": "1", "I-132": "1", "C-102": "1"},
        (("Assembly and torque check", 20, 5),),
    ),
    (
        "X-191",
        "Denture preparation",
        "Dentures",
        "45.00",
        2,
        {"teeth": True},
        {"D-145": "1", "D-146": "1"},
        (),
    ),
    (
        "X-192",
        "Full denture with preparation and try-in",
        "Dentures",
        "480.00",
        15,
        {"teeth": True, "shade": True, "note": False},
        {"M-170": "2", "X-191": "1", "D-144": "1", "D-140": "1"},
        (),
    ),
)
VETERINARY = (
    (
        "Z-290",
        "Senior check, cat",
        "Biochemistry",
        "79.00",
        1,
        {"specimen": True, "container": False, "note": False},
        {"H-201": "1", "B-211": "1", "B-212": "1", "B-213": "1"},
        (),
    ),
)


def sell_bundles(laboratory: Laboratory) -> None:
    """Put them into the catalogue, beside the services that they include."""
    for code, name, group, price, lead, asked, parts, steps in DENTAL + VETERINARY:
        first = laboratory.services[next(iter(parts))]
        beside = (
            Service.objects.filter(group__name=group).select_related("group", "tax_rate").first() or first
        )
        laboratory.services[code] = save_service(
            Service(
                group=beside.group,
                tax_rate=beside.tax_rate,
                code=code,
                name=name,
                price=Decimal(price),
                lead_days=lead,
                review_required=True,
                counts_by=counts_by(code, asked),
            ),
            laboratory.by("helen", laboratory.opened),
            asks_for=asked,
            norms={},
            steps=[StepDraft(step, minutes, share=Decimal(share)) for step, minutes, share in steps],
            included={laboratory.services[part].pk: Decimal(quantity) for part, quantity in parts.items()},
        )
        laboratory.asked[code] = dict.fromkeys(asked, "") | (BLOOD_AND_SERUM if "specimen" in asked else {})
