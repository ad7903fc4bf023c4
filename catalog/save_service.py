"""A service is put into the catalogue, or corrected there, with what it includes, asks for and uses, and its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.bundles import lock_bundles, refuse_unsound_bundles
from catalog.models import IncludedService, MaterialNorm, Service, ServiceField, TaskTemplate
from catalog.models.task_template import why_not_shares
from catalog.usable import refuse_materials
from common.refusals import Refused
from common.soundness import refuse_unsound
from lab.cause import Cause
from lab.events import record_event
from lab.performers import refuse_people
from lab.records import book_record_event, describe


@dataclass(frozen=True)
class StepDraft:
    """One step as it shall be; ``step_id`` is None for a new one, ``share`` in percent of the line's pay."""

    name: str
    minutes: int | None = None
    performer_id: int | None = None
    share: Decimal | None = None
    step_id: int | None = None


@transaction.atomic
def save_service(
    service: Service,
    cause: Cause,
    *,
    asks_for: Mapping[str, bool],
    norms: Mapping[int, Decimal],
    steps: Sequence[StepDraft] = (),
    included: Mapping[int, Decimal] | None = None,
) -> Service:
    """Save the service so that it asks for exactly these fields, uses exactly these materials, and has these steps.

    ``asks_for``: kind of the field → whether it is required; ``norms``: id of the material → quantity for one unit;
    ``included``: id of the service → how many of it one such service includes, None to leave that as it is.
    """
    lock_bundles()
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
    _write_included(service, included)
    _write_steps(service, steps)
    book_record_event(service, event, before)
    return service


def _write_included(service: Service, wanted: Mapping[int, Decimal] | None) -> None:
    """Read after it is written: whoever was waited for at the lock is seen, and so is what is written here."""
    held = set(service.included.values_list("service", flat=True))
    if wanted is not None:
        _refuse_included(service, wanted)
        service.included.exclude(service__in=wanted).delete()
        for position, (pk, quantity) in enumerate(wanted.items(), start=1):
            IncludedService.objects.update_or_create(
                bundle=service, service_id=pk, defaults={"quantity": quantity, "position": position}
            )
    refuse_unsound_bundles(service, held=held)


def _refuse_included(service: Service, wanted: Mapping[int, Decimal]) -> None:
    if service.pk in wanted:
        raise Refused(_("“%(service)s” cannot include itself.") % {"service": service.name})
    if set(wanted) - set(Service.objects.filter(pk__in=wanted).values_list("pk", flat=True)):
        raise Refused(_("A service that you chose is not in the catalogue any more."))
    if any(quantity <= 0 for quantity in wanted.values()):
        raise Refused(
            _("Of each included service there is more than nothing. Enter a quantity, or remove the row.")
        )


def _write_steps(service: Service, drafts: Sequence[StepDraft]) -> None:
    """Steps keep their rows, so that the rates that name one go on holding; orders keep the tasks that they have."""
    standing = {step.pk: step for step in service.steps.current()}
    _refuse_steps(drafts, standing, of_bundle=service.included.exists())
    for step in standing.values():
        if step.pk not in {draft.step_id for draft in drafts}:
            step.is_removed = True
            step.save(update_fields=["is_removed"])
    for position, draft in enumerate(drafts, start=1):
        step = standing.get(draft.step_id) or TaskTemplate(service=service)
        step.position, step.name, step.minutes = position, draft.name, draft.minutes
        step.performer_id, step.share = draft.performer_id, draft.share
        refuse_unsound(step)
        step.save()


def _refuse_steps(
    drafts: Sequence[StepDraft], standing: Mapping[int, TaskTemplate], *, of_bundle: bool
) -> None:
    ids = [draft.step_id for draft in drafts if draft.step_id]
    if len(set(ids)) != len(ids) or set(ids) - standing.keys():
        raise Refused(
            _("A step of the service came twice, or is not there any more. Open the service again.")
        )
    if sentence := why_not_shares([draft.share for draft in drafts], of_bundle=of_bundle):
        raise Refused(sentence)
    for draft in drafts:
        held = standing[draft.step_id].performer_id if draft.step_id else None
        refuse_people(draft.performer_id, None, held=[held])


def _refuse_materials(former: Service | None, norms: Mapping[int, Decimal]) -> None:
    """A material that is out of use stays where it is used already, and comes to nothing new."""
    used = former.material_norms.values_list("material", flat=True) if former else ()
    refuse_materials(norms, held=used)
    if any(quantity <= 0 for quantity in norms.values()):
        raise Refused(_("Of each material more than nothing is used. Enter a quantity, or remove the row."))
