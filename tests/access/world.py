"""One small laboratory in which every address has something to show."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from background.models import Job, PreparedPaper, State
from billing.models import Act, BankFile, BankImport, BankProfile, ClosingDocument, Payment, Refund
from catalog.models import PriceList, PriceListVersion
from common.storage import StoredFile
from common.uploads import store_upload
from customers.models import Counterparty, Merge, Patient
from documents.files import attach_file
from documents.models import Attachment, Document, DocumentType, DocumentTypeVersion, ReferenceRange
from lab.badges import issue_badge
from lab.cause import Cause
from lab.feeds import make_feed
from lab.models import (
    Absence,
    Badge,
    CalendarFeed,
    Employee,
    Event,
    FeedKind,
    Holiday,
    SavedView,
    TableFile,
    TableImport,
)
from orders.models import Batch, Marker, Order
from orders.states import Status
from papers.drawing import draw
from papers.models import IssuedPaper
from payroll.models import PayQuestion, PayrollEntry, PaySheet, PlannedPay, Rate
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.questions import ask_about
from stock.models import Lot, Receipt, StockCount, StockItem
from sums.models import Reckoned
from tests.factories.analytes import make_range
from tests.factories.background import make_job, make_paper
from tests.factories.bank import Came, make_import, sheet
from tests.factories.batches import make_batch
from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.document_types import make_document_type, make_draft
from tests.factories.filling import papers_filled
from tests.factories.imports import make_table_file, make_table_import
from tests.factories.lab import client_of, make_absence, make_employee, make_exception, make_settings
from tests.factories.orders import cause, finish_tasks, make_line, make_order
from tests.factories.payroll import make_accrual, make_rate
from tests.factories.price_lists import make_price_list, make_version, rule
from tests.factories.stock import make_count, make_stocked
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.life.realize_many import realize_many
from workflow.merging.merge_patients import merge_patients
from workflow.money.record_payment import record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.pay.set_pay import set_pay

ROLES = ("manager", "reviewer", "technician", "accountant", "administrator")
IDENTITIES = ("anonymous", "deactivated", "without a role", *ROLES)


@dataclass
class World:
    """What the tests of access look at. ``orders`` has one order in every state; ``visitor`` opens the next address."""

    people: dict[str, Employee] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    customer: Counterparty = None
    other_customer: Counterparty = None
    patient: Patient = None
    merge: Merge = None
    exception: Holiday = None
    absence: Absence = None
    service: object = None
    material: object = None
    item: StockItem = None
    receipt: Receipt = None
    lot: Lot = None
    count: StockCount = None
    booked_count: StockCount = None
    rate: Rate = None
    price_list: PriceList = None
    version_to_come: PriceListVersion = None
    document_type: DocumentType = None
    type_without_draft: DocumentType = None
    type_draft: DocumentTypeVersion = None
    marker: Marker = None
    assistant: Employee = None
    act: Act = None
    draft_act: Act = None
    document: ClosingDocument = None
    realized_together: Event = None
    payment: Payment = None
    refund: Refund = None
    bank_import: BankImport = None
    bank_profile: BankProfile = None
    bank_file: BankFile = None
    table_import: TableImport = None
    table_files: dict[str, TableFile] = field(default_factory=dict)
    filled: dict[str, Document] = field(default_factory=dict)
    file: Attachment = None
    picture: Attachment = None
    reference_range: ReferenceRange = None
    planned: PlannedPay = None
    quick_order: Order = None
    failed_work: Job = None
    sheets: dict[str, PaySheet] = field(default_factory=dict)
    accruals: dict[str, PayrollEntry] = field(default_factory=dict)
    draft_sheet: PaySheet = None
    question: PayQuestion = None
    badge: Badge = None
    feeds: dict[str, CalendarFeed] = field(default_factory=dict)
    papers: dict[str, PreparedPaper] = field(default_factory=dict)
    views: dict[str, SavedView] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    visitor: str = "manager"

    @property
    def performer(self) -> Employee:
        return self.people["technician"]

    def by(self, identity: str) -> Cause:
        return Cause(self.people[identity], timezone.now())


def build_world() -> World:
    """Everything made by the use cases that the pages call."""
    world = World()
    make_settings(name="Example laboratory", payment_instructions="Pay {total} for {number}.")
    _hire(world)
    _furnish(world)
    _take_orders(world)
    _pay_people(world)
    world.filled = papers_filled(world.orders[Status.PRODUCTION])
    for paper in IssuedPaper.objects.undrawn():
        draw(paper)  # else the first visit would
    return world


def _hire(world: World) -> None:
    world.people = {role: make_employee(role.title(), roles=[role]) for role in ROLES}
    world.people["without a role"] = make_employee("Nobody", roles=[])
    world.people["deactivated"] = make_employee("Gone", roles=ROLES)
    world.clients = {
        who: client_of(person, raise_request_exception=False) for who, person in world.people.items()
    }
    world.clients["anonymous"] = Client(raise_request_exception=False)
    gone = world.people["deactivated"]
    gone.is_active = False  # the session of before is left alive
    gone.save()
    world.assistant = make_employee("Assistant", roles=["technician"])
    world.badge = issue_badge(world.people["technician"].pk, world.by("administrator"))
    world.table_files = {role: make_table_file(world.by(role).actor) for role in ROLES}
    world.table_import = make_table_import(world.by("manager"))
    world.feeds = {role: make_feed(FeedKind.ORDERS, world.by(role)) for role in ROLES}


def _furnish(world: World) -> None:
    world.exception = make_exception(
        timezone.localdate() + timedelta(days=30), name="Christmas", is_annual=True
    )
    world.absence = make_absence(
        world.people["technician"], last=timezone.localdate() + timedelta(days=40), reason="Holiday"
    )
    world.customer = make_counterparty(name="North clinic", tags=["north"])
    make_contact(counterparty=world.customer)
    make_address(counterparty=world.customer)
    world.other_customer = make_counterparty(name="South clinic")
    make_owner()
    world.patient = make_patient()
    world.merge = merge_patients(make_patient().pk, make_patient().pk, world.by("manager"))
    world.reference_range = make_range(species="Dog", method="Dry", breed="Beagle")
    world.material = make_stocked("1000", lot="L-7")
    world.receipt, world.item, world.lot = Receipt.objects.get(), StockItem.objects.get(), Lot.objects.get()
    by = world.by("accountant")
    world.booked_count, world.count = (
        make_count(world.material, "999", by=by),
        make_count(world.material, by=by),
    )
    world.service = make_service(price=Decimal(120), norms={world.material: Decimal("0.5")})
    world.marker = Marker.objects.create(name="out for fitting")
    world.rate = make_rate(percent=Decimal(30))
    world.price_list = make_price_list(rule("percent_off", 5, service=make_service()), name="Chain prices")
    later = timezone.localdate() + timedelta(days=9)
    world.version_to_come = make_version(
        world.price_list,
        rule("percent_off", 7),
        rule("own_price", 95, service=world.service),
        valid_from=later,
    )
    make_rate(role="assistant", amount=Decimal(5))
    world.document_type = make_document_type(name="Protocol of tears", layout="# Tears\n{{sections}}")
    world.type_draft = make_draft(world.document_type)
    world.type_without_draft = make_document_type(name="Protocol of saliva")


def _take_orders(world: World) -> None:
    for status in Status:
        world.orders[status] = _order(world, world.service, status)
    quick = make_service(price=Decimal(80), review_required=False)
    world.quick_order = _order(world, quick, Status.PRODUCTION)
    working = world.orders[Status.PRODUCTION]
    for order in (working, world.quick_order):
        finish_tasks(order, cause())
    world.draft_act = Act.objects.drafts().filter(order=working).first()
    world.act = Act.objects.standing().filter(order=world.orders[Status.REALIZED]).get()
    world.document = ClosingDocument.objects.get()
    waiting = _order(world, world.service, Status.PRODUCED)
    world.realized_together = realize_many({waiting.pk: waiting.version}, cause())
    comment_on_order(working.pk, cause(), text="A word about it.")
    realized = world.orders[Status.REALIZED]
    paid = {"received_on": timezone.localdate(), "method": "bank", "order_id": realized.pk}
    world.payment = record_payment(realized.customer, cause(), amount=Decimal(17), currency="EUR", **paid)
    number = world.document.number
    world.bank_import = make_import(
        Came("103.00", f"Invoice {number}"), Came("-9.50", "Charges"), Came("3", "?")
    )
    set_aside_bank_line(world.bank_import.lines.last().pk, cause(), reason="not ours")
    world.bank_profile = BankProfile.objects.create(
        name="Bank of Hamburg", head="day|amount", columns={"day": 0, "skip": 1, "amount": 1}, currency="EUR"
    )
    waiting = {"name": "november.csv", "text": sheet(Came("12.00")).decode(), "brought_at": timezone.now()}
    world.bank_file = BankFile.objects.create(brought_by=world.people["accountant"], **waiting)
    ahead = paid | {"order_id": None}
    record_payment(realized.customer, cause(), amount=Decimal(9), currency="EUR", **ahead)
    back = {"refunded_on": timezone.localdate(), "method": "bank", "reason": "left over"}
    world.refund = refund_advance(realized.customer, cause(), amount=Decimal(4), currency="EUR", **back)
    world.batches = {role: make_batch([working, realized], world.by(role)) for role in ROLES}
    world.file = attach_to(working, "scan.txt", world.people["manager"])
    world.picture = attach_to(working, "shade.png", world.people["manager"], thumbnail=b"a small picture")
    task = working.tasks.get()
    said = {"role": "assistant", "amount": Decimal("6.50"), "comment": "a long way"}
    world.planned = set_pay(working.pk, cause(), task_id=task.pk, **said)
    Reckoned.objects.create(figure="price", settled=0, since=date(2100, 1, 1), zone="UTC")
    world.failed_work = make_job(state=State.FAILED, about="a letter", last_error="OSError: no route")
    world.papers = {role: make_paper(world.people[role], pdf=b"%PDF-1.7 drawn") for role in ROLES}
    world.views = {
        role: SavedView.objects.create(
            owner=world.people[role], list="workflow:order_list", name=f"View of {role}", query="status=open"
        )
        for role in ROLES
    }


def _order(world: World, service, status: str) -> Order:
    line = make_line(service, quantity="2", performer=world.performer, assistant=world.assistant)
    return make_order(line, status=status, customer=world.customer, patient_id=world.patient.pk)


def _pay_people(world: World) -> None:
    """Each role has a finished pay sheet and something coming; the technician a draft and an open question too."""
    task, by = world.orders[Status.PRODUCTION].tasks.get(), world.by("accountant")
    for serial, (role, person) in enumerate((role, world.people[role]) for role in ROLES):
        earned = [
            make_accrual(person, task=task, source=10**6 + 3 * serial + n, on=timezone.localdate())
            for n in range(3)
        ]
        sheet = draw_up_sheet(person.pk, by, entry_ids=[earned[0].pk])
        world.sheets[role], world.accruals[role] = finish_sheet(sheet.pk, by), earned[1]
    world.draft_sheet = draw_up_sheet(world.performer.pk, by, entry_ids=[world.accruals["technician"].pk])
    world.question = ask_about(
        world.accruals["manager"].pk, world.by("manager"), text="Was this not two units?"
    )


def attach_to(order: Order | None, name: str, actor: Employee, *, tray=None, thumbnail=None) -> Attachment:
    """A small file on an order, or in somebody's tray."""
    content = ContentFile(b"bytes of " + name.encode(), name=name)
    stored, kept_name = store_upload(content, max_bytes=10**6, free_floor=0)
    assert isinstance(stored, StoredFile)
    return attach_file(
        order and order.pk, tray, stored, kept_name, Cause(actor, timezone.now()), thumbnail=thumbnail
    )
