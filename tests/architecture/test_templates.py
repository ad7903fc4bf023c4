"""Templates look down as the code does, and carry neither script nor style nor unescaped text."""

import re

from tests.architecture.house import HOUSE, is_below, templates

ADDRESS = re.compile(r"{%-?\s*url\s+[\"']([a-z_]+):")
INCLUDED = re.compile(r"{%-?\s*(?:include|extends)\s+[\"']([a-z_]+)/")
SHARED = {"components", "shell", "admin", "bootstrap5", "print"}
"""Folders of the frame, which everybody uses and which leads everywhere."""
LONGEST = 120
TAG = r"{%.*?%}|{{.*?}}"
CELL = re.compile(rf"<td(?:{TAG}|[^>])*>(\s+.*?)</td>", re.DOTALL)
ONLY_IF = re.compile(r"\s*{% if (?:(?!{% (?:if|elif|else)\b).)*?{% endif %}\s*", re.DOTALL)
UNSAFE = re.compile(
    r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
    r"|<script(?![^>]*\ssrc=)",
    re.IGNORECASE,
)
PANEL = re.compile(
    r"{% load [^%]*\bpanels\b[^%]*%}\n{% panel\b(?:(?!{% panel |{% extends).)*{% endpanel %}\n", re.DOTALL
)
PAPERS = ("print/",)
"""Papers are drawn outside the browser, from packaged assets; their style stands with them."""


def owned():
    """(app, path, text) of the templates that belong to an app."""
    for path, text in templates().items():
        owner = path.split("/")[0]
        if owner in HOUSE:
            yield owner, path, text


def test_a_template_links_to_its_own_app_and_to_those_below():
    upward = [
        f"{path}: {space}"
        for app, path, text in owned()
        for space in ADDRESS.findall(text)
        if space != app and not (space in HOUSE and is_below(space, app))
    ]
    assert upward == []


def test_a_template_includes_parts_of_its_own_app_and_of_those_below():
    upward = [
        f"{path}: {folder}"
        for app, path, text in owned()
        for folder in INCLUDED.findall(text)
        if folder not in SHARED and folder != app and not (folder in HOUSE and is_below(folder, app))
    ]
    assert upward == []


def test_every_folder_of_templates_belongs_to_an_app_or_to_the_frame():
    folders = {path.split("/")[0] for path in templates() if "/" in path}
    assert folders <= set(HOUSE) | SHARED


def test_no_template_trusts_text_or_carries_script_and_style_of_its_own():
    guilty = [
        f"{path}: {found}"
        for path, text in templates().items()
        if not path.startswith(PAPERS)
        for found in UNSAFE.findall(text)
    ]
    assert guilty == []


def test_papers_trust_no_text_either():
    trusting = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|<script", re.IGNORECASE)
    assert [
        path for path, text in templates().items() if path.startswith(PAPERS) and trusting.search(text)
    ] == []


def test_no_line_is_too_long_to_read():
    """What the formatter cannot break (a tag stands on one line) is written shorter: there is no exception."""
    long = [
        f"{path}:{number}"
        for path, text in templates().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_a_cell_that_may_stay_empty_stays_empty():
    """The style sheet leaves out empty cells on a phone; a cell with a line break in it is not empty."""
    blank = [
        path for path, text in templates().items() for cell in CELL.findall(text) if ONLY_IF.fullmatch(cell)
    ]
    assert [path for path in blank if not path.startswith(PAPERS)] == []


def test_the_template_of_a_panel_is_one_panel():
    panels = {path: text for path, text in templates().items() if "/panels/" in path}
    assert len(panels) > 20
    assert [path for path, text in panels.items() if not PANEL.fullmatch(text)] == []


def test_the_patterns_would_see_a_culprit():
    """The control of the tests above."""
    assert ADDRESS.findall('{% url "workflow:order_page" 1 %}') == ["workflow"]
    for culprit in (
        "{{ x|safe }}",
        "{% autoescape off %}",
        '<p style="x">',
        '<p onclick="x">',
        "<script>x</script>",
    ):
        assert UNSAFE.search(culprit), culprit
    cell = CELL.findall('<td data-label="{% translate "A" %}">\n  {% if x %}{{ x }}{% endif %}\n</td>')
    assert [bool(ONLY_IF.fullmatch(inside)) for inside in cell] == [True]
    cell = CELL.findall("<td>\n  {% if x %}{{ x }}{% else %}–{% endif %}\n</td>")
    assert [bool(ONLY_IF.fullmatch(inside)) for inside in cell] == [False]
    assert not PANEL.fullmatch('{% extends "components/panel.html" %}{% load panels %}\n')
