"""The oracle sees what must never be false of complex services."""

import pytest

from catalog.models import IncludedService
from tests.factories.catalog import make_bundle, make_service
from verification.invariants import violations

pytestmark = pytest.mark.django_db


def test_72_a_circle_of_services_is_named():
    screw = make_service(code="SCREW")
    box = make_bundle(make_bundle(screw, code="PACK"), code="BOX")
    assert violations() == {}
    IncludedService.objects.create(bundle=screw, service=box)
    assert violations()[72] == [
        "service SCREW includes BOX includes PACK includes SCREW",
        "service PACK includes SCREW includes BOX includes PACK",
        "service BOX includes PACK includes SCREW includes BOX",
    ]
