"""Many papers in one file, each with pages counted from one.

Some are laid out and then written together, so that their letters stand in the file once. Then they are forgotten, so
that two hundred papers take no more memory than ten. At the end the pieces are joined.
"""

import gc
import hashlib
import io
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject
from weasyprint import HTML
from weasyprint.document import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError

from common.pdf.fetching import PackagedOnly

TOGETHER = 10
"""Papers written together. Fewer make a larger file, more take more memory; neither takes longer (decision 37)."""

LONG_TOGETHER = 200_000
"""Characters of HTML after which they are written though they are fewer."""


class Joining:
    """``begin``, ``add`` each paper, ``file``. ``style_with`` gives the style with slices of letters."""

    def __init__(self, style_with: Callable):
        self.style_with = style_with
        self.begin()

    def begin(self, title: str = "") -> None:
        """Forget whatever was laid out before. The file is called ``title``, not as the first paper in it."""
        self.title = title
        self.papers, self.fetchers, self.pieces = [], [], []
        self.slices: tuple[str, ...] = ()
        self.length = 0
        self.digest = hashlib.sha256()

    def add(self, html: str, logo: bytes | None, slices: tuple[str, ...]) -> bytes:
        """Lay out one more. Raises ``FatalURLFetchingError`` where it asks for what no paper may load."""
        if self.papers and slices != self.slices:
            self._write()
        self.slices, style, fetcher = slices, self.style_with(slices), PackagedOnly(logo)
        self.fetchers.append(fetcher)
        paper = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=style.sheets, font_config=style.fonts
        )
        fetcher.refuse_violations()
        if paper.metadata.attachments:  # of all but the first nobody would ask for them
            raise FatalURLFetchingError("a paper may not load an attachment")
        self.papers.append(paper)
        self.digest.update(html.encode())
        self.length += len(html)
        if len(self.papers) >= TOGETHER or self.length >= LONG_TOGETHER:
            self._write()
        return b""

    def file(self) -> bytes:
        """The whole file."""
        if self.papers:
            self._write()
        pieces, title = self.pieces, self.title
        self.begin()
        return pieces[0] if len(pieces) == 1 else _joined(pieces, title)

    def _write(self) -> None:
        """The papers laid out become a piece of the file; pictures inside pictures are asked for only now."""
        pages = [page for paper in self.papers for page in paper.pages]
        identifier = self.digest.digest()[:16]
        piece = self.papers[0].copy(pages)
        piece.metadata = DocumentMetadata(title=self.title)
        self.pieces.append(piece.write_pdf(pdf_identifier=identifier))
        for fetcher in self.fetchers:
            fetcher.refuse_violations()
        self.papers, self.fetchers, self.length = [], [], 0
        # Pages point at one another; the collector, which looks seldom, would find them after hundreds.
        gc.collect()


def _joined(pieces: list[bytes], title: str) -> bytes:
    whole = PdfWriter()
    for piece in pieces:
        whole.append(io.BytesIO(piece))
    whole.metadata = {NameObject("/Title"): TextStringObject(title)} if title else None
    made = io.BytesIO()
    whole.write(made)
    return made.getvalue()
