"""Documents of the demonstration: which services ask for them, and how they are filled in, looked at, sent, amended."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from random import Random

from demo.case import Case
from demo.findings import CHOSEN, TABLES, TEXTS
from demo.laboratory import Laboratory
from documents.measuring import limits_for, patient_of
from documents.models import (
    Analyte,
    CriticalCall,
    Document,
    DocumentState,
    DocumentType,
    FieldKind,
    TypeField,
)
from documents.results.flags import Limits
from documents.results.ranges import Patient
from documents.save_document_type import save_document_type
from documents.save_service_documents import save_service_documents
from lab.cause import Cause
from workflow.papers.amend_document import amend_document
from workflow.papers.cells import Cell, Typed
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.hand_over_document import hand_over_document
from workflow.papers.log_critical_call import log_critical_call
from workflow.papers.release_document import release_document

ASKED = {
    "H-201": ("haematology", True),
    "B-210": ("biochemistry", True),
    "B-211": ("biochemistry", True),
    "B-217": ("biochemistry", True),
    "Y-230": ("cytology", True),
    "Y-232": ("cytology", True),
    "K-250": ("bacteriology", True),
    "K-251": ("bacteriology", True),
    "I-130": ("dental-prescription", False),
    "C-110": ("dental-prescription", False),
    "D-140": ("consent", False),
}
"""Service → the type that it asks for, and whether it is required before review."""
FOUR_EYES = ("cytology", "bacteriology")
SMALL = ("ALT", "ALP", "TP", "ALB", "UREA", "CREA", "GLU", "K")
"""What the small profile measures; the other fields of the protocol stay empty."""
SHARES = {"NEUT%": 64, "BAND%": 1, "MONO%": 5, "EOS%": 3, "BASO%": 0}
"""A differential in percent, before luck; what is left are lymphocytes."""
SPECIES_WITH_RANGES = ("Dog", "Cat")
SPECIES_OF_OTHERS = "Dog"
"""For animals without ranges: whose ranges say what might be measured."""


def ask_for_documents(laboratory: Laboratory) -> None:
    """The services name them, and two types are looked at by a second person."""
    types = {row.system_key: row for row in DocumentType.objects.filter(system_key__isnull=False)}
    oscar = laboratory.by("oscar", laboratory.opened)
    for key in FOUR_EYES:
        types[key].is_verified = True
        save_document_type(types[key], oscar)
    for code, (key, is_required) in ASKED.items():
        save_service_documents(laboratory.services[code].pk, {types[key].pk: is_required}, oscar)


def begun(case: Case) -> None:
    """Half of what the documents ask for is typed."""
    for document in _unfinished(case):
        typed = list(_typed(document, case, _luck(case)))
        fill_document(document.pk, case.by(_who_fills(case)), typed=typed[: len(typed) // 2])


def finished(case: Case) -> None:
    """All is filled in, whoever has to be called is called, a second person looks at it where the type wants that."""
    rng = _luck(case)
    for document in _unfinished(case):
        who = case.by(_who_fills(case))
        fill_document(document.pk, who, typed=list(_typed(document, case, rng)))
        if not CriticalCall.objects.exists():
            _make_critical(document, who)
        _call(document, case)
        done = finish_document(document.pk, who, looked_twice=True)
        if done.state == DocumentState.FINISHED:
            release_document(document.pk, case.by("viktor" if who.actor.username != "viktor" else "helen"))


def sent(case: Case) -> None:
    """What is released goes to whoever ordered."""
    order, rng = case.order, _luck(case)
    for document in Document.objects.current().filter(order=order, state=DocumentState.RELEASED):
        newest = document.revisions.order_by("-number").first()
        if newest and rng.random() < 0.7:
            recipient = order.contact.name if order.contact else order.customer.name
            hand_over_document(newest.pk, case.by(case.manager), recipient=recipient, way="mail")


def amended(laboratory: Laboratory) -> Iterator[datetime]:
    """Two weeks ago a potassium turns out to be another patient's: the protocol is amended after it was sent."""
    at = laboratory.clock.on(laboratory.clock.days_before(laboratory.now.date(), 9), 10)
    yield at
    found = _with_potassium()
    if found is None:
        return
    greta = laboratory.by("greta", at)
    amend_document(found.pk, greta, reason="Potassium was read from the neighbouring tube; measured again.")
    normal = limits_for(Analyte.objects.filter(code="K"), patient_of(found.order, at.date()), at.date())
    value = next((limits.normal_high for limits in normal.values()), None) or Decimal("5.5")
    fill_document(found.pk, greta, typed=[Typed(Cell("k"), f"{value + Decimal('0.7'):.1f}")])
    finish_document(found.pk, greta, looked_twice=True, not_called="Reached the practice by e-mail.")


def _with_potassium() -> Document | None:
    """The last protocol that was sent with a potassium in it."""
    released = Document.objects.current().filter(state=DocumentState.RELEASED, values__is_current=True)
    having = released.filter(
        values__field__analyte__code="K",
        order__patient_species__in=SPECIES_WITH_RANGES,
        revisions__handovers__isnull=False,
    )
    return having.order_by("-pk").first()


def _unfinished(case: Case) -> list[Document]:
    rows = Document.objects.unfinished().filter(order=case.order_id)
    return list(rows.select_related("type_version", "order__patient").order_by("pk"))


def _who_fills(case: Case) -> str:
    return "tomas" if case.department == "dental" else "greta"


def _luck(case: Case) -> Random:
    """Of the documents alone, so that they change nothing of what else happens to the order."""
    return Random(f"documents of {case.order_id}")


def _typed(document: Document, case: Case, rng: Random) -> Iterator[Typed]:
    """What is typed into each field, in their sequence; what a patient is like holds from order to order."""
    fields = list(document.type_version.fields.select_related("analyte"))
    measured = _measured(document, fields, case, rng)
    for field in fields:
        if field.kind == FieldKind.TABLE:
            yield from _table(field, rng)
        elif field.kind == FieldKind.NUMBER and field.analyte:
            if text := measured.get(field.analyte.code, ""):
                yield Typed(Cell(field.key), text)
        elif text := _said(field, case, rng):
            yield Typed(Cell(field.key), text)


def _said(field: TypeField, case: Case, rng: Random) -> str:
    if field.kind == FieldKind.CHOICE:
        return rng.choice(CHOSEN.get(field.key, field.choices))
    if field.key in TEXTS:
        return rng.choice(TEXTS[field.key])
    if field.kind == FieldKind.DATE:
        return case.today.isoformat()
    return "yes" if field.kind == FieldKind.YES_NO and rng.random() < 0.6 else ""


def _table(field: TypeField, rng: Random) -> Iterator[Typed]:
    keys = [column["key"] for column in field.columns]
    rows = rng.choice(TABLES.get(field.key, [()]))
    for number, row in enumerate(rows):
        for key, text in zip(keys, row, strict=False):
            if text:
                yield Typed(Cell(field.key, number, key), text)


def _measured(document: Document, fields: Iterable[TypeField], case: Case, rng: Random) -> dict[str, str]:
    """Analyte (by code) → what the analyser said. Derived ones are left to the server."""
    analytes = [one.analyte for one in fields if one.analyte and not one.analyte.is_derived]
    if any(one.code == "K" for one in analytes) and not _is_large(document):
        analytes = [one for one in analytes if one.code in SMALL]
    limits = limits_for(analytes, patient_of(document.order, case.today), case.today)
    if not limits:
        stand_in = Patient(kind="animal", species=SPECIES_OF_OTHERS, breed="", sex="", age_days=None)
        limits = limits_for(analytes, stand_in, case.today)
    texts = {one.code: _result(one, limits.get(one.pk), document, rng) for one in analytes}
    return texts | _differential(texts, rng)


def _is_large(document: Document) -> bool:
    codes = document.order.lines.current().values_list("code", flat=True)
    return bool({"B-211", "B-217"} & set(codes))


def _result(analyte: Analyte, limits: Limits | None, document: Document, rng: Random) -> str:
    """Mostly normal and near where the patient's always is, now and then outside, rarely critical."""
    if limits is None or limits.normal_low is None or limits.normal_high is None:
        return ""
    own = Random(f"{document.order.patient_id or document.order_id} {analyte.code}")
    span, luck = limits.normal_high - limits.normal_low, rng.random()
    place = Decimal(str(round(own.uniform(0.2, 0.8) + rng.uniform(-0.12, 0.12), 3)))
    if luck > 0.99 and limits.critical_high is not None:
        return f"{limits.critical_high * Decimal('1.08'):.{analyte.decimals}f}"
    if own.random() < 0.16 or luck < 0.04:
        place = Decimal("1.25") if own.random() < 0.7 else Decimal("-0.15")
        place += Decimal(str(round(rng.uniform(-0.1, 0.1), 3)))
    value = max(limits.normal_low + span * place, Decimal(0))
    return f"{value:.{analyte.decimals}f}"


def _differential(texts: dict[str, str], rng: Random) -> dict[str, str]:
    """The shares of the white cells, which come to a hundred."""
    if "LYMPH%" not in texts and "NEUT%" not in texts:
        return {}
    shares = {code: max(0, usual + rng.randint(-2, 3)) for code, usual in SHARES.items()}
    return {code: str(share) for code, share in (shares | {"LYMPH%": 100 - sum(shares.values())}).items()}


def _make_critical(document: Document, who: Cause) -> None:
    """Luck alone may give no critical value at all: a creatinine that has such a limit becomes the first."""
    for value in document.values.current().filter(field__analyte__code="CREA"):
        if limit := value.limits.get("critical_high"):
            typed = [Typed(Cell(value.field.key), f"{Decimal(limit) * Decimal('1.08'):.0f}")]
            fill_document(document.pk, who, typed=typed)


def _call(document: Document, case: Case) -> None:
    """Somebody at the practice reads each critical value back."""
    for value in document.values.current().filter(flag__in=["LL", "HH"]):
        log_critical_call(
            value.pk,
            case.by(_who_fills(case)),
            called_at=case.at,
            person=case.order.contact.name if case.order.contact else "Veterinarian on duty",
            read_back=value.text,
        )
