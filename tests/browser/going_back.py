"""The browser's Back, waited for.

``page.go_back()`` is content with whatever happens first; where the page that is left still writes into its history,
that is taken for the answer, and the keys that follow fall upon the page that is about to go.
"""

from playwright.sync_api import Page

STANDS_STILL = "window.isLeft = true"
IS_ANOTHER = "!window.isLeft"


def go_back(page: Page) -> None:
    """Go back, until the page before this one is loaded."""
    page.evaluate(STANDS_STILL)
    page.go_back()
    page.wait_for_function(IS_ANOTHER)
    page.wait_for_load_state()
