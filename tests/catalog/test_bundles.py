"""Complex services: what their form and the admin site save of them, what they refuse, where they are shown."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalog.bundles import MOST_PARTS, Bundles
from catalog.models import IncludedService, Service
from catalog.save_service import save_service
from common.refusals import Refused
from lab.once import new_token
from lab.records import history_of
from tests.access.forms_on_pages import forms_of
from tests.admin.test_choices import form_of
from tests.catalog.test_service_form import add, manager, typed  # noqa: F401
from tests.catalog.test_service_search import ask
from tests.catalog.test_steps import rows as step_rows
from tests.factories.catalog import make_bundle, make_material, make_service, make_step
from tests.factories.lab import make_employee
from tests.factories.orders import cause

pytestmark = pytest.mark.django_db
D = Decimal


def rows(*included, standing=0):
    sent = {"included-TOTAL_FORMS": len(included), "included-INITIAL_FORMS": standing}
    for number, row in enumerate(included):
        sent |= {f"included-{number}-{name}": said for name, said in row.items()}
    return sent


def row(service, quantity="1", **more):
    return {"service": service.pk, "quantity": quantity, **more}


def edit(client, service, *included, standing=0, **fields):
    same = {
        "group": service.group_id,
        "tax_rate": service.tax_rate_id,
        "code": service.code,
        "name": service.name,
    }
    sent = typed(**{**same, **rows(*included, standing=standing), **fields})
    return client.post(reverse("catalog:service_edit", args=[service.pk]), sent)


def included(service):
    return [(one.service, one.quantity) for one in service.included.select_related("service")]


def test_a_complex_service_keeps_its_rows_in_their_sequence(manager):  # noqa: F811
    crown, abutment = make_service(name="Crown"), make_service(name="Abutment")
    add(manager, **rows(row(abutment), row(crown, "2,5"), {"service": "", "quantity": "1"}))
    bundle = Service.objects.latest("pk")
    assert included(bundle) == [(abutment, 1), (crown, D("2.5"))]
    edit(manager, bundle, row(abutment, DELETE="on"), row(crown, "3"), standing=2)
    assert included(bundle) == [(crown, 3)]
    told = {change.after for event in history_of(bundle, with_money=False) for change in event.changes}
    assert f"3 × {crown}" in told


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("0", "Enter more than zero"),
        ("-1", "Enter 0"),
        ("", "Enter the quantity"),
        ("1e3", "Write the number out"),
        ("99999999", "or less"),
    ],
)
def test_a_quantity_that_cannot_be_is_refused_beside_its_field(manager, quantity, sentence):  # noqa: F811
    crown = make_service(name="Crown of the row")
    answer = add(manager, **rows(row(crown, quantity)))
    assert answer.status_code == 422
    assert sentence.split(" 0")[0] in answer.content.decode()
    assert not IncludedService.objects.exists()


def test_a_service_that_stands_twice_is_to_be_added_up(manager):  # noqa: F811
    crown = make_service(code="C1", name="Crown")
    answer = add(manager, **rows(row(crown), row(crown, "2")))
    assert answer.status_code == 422
    assert "“C1 Crown” stands here twice. Add the two quantities up in one row." in answer.content.decode()


def test_nothing_includes_itself_not_even_a_long_way_round(manager):  # noqa: F811
    screw = make_service(name="Screw")
    pack = make_bundle(screw, name="Pack")
    box = make_bundle(pack, name="Box")
    assert edit(manager, box, row(box)).status_code == 422
    answer = edit(manager, screw, row(box))
    assert answer.status_code == 422
    sentence = "“Screw” would include itself: Screw → Box → Pack → Screw."
    assert sentence in answer.content.decode()
    assert not screw.included.exists()


def test_no_form_is_trusted_with_a_circle():
    screw = make_service(name="Screw")
    pack = make_bundle(screw, name="Pack")
    for wanted in ({screw.pk: D(1)}, {pack.pk: D(1)}, {987654: D(1)}, {make_service().pk: D(0)}):
        with pytest.raises(Refused), transaction.atomic():
            save_service(screw, cause(), asks_for={}, norms={}, included=wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncludedService.objects.create(bundle=screw, service=screw)


def test_what_is_not_on_sale_is_not_newly_included_and_stays_where_it_is(manager):  # noqa: F811
    gone = make_service(name="Gone", is_active=False)
    assert "not on sale, or no longer" in add(manager, **rows(row(gone))).content.decode()
    bundle = make_bundle(gone)
    assert edit(manager, bundle, row(gone, "2"), standing=1).status_code == 302
    assert included(bundle) == [(gone, 2)]
    assert (
        "Gone (no longer active)"
        in manager.get(reverse("catalog:service_edit", args=[bundle.pk])).content.decode()
    )


def test_all_of_a_complex_service_is_in_one_currency(manager):  # noqa: F811
    foreign = make_service(name="Foreign", currency="USD")
    answer = add(manager, **rows(row(foreign)))
    assert "“Foreign” is priced in USD and cannot be included" in answer.content.decode()
    crown = make_service(name="Crown")
    bundle = make_bundle(crown, name="Pack")
    answer = edit(manager, crown, currency="USD")
    assert answer.status_code == 422
    assert "“Pack” includes this service and is priced in EUR" in answer.content.decode()
    assert included(bundle) == [(crown, 1)]


def test_more_parts_than_anybody_reads_are_refused_also_inside_others(manager):  # noqa: F811
    inner = make_bundle(*(make_service() for _n in range(MOST_PARTS)), name="Inner")
    make_bundle(inner, name="Outer")
    answer = edit(manager, inner, *(row(part.service) for part in inner.included.all()), row(make_service()))
    assert answer.status_code == 422
    assert not inner.included.count() > MOST_PARTS


def test_of_a_complex_service_the_steps_leave_a_share_to_the_parts(manager):  # noqa: F811
    crown = make_service()
    answer = add(manager, **(rows(row(crown)) | step_rows({"name": "Assembly", "share": "10"})))
    assert answer.status_code == 302
    bundle = Service.objects.latest("pk")
    too_much = step_rows({"name": "Assembly", "share": "60"}, {"name": "Check", "share": "60"})
    answer = edit(manager, bundle, row(crown), standing=1, **too_much)
    assert answer.status_code == 422
    assert "come to 120 %. Of a complex service they are 100 % at most" in answer.content.decode()
    step = bundle.steps.current().get()
    alone = step_rows({"step": step.pk, "name": "Assembly", "share": "10"}, standing=1)
    answer = edit(manager, bundle, row(crown, DELETE="on"), standing=1, **alone)
    assert "come to 10 %. Together they are 100 %" in answer.content.decode()


def test_parts_are_those_at_the_ends_and_complex_ones_that_work_themselves():
    screw, disc = make_service(name="Screw", price=D(5)), make_service(name="Disc", price=D(50))
    pack = make_bundle((screw, "2"), name="Pack", price=D(40))
    plain = make_bundle((pack, "3"), disc)
    told = [(part.service, part.quantity, part.price) for part in Bundles().parts_of(plain.pk)]
    assert told == [(screw, 6, D(5)), (disc, 1, D(50))]
    make_step(pack, name="Sort", share=D(25))
    told = [(part.service, part.quantity, part.price) for part in Bundles().parts_of(plain.pk)]
    assert told == [(pack, 3, D(10)), (screw, 6, D(5)), (disc, 1, D(50))]


def test_materials_of_its_own_make_a_complex_service_a_part_too():
    glue = make_bundle(make_service())
    glue.material_norms.create(material=make_material(), quantity=D(1))
    outer = make_bundle(glue)
    assert next(part.service for part in Bundles().parts_of(outer.pk)) == glue


def test_its_page_shows_what_it_includes_and_where_it_is_included(client):
    crown = make_service(name="Crown")
    bundle = make_bundle((crown, "2"), name="Pack")
    client.force_login(make_employee(roles=("technician",)))
    page = client.get(reverse("workflow:service_page", args=[bundle.pk])).content.decode()
    assert "Includes" in page
    assert f'href="{crown.get_absolute_url()}"' in page
    page = client.get(reverse("workflow:service_page", args=[crown.pk])).content.decode()
    assert "Included in" in page
    assert "Pack" in page


def test_the_search_says_what_a_complex_service_includes(client):
    checked = make_service(name="Checked", review_required=True)
    make_bundle((checked, "2"), make_service(name="Plain"), name="Pack", review_required=False)
    found = ask(client, "technician", q="pack").json()[0]
    assert found["includes"] == ["2 × Checked", "1 × Plain"]
    assert found["review"] is True


def test_the_queries_of_the_form_do_not_grow_with_the_rows(manager, django_assert_num_queries):  # noqa: F811
    bundle = make_bundle()
    manager.get(reverse("catalog:service_edit", args=[bundle.pk]))
    for count in (1, 9):
        for _new in range(count):
            IncludedService.objects.create(bundle=bundle, service=make_service())
        with django_assert_num_queries(16):
            manager.get(reverse("catalog:service_edit", args=[bundle.pk]))


def test_the_admin_site_refuses_the_same(client):
    client.force_login(make_employee(roles=("administrator",)))
    screw = make_service(name="Screw")
    pack = make_bundle(screw, name="Pack")
    url = reverse("admin:catalog_service_change", args=[screw.pk])
    sent = form_of(client, url).sent(
        **{
            "included-TOTAL_FORMS": "1",
            "included-0-service": pack.pk,
            "included-0-quantity": "1",
            "included-0-position": "1",
        }
    )
    answer = client.post(url, sent)
    assert "“Screw” would include itself: Screw → Pack → Screw." in answer.content.decode()
    assert not screw.included.exists()
    answer = client.post(url, sent | {"included-0-service": screw.pk})
    assert "A service cannot include itself." in answer.content.decode()
    answer = client.post(url, sent | {"included-0-service": make_service().pk, "included-0-quantity": "0"})
    assert "Enter more than zero" in answer.content.decode()
    answer = client.post(url, sent | {"included-0-service": make_service().pk, "included-0-quantity": "2"})
    assert answer.status_code == 302
    assert screw.included.get().quantity == 2


def test_whoever_switches_a_part_off_is_told_what_could_not_be_ordered_any_more(manager):  # noqa: F811
    screw = make_service(name="Screw")
    make_bundle(screw, code="PACK")
    answer = edit(manager, screw, is_active="")
    assert answer.status_code == 409
    assert "1 complex service includes it and could not be ordered any more: PACK." in answer.content.decode()


def test_rows_of_two_people_are_added_up_and_the_same_row_changed_twice_is_asked_about(manager, client):  # noqa: F811
    crown, screw, disc = make_service(name="Crown"), make_service(name="Screw"), make_service(name="Disc")
    bundle = make_bundle(crown)
    url = reverse("catalog:service_edit", args=[bundle.pk])
    forms = [form for form in forms_of(manager.get(url)) if "name" in form.texts]
    first, second = (forms[0].sent(form_token=new_token()) for _person in range(2))
    manager.post(url, first | {"included-1-service": screw.pk, "included-1-quantity": "2"})
    answer = manager.post(url, second | {"included-1-service": disc.pk, "included-1-quantity": "3"})
    assert answer.status_code == 302
    assert dict(included(bundle)) == {crown: 1, screw: 2, disc: 3}
    again = forms[0].sent(form_token=new_token())
    IncludedService.objects.filter(bundle=bundle, service=crown).update(quantity=D(5))
    answer = manager.post(url, again | {"included-0-quantity": "7"})
    assert answer.status_code == 409
    assert included(bundle)[0] == (crown, 5)


def test_the_catalogue_marks_what_is_complex(manager):  # noqa: F811
    make_bundle(make_service(name="Screw"), name="Pack")
    page = manager.get(reverse("catalog:service_list")).content.decode()
    assert page.count('<span class="tag">complex</span>') == 1
