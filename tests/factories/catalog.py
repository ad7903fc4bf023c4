"""Services, groups, tax rates and materials for tests, each with a name of its own."""

from decimal import Decimal
from itertools import count

from catalog.models import (
    IncludedService,
    Material,
    MaterialNorm,
    Service,
    ServiceField,
    ServiceGroup,
    TaskTemplate,
    TaxRate,
)

_number = count(1)


def make_group(**fields) -> ServiceGroup:
    number = next(_number)
    return ServiceGroup.objects.create(**{"name": f"Group {number}", "department": "Dental", **fields})


def make_tax_rate(**fields) -> TaxRate:
    number = next(_number)
    return TaxRate.objects.create(**{"name": f"Rate {number}", "percent": Decimal(20), **fields})


def make_service(*, asks_for=(), norms=None, **fields) -> Service:
    """A service on sale for 100.00.

    ``asks_for`` names the kinds of its fields, those that are required with a trailing ``!`` (``"teeth!"``);
    ``norms`` maps a material to the quantity that one unit uses.
    """
    number = next(_number)
    fields = {"code": f"S{number:04}", "name": f"Service {number}", "price": Decimal(100), **fields}
    if "group" not in fields:
        fields["group"] = make_group()
    if "tax_rate" not in fields:
        fields["tax_rate"] = make_tax_rate()
    service = Service.objects.create(**fields)
    for kind in asks_for:
        ServiceField.objects.create(service=service, kind=kind.rstrip("!"), is_required=kind.endswith("!"))
    for material, quantity in (norms or {}).items():
        MaterialNorm.objects.create(service=service, material=material, quantity=quantity)
    return service


def make_bundle(*parts, **fields) -> Service:
    """A complex service; each part is a service, or one with its quantity: ``(service, "2")``."""
    bundle = make_service(**fields)
    for position, part in enumerate(parts, start=1):
        service, quantity = part if isinstance(part, tuple) else (part, "1")
        IncludedService.objects.create(
            bundle=bundle, service=service, quantity=Decimal(quantity), position=position
        )
    return bundle


def make_step(service: Service, **fields) -> TaskTemplate:
    """The next step of a service."""
    position = service.steps.count() + 1
    fields = {"name": f"Step {position}", "position": position, **fields}
    return TaskTemplate.objects.create(service=service, **fields)


def make_material(**fields) -> Material:
    number = next(_number)
    return Material.objects.create(
        **{"code": f"M{number:04}", "name": f"Material {number}", "unit": "g", **fields}
    )
