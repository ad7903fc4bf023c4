"""A customer is written into the register, or corrected there, with contacts, addresses and tags."""

from collections.abc import Iterable

from django.db import transaction

from common.soundness import refuse_unsound
from customers.models import Address, Contact, Counterparty, CustomerPriceList, Tag
from customers.models.counterparty import MergedMeanwhile
from lab.cause import Cause
from lab.events import record_event
from lab.records import book_record_event, describe

Row = Contact | Address | CustomerPriceList


@transaction.atomic
def save_counterparty(
    customer: Counterparty,
    cause: Cause,
    *,
    contacts: Iterable[Contact] = (),
    addresses: Iterable[Address] = (),
    price_lists: Iterable[CustomerPriceList] = (),
    removed: Iterable[Row] = (),
    tags: Iterable[str] | None = None,
) -> Counterparty:
    """Save the customer and the rows beside it that are new or changed; ``tags`` None leaves the tags alone.

    A removed contact whom something else mentions, an order for example, is only made inactive.
    """
    former = _locked(customer)
    if former and former.merged_into_id:
        raise MergedMeanwhile(former)
    before = describe(former) if former else {}
    verb = "correct_customer" if former else "register_customer"
    event = record_event(verb, cause, action="edit_customers", reason=customer.name)
    refuse_unsound(customer)
    customer.save()
    for row in removed:
        _remove(row)
    for row in (*contacts, *addresses, *price_lists):
        row.counterparty = customer
        refuse_unsound(row)
        row.save()
    if tags is not None:
        customer.tags.set([Tag.objects.get_or_create(name=name)[0] for name in tags])
    if former and former.name != customer.name:
        refresh_animals(customer)
    book_record_event(customer, event, before)
    return customer


def refresh_animals(owner: Counterparty) -> None:
    """Animals are found by their owner's name too: write it anew where they keep it."""
    for animal in owner.animals.select_related("owner"):
        animal.save(update_fields=["search_text"])


def _locked(customer: Counterparty) -> Counterparty | None:
    """The customer as the register has it, its row locked; None for one who is not there yet."""
    return Counterparty.objects.select_for_update(no_key=True).filter(pk=customer.pk).first()


def _remove(row: Row) -> None:
    if not _is_mentioned(row):
        row.delete()
        return
    row.is_active = False
    row.save(update_fields=["is_active"])


def _is_mentioned(row: Row) -> bool:
    """Whether any row of the books points at this one. The register does not know who may: it asks the models."""
    relations = [relation for relation in row._meta.get_fields(include_hidden=True) if relation.one_to_many]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
    )
