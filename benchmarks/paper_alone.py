"""WeasyPrint alone: a warm process that draws the HTML it is handed and says how long the drawing took.

A process of its own, as small as the one that draws the laboratory's papers; run by ``cases``, spoken to by lines.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from common.pdf import letters


class PaperAlone:
    """The other end: hands papers over and hears the seconds."""

    def __enter__(self):
        self.child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.paper_alone"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **letters.ENVIRONMENT},
            cwd=Path(__file__).resolve().parent.parent,
        )
        return self

    def __exit__(self, *_exc):
        self.child.stdin.close()
        self.child.wait()

    def seconds(self, html: str, logo: bytes | None) -> float:
        """How long WeasyPrint took for this paper."""
        job = {"html": html, "logo": base64.b64encode(logo).decode() if logo else None}
        self.child.stdin.write(json.dumps(job) + "\n")
        self.child.stdin.flush()
        return float(self.child.stdout.readline())


def peak_of(process: int) -> float:
    """The most memory that the process has held at once, in MB."""
    said = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+) kB", said)[1]) / 1024


def forget_peak_of(process: int) -> None:
    """The peak begins anew with what the process holds now."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def main() -> None:
    """The same style, read once, the same letters and the same options as the laboratory's own drawing process."""
    # Only this end needs it, and it is large.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from common.pdf.fetching import PackagedOnly

    fonts = FontConfiguration()
    style = CSS("asset:print.css", url_fetcher=PackagedOnly(), font_config=fonts)
    for line in sys.stdin:
        job = json.loads(line)
        html, logo = job["html"], job["logo"] and base64.b64decode(job["logo"])
        started = perf_counter()
        HTML(string=html, url_fetcher=PackagedOnly(logo)).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
        print(perf_counter() - started, flush=True)


if __name__ == "__main__":
    main()
