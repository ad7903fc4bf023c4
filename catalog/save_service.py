"""A service is put into the catalogue, or corrected there, with what it asks for and the materials that it uses."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from catalog.models import MaterialNorm, Service, ServiceField
from lab.cause import Cause
from lab.events import record_event


@transaction.atomic
def save_service(
    service: Service, cause: Cause, *, asks_for: Mapping[str, bool], norms: Mapping[int, Decimal]
) -> Service:
    """Save the service so that it asks for exactly these fields and uses exactly these materials.

    ``asks_for``: kind of the field → whether it is required; ``norms``: id of the material → quantity for one unit.
    """
    verb = "correct_service" if service.pk else "add_service"
    record_event(verb, cause, action="edit_catalog", reason=str(service))
    service.save()
    service.fields.exclude(kind__in=asks_for).delete()
    for kind, is_required in asks_for.items():
        ServiceField.objects.update_or_create(
            service=service, kind=kind, defaults={"is_required": is_required}
        )
    service.material_norms.exclude(material__in=norms).delete()
    for material, quantity in norms.items():
        MaterialNorm.objects.update_or_create(
            service=service, material_id=material, defaults={"quantity": quantity}
        )
    return service
