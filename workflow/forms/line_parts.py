"""What a line of the order form says of its parts: those that stand, else those that saving would freeze."""

from decimal import Decimal

from common.templatetags.labsite import quantity as in_figures
from orders.parts import counted


class SaysItsParts:
    """Of the form of a line; ``choices`` has the parts of lines that stand, and what complex services include."""

    def refuse_unsold_parts(self) -> None:
        """A complex service that includes what is not on sale any more comes onto no order newly."""
        service, bundles = self.cleaned_data.get("service"), self.choices.bundles
        if service is None or bundles is None or self._stands(service):
            return
        if sentence := bundles.why_not_sold(service):
            self.add_error("service", sentence)

    @property
    def parts_told(self) -> str:
        """“2 × Crown, 1 × Abutment” in so many as are typed; "" for a plain service."""
        service = self.chosen("service")
        if service is None:
            return ""
        quantity = self._quantity()
        if self._stands(service):
            rows = [(part.in_one, part.name) for part in self.choices.parts.get(self.standing.pk, ())]
        else:
            parts = self.choices.bundles.parts_of(service.pk) if self.choices.bundles else []
            rows = [(part.quantity, part.service.name) for part in parts]
        return ", ".join(f"{in_figures(counted(in_one * quantity))} × {name}" for in_one, name in rows)

    def _stands(self, service) -> bool:
        return self.standing is not None and self.standing.service_id == service.pk

    def _quantity(self) -> Decimal:
        """As typed, where it can be read; else of one."""
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get("quantity") or Decimal(1)
        return self.standing.quantity if self.standing else Decimal(1)
