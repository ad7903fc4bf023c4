"""The oracle sees what is wrong with documents: each rule broken behind the back of the house is named."""

import pytest
from django.db import connection, models

from common import triggers
from common.frozen import snapshot_hash
from common.models import Counter
from documents.models import CriticalCall, Document, DocumentRevision, DocumentValue
from papers.models import IssuedPaper
from tests.factories.filling import make_filled_type, make_potassium, make_released, number_field, typed
from tests.factories.orders import cause
from tests.verification.behind_our_back import one, raw
from verification.documents import revisions_are_as_released, values_are_sound
from verification.papers import numbers_have_no_gaps
from workflow.papers.amend_document import amend_document
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_amended")]


@pytest.fixture
def _amended():
    """A protocol that was amended, with a critical value of which it is said why nobody was called."""
    document = make_released(make_filled_type(number_field(make_potassium())), K="4.1")
    amend_document(document.pk, cause(), reason="mixed up")
    fill_document(document.pk, cause(), typed=typed(K="7.8"))
    finish_document(document.pk, cause(), not_called="nobody answers", looked_twice=True)
    make_released(document.document_type, K="5.0")
    assert wrong() == {}
    triggers.lift(connection)
    yield
    triggers.lay(connection)


def wrong() -> dict[int, list[str]]:
    checks = {34: numbers_have_no_gaps, 64: revisions_are_as_released, 65: values_are_sound}
    return {number: found.wrong for number, check in checks.items() if (found := check()).wrong}


def test_each_check_looks_at_something():
    assert revisions_are_as_released().looked_at == 3 + 2 + 2
    assert values_are_sound().looked_at == 2 + 2 + 1


def rewrite(number: int, *, hashed: bool = False, **said) -> None:
    row = raw(DocumentRevision).filter(number=number).first()
    says = {**row.snapshot, **said}
    hash_of = snapshot_hash(says) if hashed else row.sha256
    raw(DocumentRevision).filter(pk=row.pk).update(snapshot=says, sha256=hash_of)


BROKEN = {
    "64 what it said": lambda: rewrite(1, title="Another"),
    "64 what it said, hash and all: its paper says otherwise": lambda: rewrite(
        1, hashed=True, title="Another"
    ),
    "64 its number": lambda: one(Document).update(number="X-1"),
    "64 its own number of the revision": lambda: raw(DocumentRevision).filter(number=2).update(number=3),
    "64 what changed": lambda: raw(DocumentRevision).filter(number=2).update(changes=[]),
    "64 a paper that is gone": lambda: _take_paper(),
    "64 a number without a revision": lambda: _take_revision(),
    "65 a flag": lambda: one(DocumentValue, flag="HH").update(flag="H"),
    "65 something impossible": lambda: one(DocumentValue, flag="").update(flag="??"),
    "65 silence about a critical value": lambda: raw(Document).update(not_called=""),
    "34 a number that is missing": lambda: raw(Counter).filter(series__startswith="document").update(last=7),
}


def _take_paper():
    from papers.models import Supersession

    raw(Supersession).all()._raw_delete("default")
    models.QuerySet(IssuedPaper).filter(revision=2)._raw_delete("default")


def _take_revision():
    newest = raw(DocumentRevision).order_by("-pk").values_list("pk", flat=True)[0]
    models.QuerySet(DocumentRevision).filter(pk=newest)._raw_delete("default")


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_named(broken):
    BROKEN[broken]()
    assert int(broken.split()[0]) in wrong()


def test_a_call_makes_up_for_silence():
    value = DocumentValue.objects.get(flag="HH", is_current=True)
    raw(Document).update(not_called="")
    revision = DocumentRevision.objects.first()
    CriticalCall.objects.create(
        value=value, called_at=value.entered_at, person="Dr Ivanova", read_back="7.8", event=revision.event
    )
    assert wrong() == {}
