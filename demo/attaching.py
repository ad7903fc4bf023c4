"""Files onto the orders of the demonstration, through the private store. A picture is drawn and made small once."""

from functools import cache
from io import BytesIO
from random import Random

from common.storage import store
from common.thumbnails import thumbnail_of
from demo import pictures
from documents.files import attach_file
from lab.cause import Cause
from orders.models import Order

PICTURES = {
    "shade": (pictures.shade_photo, "shade_photo_{n:02}.png"),
    "x-ray": (pictures.x_ray, "x-ray_{number}.png"),
    "smear": (pictures.smear_photo, "smear_{n:02}_x1000.png"),
}
VARIANTS = 2
LARGEST = 5 * 1024**2


def attach(order: Order, kind: str, rng: Random, cause: Cause) -> None:
    """One file of the kind: ``shade``, ``x-ray``, ``smear``, ``solid``, ``letter``."""
    if kind in PICTURES:
        variant = rng.randrange(VARIANTS)
        content, name = _picture(kind, variant), PICTURES[kind][1]
    elif kind == "solid":
        content, name = pictures.solid(rng), "crown_{number}.stl"
    else:
        content = pictures.letter(order.number, order.customer.name, order.instructions)
        name = "covering letter {number}.txt"
    stored = store(BytesIO(content), max_bytes=LARGEST, free_floor=0)
    small = _small.get(content) or thumbnail_of(stored) if kind in PICTURES else None
    if small:
        _small[content] = small
    attach_file(
        order.pk, None, stored, name.format(n=rng.randint(1, 40), number=order.number), cause, thumbnail=small
    )


_small: dict[bytes, bytes] = {}


@cache
def _picture(kind: str, variant: int) -> bytes:
    return PICTURES[kind][0](Random(f"{kind} {variant}"))
