"""What a line with a service has to say: teeth, shade …; of a complex service also what everything inside asks for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.bundles import Bundles
from catalog.models import Service, ServiceField


@dataclass(frozen=True)
class Asked:
    """One field of a line. ``by`` is the service that asks for it, ``is_own`` where that is the line's own."""

    kind: str
    is_required: bool
    by: str
    is_own: bool

    @property
    def label(self) -> str:
        return str(ServiceField.Kind(self.kind).label)


class Asking:
    """What services ask for, read at once however many are asked about, with everything inside ``bundles``."""

    def __init__(self, service_ids: Iterable[int], bundles: Bundles | None) -> None:
        self.bundles = bundles
        ids = {*service_ids, *(bundles.services if bundles else ())}
        self._fields: dict[int, list[tuple[str, bool, str]]] = defaultdict(list)
        rows = ServiceField.objects.filter(service__in=ids).order_by("pk")
        for service, *field in rows.values_list("service", "kind", "is_required", "service__name"):
            self._fields[service].append(tuple(field))

    def of(self, service: Service) -> list[Asked]:
        """As the catalogue says it today: the service's own fields first, then those of what it includes."""
        return self._together(service.pk, self.bundles.inside(service.pk) if self.bundles else ())

    def of_frozen(self, service: Service, parts: Iterable[int]) -> list[Asked]:
        """Of a line that keeps the ``parts`` (services by id) with which it was drawn up.

        A complex service between the line's and its parts is not kept with the line: it is asked of the catalogue.
        """
        inside = self.bundles.inside(service.pk) if self.bundles else ()
        between = [pk for pk in inside if self.bundles.is_bundle(pk)]
        return self._together(service.pk, [*between, *parts])

    def _together(self, service_id: int, inside: Iterable[int]) -> list[Asked]:
        """What one of them needs, the line has to say; who needs it is named, the line's own service before others."""
        found: dict[str, Asked] = {}
        for pk in dict.fromkeys([service_id, *inside]):
            for kind, is_required, name in self._fields.get(pk, ()):
                if kind not in found or (is_required and not found[kind].is_required):
                    found[kind] = Asked(kind, is_required, name, pk == service_id)
        return list(found.values())
