"""Pictures on papers: the small copy that was drawn anew, as data inside the paper; the file itself is never shown."""

import base64

from documents.models import Attachment


def as_drawn(file: Attachment) -> str:
    """An address of data; "" where no copy was drawn."""
    if not file.thumbnail:
        return ""
    return f"data:image/webp;base64,{base64.b64encode(bytes(file.thumbnail)).decode()}"
