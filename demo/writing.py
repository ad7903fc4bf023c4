"""Orders of the demonstration as their form would hand them over: who asks, for which patient, which services."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from customers.models import Counterparty, Patient
from customers.models.patient import PatientKind, age_in_words
from demo.laboratory import Laboratory
from demo.patients import TYPED_ANIMALS, TYPED_PEOPLE
from demo.prescriptions import (
    BUNDLED,
    DENTAL,
    IMPLANT_SYSTEMS,
    RARE,
    SHADES,
    VETERINARY,
    WHOLE_JAW,
    Prescription,
)
from demo.teeth import PONTICS_AS, missing_with, works_for
from orders.models import Order
from orders.teeth import pontics_of
from orders.teeth_read import teeth_of
from workflow.drawing_up.drafts import LineDraft, OrderDraft, PatientDetails
from workflow.drawing_up.writing_tasks import people_of

PRESCRIPTIONS = {"dental": DENTAL, "veterinary": VETERINARY}
CERAMICS = ("C-101", "C-102", "C-103", "C-110", "C-112", "V-", "I-13", "O-", "M-176", "R-164")


def write(
    laboratory: Laboratory,
    department: str,
    rng: Random,
    on: date,
    *,
    services: str = "",
    marked=(),
    customer: Counterparty | None = None,
) -> OrderDraft:
    """An order of the department; ``services`` asks for the prescription that begins with that code, ``customer`` for
    whose it is."""
    prescription, patient = _prescription(department, rng, services), None
    if customer is None:
        customer, patient = _who_asks(laboratory, department, rng, prescription, on)
    contacts = list(customer.contacts.all())
    due = laboratory.clock.calendar.after(on, _lead_days(laboratory, prescription) + rng.choice((0, 0, 1, 2)))
    draft = OrderDraft(
        customer_id=customer.pk,
        contact_id=rng.choice(contacts).pk if contacts else None,
        patient_id=patient and patient.pk,
        patient=_details_of(patient, on) if patient else _typed(department, rng),
        due_on=due,
        instructions=rng.choice(prescription.instructions),
        marker_ids=tuple(laboratory.markers[name].pk for name in marked),
        rush_percent=Decimal(25) if "Urgent" in marked else None,
        lines=_lines(laboratory, prescription, customer, rng),
    )
    codes = [code for code, _quantity in prescription.services]
    missing = [missing_with(code, line.works) for code, line in zip(codes, draft.lines, strict=True)]
    return replace(draft, missing_teeth=tuple(sorted(set().union(*missing))))


def written_again(order: Order, **changes) -> OrderDraft:
    """The order as its form would show it, with changes. ``people`` names (performer, assistant) of every line."""
    people = changes.pop("people", None)
    tasks = {task.line_id: people_of(task) for task in order.tasks.current().reverse()}
    teeth = teeth_of(order).by_line
    patient = {name: getattr(order, f"patient_{name}") for name in PatientDetails.__dataclass_fields__}
    lines = []
    for line in order.lines.current().filter(pontics_of__isnull=True):
        performer, assistant = people(line.code) if people else tasks.get(line.pk, (None, None))
        lines.append(
            LineDraft(
                line.service_id,
                line.quantity,
                line_id=line.pk,
                discount_percent=changes.get("discount", line.discount_percent),
                details=line.details,
                works=tuple(teeth.get(line.pk, ())),
                performer_id=performer,
                assistant_id=assistant,
            )
        )
    changes.pop("discount", None)
    kept = {"due_on": order.due_on, "instructions": order.instructions, "lines": tuple(lines)}
    return OrderDraft(
        customer_id=order.customer_id,
        contact_id=order.contact_id,
        patient_id=order.patient_id,
        patient=PatientDetails(**patient),
        marker_ids=tuple(order.markers.values_list("pk", flat=True)),
        **{**kept, **changes},
    )


def people_for(laboratory: Laboratory, code: str) -> tuple[int, int | None]:
    """(performer, assistant) whose work the service is."""
    if code[0] in "CVIDORMX":
        performer = "nadia" if code.startswith(CERAMICS) and code != "I-134" else "tomas"
        assistant = (
            {"tomas": "nadia", "nadia": "tomas"}[performer] if code in ("I-134", "D-140", "V-122") else None
        )
    else:
        performer = "greta" if code[0] in "YT" else "ivo"
        assistant = "ivo" if code[0] == "T" else None
    return laboratory.people[performer].pk, assistant and laboratory.people[assistant].pk


def _prescription(department: str, rng: Random, services: str) -> Prescription:
    known = PRESCRIPTIONS[department] + (RARE + BUNDLED[department] if services else ())
    return rng.choice([one for one in known if one.services[0][0].startswith(services)])


def _who_asks(
    laboratory: Laboratory, department: str, rng: Random, prescription: Prescription, on: date
) -> tuple[Counterparty, Patient | None]:
    customers = laboratory.customers[department]
    fitting = {
        customer: [one for one in laboratory.patients.get(customer.pk, ()) if _fits(one, prescription, on)]
        for customer in customers
    }
    asking = [customer for customer in customers if fitting[customer]]
    if not asking or (not prescription.species and rng.random() < 0.12):
        return rng.choice([customer for customer in customers if _takes_anybody(customer)]), None
    customer = rng.choices(
        asking, [len(fitting[one]) ** 0.5 * (0.3 if one.is_owner else 1) for one in asking]
    )[0]
    return customer, rng.choice(fitting[customer])


def _takes_anybody(customer: Counterparty) -> bool:
    """Neither an owner, whose own animals alone count, nor a practice for children."""
    return not customer.is_owner and "orthodontics" not in {tag.name for tag in customer.tags.all()}


def _fits(patient: Patient, prescription: Prescription, on: date) -> bool:
    if patient.kind == PatientKind.ANIMAL:
        return patient.species in prescription.species
    return prescription.youngest <= (on - patient.born_on).days // 365 <= prescription.oldest


def _lead_days(laboratory: Laboratory, prescription: Prescription) -> int:
    return max(laboratory.services[code].lead_days for code, _quantity in prescription.services)


def _lines(
    laboratory: Laboratory, prescription: Prescription, customer: Counterparty, rng: Random
) -> tuple[LineDraft, ...]:
    tags = {tag.name for tag in customer.tags.all()}
    discount = Decimal(
        10 if "charity price" in tags else 5 if "key account" in tags and rng.random() < 0.4 else 0
    )
    teeth = _teeth(max(quantity for _code, quantity in prescription.services), rng)
    shade = rng.choice(SHADES)
    drafts = []
    for code, quantity in prescription.services:
        performer, assistant = people_for(laboratory, code)
        details = {
            kind: preset or _detail(kind, code, teeth[:quantity], shade, rng)
            for kind, preset in laboratory.asked[code].items()
        }
        works = works_for(code, quantity, teeth[:quantity], details)
        apart = len(pontics_of(works)) if code in PONTICS_AS else 0
        drafts.append(
            LineDraft(
                laboratory.services[code].pk,
                Decimal(quantity - apart),
                discount_percent=discount,
                details=details,
                works=works,
                performer_id=performer,
                assistant_id=assistant,
            )
        )
    return tuple(drafts)


def _teeth(count: int, rng: Random) -> list[str]:
    """Neighbours in one quadrant, or the four upper front teeth."""
    if count >= 4:
        return ["12", "11", "21", "22"][:count]
    quadrant, first = rng.choice((1, 2, 3, 4)), rng.randint(4, 8 - count)
    return [f"{quadrant}{first + step}" for step in range(count)]


def _detail(kind: str, code: str, teeth: list[str], shade: str, rng: Random) -> str:
    if kind == "teeth":
        return rng.choice(("Upper jaw", "Lower jaw")) if code in WHOLE_JAW else ", ".join(teeth)
    if kind == "material":
        return rng.choice(IMPLANT_SYSTEMS) if code[0] in "IX" else "Zirconia, multilayer, A2"
    return shade if kind == "shade" else ""


def _details_of(patient: Patient, on: date) -> PatientDetails:
    return PatientDetails(
        kind=patient.kind,
        name=patient.name,
        sex=patient.sex,
        age=age_in_words(patient.born_on, on),
        species=patient.species,
        breed=patient.breed,
        owner=patient.owner.name if patient.owner else "",
    )


def _typed(department: str, rng: Random) -> PatientDetails:
    if department == "dental":
        name, sex, age = rng.choice(TYPED_PEOPLE)
        return PatientDetails("person", name, sex, age)
    return PatientDetails("animal", *rng.choice(TYPED_ANIMALS))
