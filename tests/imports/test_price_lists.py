"""Price lists are imported: a rule a row; a version that has begun stays."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import PriceList, PriceListVersion
from lab.models import TableImport
from tests.factories.catalog import make_group, make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.price_lists import make_price_list, make_version, rule
from tests.imports.bringing import counts, csv_of, look, table_now, take, take_back

pytestmark = pytest.mark.django_db

HEAD = "Preisliste;Gültig ab;Leistung;Gruppe;Rule;Preis;Währung"


def test_rules_come_to_versions_that_have_not_begun_and_go_again():
    client = client_of(make_employee(roles=["manager"]))
    today = timezone.localdate()
    soon = today + timedelta(days=30)
    crown = make_service(code="C-1", group=make_group(name="Crowns"))
    vip = make_price_list(name="VIP")
    make_version(
        vip, rule(service=crown, kind="own_price", figure="90"), valid_from=today - timedelta(days=9)
    )
    make_version(vip, rule(service=crown, kind="own_price", figure="95"), valid_from=soon)
    for form in ("csv", "xlsx"):
        page = look(client, "price-lists", table_now(client, "price-lists", form))
        assert counts(page) == (0, 0, 2, 0), [
            cell for row in page.context["weighed"].rows for cell in row.wrong
        ]
    table = csv_of(
        HEAD, f"vip;{soon};C-1;;own price;99,50;", f"VIP;{soon};;Crowns;discount;10 %;",
        f"VIP;{today - timedelta(days=9)};C-1;;own price;1;", f"New;{soon};;;percent_on;5;CHF",
        f"New;{soon};C-1;;preis;5;CHF",
        f"New;{soon};;;% off;120;CHF",
    )  # fmt: skip
    page = look(client, "price-lists", table)
    assert counts(page) == (2, 1, 0, 3), [cell for row in page.context["weighed"].rows for cell in row.wrong]
    take(client, page, leave_out_wrong="on")
    version = vip.versions.get(valid_from=soon)
    assert {(one.target, one.figure) for one in version.rules.all()} == {
        (str(crown), Decimal("99.5")),
        ("Crowns", Decimal(10)),
    }
    assert PriceList.objects.get(name="New").currency == "CHF"
    assert take_back(client, TableImport.objects.get()).status_code == 302
    assert [one.figure for one in version.rules.all()] == [Decimal(95)]
    assert not PriceList.objects.get(name="New").is_active
    assert PriceListVersion.objects.filter(price_list=vip).count() == 3
