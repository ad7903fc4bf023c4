"""Takes the pictures of README from a running demonstration, for ``bin/pictures``: ``take.py ADDRESS PASSWORD``."""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1366, 820
MOST_BYTES = 200_000
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main(address: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/login/")
        page.fill("[name=username]", "oscar")
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda now: "/login/" not in now)
        page.goto(f"{address}/orders/?status=production")
        keep(page, "orders")
        page.click("table a.row-link")
        page.wait_for_selector(".order-title")
        keep(page, "order")
        browser.close()


def keep(page: Page, name: str) -> None:
    """Write the picture in the colours that a page has; complain where it is still too heavy."""
    page.wait_for_load_state("networkidle")
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes, more than {MOST_BYTES}")
    print(f"{path.relative_to(HERE.parents[1])}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
