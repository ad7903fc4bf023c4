"""Complex services as they stand: what each includes, what that comes to, and what none may be."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from catalog.flattening import as_met, flatten, way_round
from catalog.models import IncludedService, MaterialNorm, Service, TaskTemplate
from common.currencies import places_of
from common.fields import QuantityField
from common.money import percent_of
from common.refusals import Refused
from common.templatetags.labsite import quantity as in_figures
from lab.models import LabSettings

MOST_PARTS = 200
"""Of one complex service, with everything inside."""
FINEST = Decimal("0.001")


class BundleRefused(Refused):
    """A complex service that cannot be so, or cannot be sold now."""


@dataclass(frozen=True)
class Part:
    """``quantity`` of a service in one complex service; ``price`` is by what it has a share in the whole."""

    service: Service
    quantity: Decimal
    price: Decimal

    def __str__(self):
        return f"{in_figures(self.quantity)} × {self.service.name}"


class Bundles:
    """What complex services include, read at once however many are asked about.

    ``of`` are the services (by id) that will be asked about; None for the whole catalogue.
    """

    def __init__(self, of: Iterable[int] | None = None) -> None:
        self.includes: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
        rows = IncludedService.objects.order_by("bundle", "position", "pk")
        for bundle, service, quantity in rows.values_list("bundle", "service", "quantity"):
            self.includes[bundle].append((service, quantity))
        opened = self._opened(self.includes if of is None else of)
        inside = {pk for bundle in opened for pk, _quantity in self.includes[bundle]}
        own = OuterRef("pk")
        found = Service.objects.filter(pk__in=inside).annotate(
            has_steps=Exists(TaskTemplate.objects.current().filter(service=own)),
            has_norms=Exists(MaterialNorm.objects.filter(service=own)),
        )
        self.services: dict[int, Service] = {service.pk: service for service in found}
        self._working = {pk for pk, one in self.services.items() if one.has_steps or one.has_norms}
        self._inside: dict[int, Sequence[int]] = {}
        self._shares: dict[int, Decimal] = defaultdict(Decimal)
        inner = [pk for pk in self._working if pk in self.includes]
        steps = TaskTemplate.objects.current().filter(service__in=inner, share__isnull=False)
        for service, share in steps.values_list("service", "share"):
            self._shares[service] += share

    def is_bundle(self, service_id: int) -> bool:
        return service_id in self.includes

    def parts_of(self, service_id: int) -> list[Part]:
        """The parts of one such service, through all complex ones inside; none where it is no complex service.

        A complex service inside is a part where it brings work or materials itself: for the share of its price that
        its own steps say.
        """
        if service_id not in self.includes:
            return []
        found = flatten(service_id, self.includes, self._working)
        return [Part(self.services[pk], quantity, self._price(pk)) for pk, quantity in found.items()]

    def inside(self, service_id: int) -> Sequence[int]:
        """Everything inside such a service, complex ones too, as one reads it; nothing of a plain one."""
        if service_id not in self.includes:
            return ()
        if service_id not in self._inside:
            self._inside[service_id] = tuple(
                pk for pk in as_met(service_id, self.includes) if pk != service_id
            )
        return self._inside[service_id]

    def why_not_sold(self, service: Service) -> str | None:
        """Why the service cannot be put on an order now because of what it includes, or None."""
        for pk in sorted(self.inside(service.pk)):
            part = self.services[pk]
            figures = {"bundle": service.name, "part": part.name}
            if not part.is_active:
                return _("“%(bundle)s” includes “%(part)s”, which is not on sale any more.") % figures
            if part.currency != service.currency:
                return _("“%(bundle)s” includes “%(part)s”, which is priced in another currency.") % figures
        return None

    def why_unsound(self, service: Service) -> str | None:
        """Why the service cannot include what it includes, or be included where it is, or None."""
        way = way_round(service.pk, self.includes)
        if way:
            names = " → ".join(service.name if pk == service.pk else self.services[pk].name for pk in way)
            return _("“%(bundle)s” would include itself: %(way)s.") % {"bundle": service.name, "way": names}
        for outer in [service.pk, *self._around(service.pk)]:
            bundle = service if outer == service.pk else self._named(outer)
            if sentence := self._why_not_counted(bundle):
                return sentence
        return None

    def _why_not_counted(self, bundle: Service) -> str | None:
        parts = self.parts_of(bundle.pk)
        if len(parts) > MOST_PARTS:
            sentence = _(
                "“%(bundle)s” would have %(n)s parts with everything inside; at most %(most)s are possible."
            )
            return sentence % {"bundle": bundle.name, "n": len(parts), "most": MOST_PARTS}
        odd = next((one for one in parts if not FINEST <= one.quantity <= QuantityField.limit), None)
        if odd is None:
            return None
        sentence = _("“%(bundle)s” would hold more or less of “%(part)s” than can be counted.")
        return sentence % {"bundle": bundle.name, "part": odd.service.name}

    def _opened(self, service_ids: Iterable[int]) -> list[int]:
        """Those of the services that are complex, and the complex ones inside them."""
        found = [pk for pk in dict.fromkeys(service_ids) if pk in self.includes]
        met = set(found)
        for bundle in found:
            for pk, _quantity in self.includes[bundle]:
                if pk in self.includes and pk not in met:
                    met.add(pk)
                    found.append(pk)
        return found

    def _around(self, service_id: int) -> list[int]:
        """The complex services that it is in, near ones first."""
        found, met = [service_id], {service_id}
        for inner in found:
            for outer, rows in self.includes.items():
                if outer not in met and any(pk == inner for pk, _quantity in rows):
                    met.add(outer)
                    found.append(outer)
        return found[1:]

    def _named(self, pk: int) -> Service:
        return self.services.get(pk) or Service.objects.get(pk=pk)

    def _price(self, pk: int) -> Decimal:
        service = self.services[pk]
        if pk not in self.includes:
            return service.price
        return percent_of(service.price, self._shares[pk], places_of(service.currency))


def lock_bundles() -> None:
    """Wait for everybody else who changes what complex services include, and keep others waiting.

    One lock for all of them, the laboratory's own row: two people who each change another service may close a circle
    together. It is taken before anything is read.
    """
    LabSettings.load()
    list(LabSettings.objects.select_for_update(no_key=True).values_list("pk"))


def refuse_unsound_bundles(service: Service, *, held: Iterable[int] = ()) -> None:
    """Raise ``BundleRefused`` where what the saved service includes cannot be; the caller has locked and written.

    ``held`` are the services (by id) that it included before: one that left the catalogue since may stay.
    """
    bundles = Bundles()
    if sentence := bundles.why_unsound(service):
        raise BundleRefused(sentence)
    for pk, _quantity in bundles.includes.get(service.pk, ()):
        _refuse_included(service, bundles.services[pk], is_new=pk not in set(held))
    elsewhere = IncludedService.objects.filter(service=service).exclude(bundle__currency=service.currency)
    if row := elsewhere.select_related("bundle").first():
        sentence = _(
            "“%(bundle)s” includes this service and is priced in %(currency)s: both are in one currency."
        )
        raise BundleRefused(sentence % {"bundle": row.bundle.name, "currency": row.bundle.currency})


def _refuse_included(bundle: Service, service: Service, *, is_new: bool) -> None:
    figures = {"service": service.name, "currency": service.currency, "own": bundle.currency}
    if service.currency != bundle.currency:
        sentence = _(
            "“%(service)s” is priced in %(currency)s and cannot be included in what is priced in %(own)s."
        )
        raise BundleRefused(sentence % figures)
    if is_new and not service.is_active:
        raise BundleRefused(
            _("“%(service)s” is not on sale any more and cannot be newly included.") % figures
        )
