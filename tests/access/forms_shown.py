"""Every form that a page shows, found by opening every address; and every form class that the product has."""

import importlib
from collections.abc import Iterator

from django import forms
from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms.formsets import BaseFormSet
from django.test import Client

from billing.models import ClosingDocument
from tests.access.arguments import NO_ROW, address, walk
from tests.access.matrix_of_admin import rows_with_admin
from tests.architecture.house import HOUSE, modules
from tests.sizes import NIGHTLY
from workflow.actions import ACTIONS
from workflow.together.offered import OFFERED

DEPTH = 3
"""A form may stand in an object of the page's context (a sheet, a panel) that holds it."""


def form_classes() -> set[type]:
    """Every form class of the product, imported from wherever it stands."""
    # What draws papers lives in a process of its own: loaded here, it would change how Pillow reads pictures.
    for path in (path for path in modules() if not path.startswith("common/pdf/")):
        importlib.import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    return {one for one in _below(forms.BaseForm) if one.__module__.split(".")[0] in HOUSE}


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def addresses(world) -> Iterator[str]:
    """Every address that shows something to an administrator, the pages of orders in every state among them."""
    rows, routes = rows_with_admin(), {key: route for key, route, _view in walk()}
    for key, row in rows.items():
        if "GET" in row.methods and "administrator" in row.roles:
            url = address(routes[key], row.about, world)
            if str(NO_ROW) not in url:
                yield url
    yield f"/billing/documents/sent/?number={ClosingDocument.objects.first().number}"
    for order in world.orders.values():
        yield f"/orders/{order.number}/"
        yield f"/orders/{order.number}/edit/"
    for verb in OFFERED:
        yield f"/orders/together/do/{verb}/?all=yes&status=all"
    yield from dialogs(world)


def dialogs(world) -> Iterator[str]:
    """Of each verb the dialog of an order that allows it and of one that refuses it; at night of every order."""
    user = world.people["administrator"]
    for verb, action in ACTIONS.items():
        told = {bool(action.why_not(order, user)): order for order in reversed(world.orders.values())}
        for order in world.orders.values() if NIGHTLY else told.values():
            yield f"/orders/{order.number}/do/{verb}/"


def forms_shown(world) -> dict[type, forms.BaseForm]:
    """One form of each class, as the pages show it: with what its page told it."""
    seen: dict[type, forms.BaseForm] = {}
    client = world.clients["administrator"]
    for url in addresses(world):
        for form in forms_of(client, url):
            seen.setdefault(_named(form), form)
    return seen


def _named(form) -> tuple:
    """Django makes form classes of the same name for many models."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    return (type(form).__module__, type(form).__name__, model, tuple(form.fields))


def forms_of(client: Client, url: str) -> Iterator[forms.BaseForm]:
    yield from forms_in(client.get(url))


def forms_in(answer) -> Iterator[forms.BaseForm]:
    for layer in answer.context or ():
        for thing in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for one in list(thing.values()):
                yield from _forms_in(one, DEPTH)


def _forms_in(thing, depth: int) -> Iterator[forms.BaseForm]:
    kind = type(thing)  # not isinstance: that would wake what is lazy
    if issubclass(kind, forms.BaseForm):
        yield thing
    elif issubclass(kind, BaseFormSet):
        yield from [*thing.forms, thing.empty_form]
    elif issubclass(kind, AdminForm):
        yield thing.form
    elif issubclass(kind, InlineAdminFormSet):
        yield from _forms_in(thing.formset, 0)
    elif depth and issubclass(kind, list | tuple):
        for one in thing:
            yield from _forms_in(one, depth - 1)
    elif depth and kind.__module__.split(".")[0] in HOUSE and hasattr(thing, "__dict__"):
        for one in list(vars(thing).values()):
            yield from _forms_in(one, 0)
