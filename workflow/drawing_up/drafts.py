"""What a person asks an order to be: the form's answer, read and checked, before anything is written.

Amounts are in the order's currency, quantities in pieces of the service, ids are those of rows that the form found.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from common.refusals import Refused
from orders.teeth import Work


class DraftRefused(Refused):
    """The order cannot be written as asked."""


@dataclass(frozen=True)
class PatientDetails:
    """The patient as it will be printed on the order's papers: the order's own snapshot."""

    kind: str = ""
    name: str = ""
    sex: str = ""
    age: str = ""
    species: str = ""
    breed: str = ""
    owner: str = ""


@dataclass(frozen=True)
class LineDraft:
    """One line. ``line_id`` is None for a new one; ``unit_price`` None takes the price of the customer's list or of the
    catalogue, or leaves a standing line's price as it is, unless that is ``priced_anew``. ``details`` holds what the
    service asks for, by the kind of the field; ``works`` what is made for which tooth. Where the text of the details
    alone names teeth, they are read from there."""

    service_id: int
    quantity: Decimal
    line_id: int | None = None
    unit_price: Decimal | None = None
    priced_anew: bool = False
    discount_percent: Decimal = Decimal(0)
    details: dict[str, str] = field(default_factory=dict)
    works: tuple[Work, ...] = ()
    performer_id: int | None = None
    assistant_id: int | None = None

    def done_by(self, performer_id: int | None, assistant_id: int | None) -> "LineDraft":
        return replace(self, performer_id=performer_id, assistant_id=assistant_id)


class AsItStands:
    """Said of what a draft leaves alone."""


AS_IT_STANDS = AsItStands()


@dataclass(frozen=True)
class OrderDraft:
    """A whole order. ``lines`` None leaves the lines alone (a state in which services are frozen);
    ``missing_teeth`` are the patient's, written with the lines; ``tray`` names the files that were dropped onto the
    form before it was saved; ``rush_percent`` is the surcharge of a rush, None for no rush."""

    customer_id: int
    lines: tuple[LineDraft, ...] | None = ()
    contact_id: int | None = None
    patient_id: int | None = None
    patient: PatientDetails = PatientDetails()
    due_on: date | None = None
    instructions: str = ""
    marker_ids: tuple[int, ...] = ()
    tray: UUID | None = None
    rush_percent: Decimal | AsItStands | None = AS_IT_STANDS
    missing_teeth: tuple[int, ...] | AsItStands = AS_IT_STANDS
