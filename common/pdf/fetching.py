"""What a paper may load: the packaged letters and style, the logo handed along, and pictures inside the page itself.

Anything else is refused and recorded. Raising alone is not enough: inside an SVG the refusal is swallowed and the paper
comes out without saying so, therefore the worker also looks at the record.
"""

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_ROOT = Path(__file__).resolve().parent.parent.parent
_INTER = _ROOT / "node_modules" / "@expo-google-fonts" / "inter"

PACKAGED = {
    "asset:print.css": (_ROOT / "static" / "print" / "print.css", "text/css"),
    "asset:inter-400.ttf": (_INTER / "400Regular" / "Inter_400Regular.ttf", "font/ttf"),
    "asset:inter-600.ttf": (_INTER / "600SemiBold" / "Inter_600SemiBold.ttf", "font/ttf"),
}
LOGO = "asset:logo.png"


class PackagedOnly(URLFetcher):
    """Knows the packaged assets by name; ``violations`` lists every address that was asked for beside them."""

    def __init__(self, logo: bytes | None = None):
        super().__init__(allowed_protocols=["asset", "data"], allow_redirects=False, fail_on_errors=True)
        self.logo = logo
        self.violations: list[str] = []

    def fetch(self, url, headers=None):
        """The asset of that name. Raises ``FatalURLFetchingError`` for everything else."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url == LOGO and self.logo:
            return URLFetcherResponse(url, self.logo, {"Content-Type": "image/png"})
        if url in PACKAGED:
            path, kind = PACKAGED[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        self.violations.append(url)
        raise FatalURLFetchingError(f"a paper may not load {url}")
