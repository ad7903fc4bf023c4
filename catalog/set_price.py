"""Set the price: the price of a service is corrected where it is read, and everything else of it stays."""

from catalog.models import Service
from catalog.save_service import StepDraft, save_service
from lab.cause import Cause


def set_price(service: Service, cause: Cause) -> Service:
    return save_service(
        service,
        cause,
        asks_for=dict(service.fields.values_list("kind", "is_required")),
        norms=dict(service.material_norms.values_list("material", "quantity")),
        steps=[
            StepDraft(step.name, step.minutes, step.performer_id, step.share, step.pk)
            for step in service.steps.current()
        ],
    )
