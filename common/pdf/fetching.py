"""What a paper may load: the packaged letters and style, the logo and the slices of letters that are handed along, and
pictures inside the page itself.

Anything else is refused and recorded. Raising alone is not enough: inside an SVG the refusal is swallowed and the paper
comes out without saying so, therefore the worker also looks at the record.
"""

from collections.abc import Collection
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from common.pdf.letters import PACKAGES, REGULAR, SEMIBOLD

_ROOT = Path(__file__).resolve().parent.parent.parent

PACKAGED = {
    "asset:print.css": (_ROOT / "static" / "print" / "print.css", "text/css"),
    "asset:inter-400.ttf": (PACKAGES / REGULAR, "font/ttf"),
    "asset:inter-600.ttf": (PACKAGES / SEMIBOLD, "font/ttf"),
}
LOGO = "asset:logo.png"


class PackagedOnly(URLFetcher):
    """Knows the packaged assets by name; ``violations`` lists every address that was asked for beside them."""

    def __init__(self, logo: bytes | None = None, slices: Collection[str] = ()):
        super().__init__(allowed_protocols=["asset", "data"], allow_redirects=False, fail_on_errors=True)
        self.logo = logo
        self.packaged = PACKAGED | {f"asset:{path}": (PACKAGES / path, "font/woff2") for path in slices}
        self.violations: list[str] = []

    def fetch(self, url, headers=None):
        """The asset of that name. Raises ``FatalURLFetchingError`` for everything else."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url == LOGO and self.logo:
            return URLFetcherResponse(url, self.logo, {"Content-Type": "image/png"})
        if url in self.packaged:
            path, kind = self.packaged[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        self.violations.append(url)
        raise FatalURLFetchingError(f"a paper may not load {url}")

    def refuse_violations(self) -> None:
        """Raises ``FatalURLFetchingError`` for the first address that was asked for and may not be."""
        if self.violations:
            raise FatalURLFetchingError(f"a paper may not load {self.violations[0]}")
