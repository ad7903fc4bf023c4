"""Which materials may be named newly: those in use. What names one already keeps it until it is replaced."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalog.models import Material
from common.refusals import Refused


def refuse_materials(wanted: Iterable[int], *, held: Iterable[int] = ()) -> None:
    """Raise ``Refused`` where a material (by id) is out of use, or not there, and is not held already."""
    new = set(wanted) - set(held)
    if new - set(Material.objects.filter(is_active=True, pk__in=new).values_list("pk", flat=True)):
        raise Refused(_("A chosen material is not in use any more. Choose another one."))
