"""Two price lists of the demonstration: of a chain of dental clinics, and of veterinary practices that send much."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from catalog.models import PriceList, PriceListVersion, ServiceGroup
from catalog.save_price_list import RuleDraft, save_price_list, save_version
from customers.models import CustomerPriceList
from customers.save_counterparty import save_counterparty
from demo.laboratory import Laboratory
from lab.cause import Cause

Rule = tuple[str, str, str]
"""What it is for (code of a service, name of a group, "" for everything), kind, figure."""

CHAIN: Sequence[Rule] = (
    ("", "percent_off", "10"),
    ("C-101", "own_price", "129.00"),
    ("C-102", "own_price", "175.00"),
)
CHAIN_LATER: Sequence[Rule] = (
    ("", "percent_off", "12"),
    ("C-101", "own_price", "132.00"),
    ("C-102", "own_price", "179.00"),
)
VETERINARY: Sequence[Rule] = (
    ("Biochemistry", "amount_off", "2.50"),
    ("Haematology", "amount_off", "1.00"),
    ("H-203", "amount_off", "1.50"),
)
WHO_HAS = (
    ("Linden and Mill dental group", CHAIN, ("Linden Gate Dental Clinic", "Mill Pond Family Dentists")),
    (
        "Veterinary practices, regular senders",
        VETERINARY,
        ("Small Animal Clinic at the Old Mill", "Equine Clinic Marshfold"),
    ),
)


def agree_on_prices(laboratory: Laboratory) -> None:
    """The lists, and the customers who have them from the first day on."""
    customers = {one.name: one for rows in laboratory.customers.values() for one in rows}
    day, helen = laboratory.opened.date(), laboratory.by("helen", laboratory.opened)
    for name, rules, having in WHO_HAS:
        price_list = save_price_list(PriceList(name=name), helen)
        _draw_up(laboratory, price_list, day, rules, helen)
        for customer in having:
            given = CustomerPriceList(price_list=price_list, valid_from=day)
            save_counterparty(
                customers[customer], laboratory.by("oscar", laboratory.opened), price_lists=[given]
            )


def new_prices(laboratory: Laboratory):
    """The chain's next prices are agreed the day before yesterday and begin in three weeks."""
    at = laboratory.clock.on(laboratory.clock.days_before(laboratory.now.date(), 2), 11)
    yield at
    day = laboratory.now.date() + timedelta(days=21)
    price_list = PriceList.objects.get(name=WHO_HAS[0][0])
    _draw_up(laboratory, price_list, day, CHAIN_LATER, laboratory.by("helen", at))


def _draw_up(
    laboratory: Laboratory, price_list: PriceList, day: date, rules: Sequence[Rule], cause: Cause
) -> None:
    groups = {group.name: group.pk for group in ServiceGroup.objects.all()}
    drafts = [
        RuleDraft(
            kind,
            Decimal(figure),
            service_id=laboratory.services[target].pk if target in laboratory.services else None,
            group_id=groups.get(target),
        )
        for target, kind, figure in rules
    ]
    save_version(PriceListVersion(price_list=price_list, valid_from=day), cause, rules=drafts)
