"""Whether a page fits: on a desk and on a telephone, in both lights, for everybody."""

from tests.axe import faults

SCREENS = ((1366, "light"), (390, "dark"))


def fits(page) -> bool:
    """Nothing stands beyond the edge, and nothing is in anybody's way, on both screens and in both lights."""
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        if page.evaluate("document.documentElement.scrollWidth") > width or faults(page):
            return False
    page.set_viewport_size({"width": SCREENS[0][0], "height": 800})
    return True
