"""What a line of the order form asks for beside the quantity: teeth, shade …, as its service and its parts say."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.asking import Asked
from catalog.models import Service, ServiceField

DETAILS = [kind.value for kind in ServiceField.Kind]


class AsksForDetails:
    """Of the form of a line; ``choices`` knows what services ask for."""

    def refuse_unsaid(self, service: Service) -> None:
        """What the service or one of its parts needs is missing: said beside the field."""
        for asked in self.choices.asked_of(service, self.standing):
            if asked.is_required and asked.kind not in self.errors and not self._says(asked.kind):
                self.add_error(asked.kind, _why_needed(asked, service))

    def _says(self, kind: str) -> bool:
        """Whether it is filled in; a shade of each tooth is one too."""
        if self.cleaned_data.get(kind):
            return True
        return kind == "shade" and bool(self.works) and all(work.body for work in self.works)

    @property
    def detail_fields(self):
        """The fields to draw; the page adds others from the pattern when another service asks for them."""
        shown = DETAILS if self.is_pattern else self.asked_kinds
        return [self[kind] for kind in DETAILS if kind in shown]

    @property
    def asked_kinds(self) -> set[str]:
        """The fields to show: what the chosen service asks for, and whatever holds text already."""
        return {one.kind for one in self._asked} | {kind for kind in DETAILS if self[kind].value()}

    @property
    def required_kinds(self) -> set[str]:
        """Those that must be filled in."""
        return {one.kind for one in self._asked if one.is_required}

    @property
    def _asked(self) -> list[Asked]:
        service = self.chosen("service")
        return self.choices.asked_of(service, self.standing) if service else []


def _why_needed(asked: Asked, service: Service) -> ValidationError:
    if asked.is_own:
        return ValidationError(_("“%(service)s” needs this."), params={"service": service.name})
    said = {"part": asked.by, "service": service.name}
    return ValidationError(_("“%(part)s”, which “%(service)s” includes, needs this."), params=said)
