"""Customers as rows of tables mean them: by number, tax number or name."""

from django.utils.translation import gettext as _

from common.folding import closed_up, fold
from customers.models import Counterparty
from workflow.imports.kind import NotFound


class KnownCustomers:
    """Customers by number, tax number and name, for the rows of a table that mean one of them."""

    def __init__(self) -> None:
        self.by_tax: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.tax_of: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.may_own: set[int] = set()
        told = Counterparty.objects.order_by("pk").values_list("pk", "name", "tax_id", "kind", "is_active")
        for pk, name, tax_id, kind, is_active in told:
            if kind == Counterparty.Kind.NATURAL and is_active:
                self.may_own.add(pk)
            self.names[pk] = name
            self.by_name.setdefault(fold(name), []).append(pk)
            self.tax_of[pk] = closed_up(tax_id)
            if tax_id:
                self.by_tax.setdefault(closed_up(tax_id), []).append(pk)

    def find(
        self, number: int | None, tax_id: str, name: str, columns=("number", "tax_id", "name")
    ) -> int | None:
        """The key of the one that is meant; None where there is none. Raises ``NotFound`` where several may be."""
        if number is not None:
            if number not in self.names:
                raise NotFound(columns[0], _("There is no customer of the number %(n)s.") % {"n": number})
            return number
        if found := self.by_tax.get(closed_up(tax_id)) if tax_id else None:
            return self._only(
                found, columns[1], _("Several customers have this tax number. Say which by the number.")
            )
        found = self.by_name.get(fold(name), []) if name else []
        if tax_id and found and all(self.tax_of[pk] for pk in found):
            sentence = _("“%(name)s” is there with another tax number. Say by the number that it is meant.")
            raise NotFound(columns[1], sentence % {"name": name})
        return self._only(found, columns[2], _("Several customers are called so. Say which by the number."))

    def _only(self, found: list[int], column: str, sentence: str) -> int | None:
        if len(found) > 1:
            raise NotFound(column, sentence)
        return found[0] if found else None
