"""What axe-core finds on the page as it stands, with whatever is open on it."""

from pathlib import Path

AXE = Path("node_modules/axe-core/axe.min.js")
SETTLE = """document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    .forEach((one) => one.finish())"""
"""A colour on its way to another one has the contrast of neither."""
THEMES = ("light", "dark")


def faults(page) -> list[list[str]]:
    """(rule, first element) of each violation."""
    page.evaluate(AXE.read_text())
    page.evaluate(SETTLE)
    return page.evaluate("axe.run().then(said => said.violations.map(({id, nodes}) => [id, nodes[0].html]))")


def faults_in_both_themes(page) -> list[list[str]]:
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        found += [[theme, *fault] for fault in faults(page)]
    page.emulate_media(color_scheme=THEMES[0])
    return found
