"""A service is put into the catalogue, or corrected there, with what it asks for and the materials that it uses."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import MaterialNorm, Service, ServiceField
from catalog.usable import refuse_materials
from common.refusals import Refused
from common.soundness import refuse_unsound
from lab.cause import Cause
from lab.events import record_event
from lab.records import book_record_event, describe


@transaction.atomic
def save_service(
    service: Service, cause: Cause, *, asks_for: Mapping[str, bool], norms: Mapping[int, Decimal]
) -> Service:
    """Save the service so that it asks for exactly these fields and uses exactly these materials.

    ``asks_for``: kind of the field → whether it is required; ``norms``: id of the material → quantity for one unit.
    """
    former = Service.objects.select_for_update(no_key=True).filter(pk=service.pk).first()
    before = describe(former) if former else {}
    verb = "correct_service" if former else "add_service"
    event = record_event(verb, cause, action="edit_catalog", reason=str(service))
    refuse_unsound(service)
    _refuse_materials(former, norms)
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
    book_record_event(service, event, before)
    return service


def _refuse_materials(former: Service | None, norms: Mapping[int, Decimal]) -> None:
    """A material that is out of use stays where it is used already, and comes to nothing new."""
    used = former.material_norms.values_list("material", flat=True) if former else ()
    refuse_materials(norms, held=used)
    if any(quantity <= 0 for quantity in norms.values()):
        raise Refused(_("Of each material more than nothing is used. Enter a quantity, or remove the row."))
