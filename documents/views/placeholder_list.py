"""The placeholders that every layout knows, with what each stands for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.layout.placeholders import NEW_PAGE, SECTIONS, SIGNATURES

GROUPS: tuple[tuple[Promise, dict[str, Promise]], ...] = (
    (
        _("On a line of its own"),
        {
            SECTIONS: _("all sections, one under the other"),
            SIGNATURES: _("two lines to sign on"),
            NEW_PAGE: _("what follows begins on a new page"),
        },
    ),
    (
        _("Document"),
        {
            "number": _("its number"),
            "revision": _("its revision"),
            "title": _("its title"),
            "today": _("the day it is printed"),
            "released_on": _("the day it was released"),
            "filled_by": _("who filled it in"),
            "verified_by": _("who verified it"),
            "reason": _("why it was amended"),
        },
    ),
    (
        _("Order"),
        {
            "order.number": _("number of the order"),
            "order.received": _("the day it was drawn up"),
            "order.due": _("the day it is due"),
            "order.services": _("its services, one a line"),
            "order.instructions": _("what the customer asks for"),
        },
    ),
    (
        _("Customer"),
        {
            "customer": _("its legal name"),
            "customer.address": _("its first address"),
            "customer.phone": _("its telephone"),
            "contact": _("who ordered"),
        },
    ),
    (
        _("Patient"),
        {
            "patient.name": _("name"),
            "patient.kind": _("human or animal"),
            "patient.species": _("species"),
            "patient.breed": _("breed"),
            "patient.sex": _("sex"),
            "patient.age": _("age"),
            "patient.owner": _("owner"),
        },
    ),
    (
        _("Laboratory"),
        {
            "lab.name": _("name"),
            "lab.legal_name": _("legal name"),
            "lab.address": _("address"),
            "lab.phone": _("telephone"),
            "lab.email": _("e-mail"),
        },
    ),
)


def placeholder_groups() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """For the page: (heading, [(as it is written, what it stands for)])."""
    return [
        (heading, [("{{" + name + "}}", says) for name, says in names.items()]) for heading, names in GROUPS
    ]
