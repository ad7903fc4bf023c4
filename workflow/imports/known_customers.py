"""Customers as rows of tables mean them: by number, tax number or name."""

from django.utils.translation import gettext as _

from common.folding import closed_up, fold
from customers.models import Counterparty
from workflow.imports.kind import NotFound


class KnownCustomers:
    """Customers by number, tax number and name, for the rows of a table that mean one of them.

    One who was merged into another is that other one; a row that would write into him is refused (``follows``).
    """

    def __init__(self, *, follows: bool = True) -> None:
        self.follows = follows
        self.now: dict[int, int] = {}
        self.by_tax: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.tax_of: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.may_own: set[int] = set()
        told = Counterparty.objects.order_by("pk").values_list(
            "pk", "name", "tax_id", "kind", "is_active", "merged_into"
        )
        for pk, name, tax_id, kind, is_active, merged_into in told:
            if merged_into:
                self.now[pk] = merged_into
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
            return self._only([number], columns[0], "")
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
        standing = {self.now.get(pk, pk) for pk in found}
        if len(standing) > 1:
            raise NotFound(column, sentence)
        if not standing:
            return None
        (one,) = standing
        if not self.follows and one not in found:
            told = {"name": self.names[found[0]], "kept": self.names[one], "n": one}
            raise NotFound(
                column,
                _("“%(name)s” has been merged into “%(kept)s”. Write that one, or its number %(n)s.") % told,
            )
        return one
