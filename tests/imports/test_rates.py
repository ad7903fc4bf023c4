"""Rates of pay are imported: another figure retires the rate and adds one."""

from decimal import Decimal

import pytest

from lab.models import TableImport
from payroll.models import Rate
from tests.factories.catalog import make_group, make_service, make_step
from tests.factories.lab import client_of, make_employee
from tests.factories.payroll import make_rate
from tests.imports.bringing import bring, counts, csv_of, look, table_now, take, take_back

pytestmark = pytest.mark.django_db


def test_a_rate_is_known_by_its_work_and_never_rewritten():
    client = client_of(make_employee(roles=["accountant"]))
    greta = make_employee("Greta", roles=["technician"], username="greta")
    crown = make_service(code="C-1", group=make_group(name="Crowns"))
    step = make_step(crown, name="Casting")
    make_rate(employee=greta, service=crown, percent=Decimal(10), valid_from="2026-01-01")
    make_rate(step=step, percent=Decimal(5), base="gross", valid_from="2026-02-01")
    for form in ("csv", "xlsx"):
        assert counts(look(client, "rates", table_now(client, "rates", form))) == (0, 0, 2, 0)
    table = csv_of(
        "Mitarbeiter;Leistung;Gruppe;Prozent;Betrag;Gültig ab;Etage",
        "Greta;C-1;;12,5 %;;01.01.2026;", ";;Crowns;;4,50;1.1.2026;", ";C-1;Crowns;1;;1.1.2026;", ";;;1;2;1.1.2026;",
        "Hugo;;;1;;1.1.2026;",
    )  # fmt: skip
    page = look(client, "rates", table)
    assert counts(page) == (1, 1, 0, 3), [cell for row in page.context["weighed"].rows for cell in row.wrong]
    take(client, page, leave_out_wrong="on")
    rates = Rate.objects.in_use().filter(service=crown)
    assert [rate.percent for rate in rates] == [Decimal("12.5")]
    assert Rate.objects.retired().count() == 1
    assert take_back(client, TableImport.objects.get()).status_code == 302
    assert [rate.percent for rate in rates.all()] == [Decimal(10)]
    assert not Rate.objects.in_use().filter(group__isnull=False).exists()


def test_rates_are_for_accountants_alone():
    manager = client_of(make_employee(roles=["manager"]))
    assert bring(manager, "rates", b"Prozent\n1").status_code == 422
    assert manager.get("/imports/rates/table.xlsx").status_code == 403
