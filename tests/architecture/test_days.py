"""Days are written in one place (``common.days``), where none of another year loses its year."""

import ast
import re

from tests.architecture.house import ROOT, modules, templates

OWN_WAYS = re.compile(
    r"\|\s*(?:date|time)\b|{%-?\s*now\b|\|\s*(?:natural(?:day|time))\b|toLocale(?:Date|Time)|Intl\.Date"
)
WRITERS = {"date_format", "strftime", "format_date", "format_datetime", "time_format"}
HOME = {"common/days.py", "common/templatetags/paper.py"}
"""The second writes the days of frozen papers, as Babel's languages do."""
FIGURES = re.compile(r"%[YymdbBaAHMj]")


def test_no_template_and_no_script_writes_days_its_own_way():
    scripts = {
        str(path.relative_to(ROOT)): path.read_text() for path in sorted((ROOT / "static/js").rglob("*.js"))
    }
    guilty = [
        f"{path}: {found}"
        for path, text in (templates() | scripts).items()
        for found in OWN_WAYS.findall(text)
    ]
    assert guilty == []


def test_no_module_writes_days_its_own_way():
    guilty = [
        f"{path}:{line}"
        for path, tree in modules().items()
        if path not in HOME
        for line in days_written_in(tree)
    ]
    assert guilty == []


def test_the_patterns_would_see_a_culprit():
    """The control of the tests above."""
    for culprit in ('{{ day|date:"j M" }}', "{{ day | date }}", '{% now "Y" %}', "x.toLocaleDateString()"):
        assert OWN_WAYS.search(culprit), culprit
    for culprit in ('f"{day:%d.%m.%Y}"', 'day.strftime("%Y")', 'date_format(day, "j M")'):
        assert list(days_written_in(ast.parse(culprit))) == [1], culprit
    assert list(days_written_in(ast.parse('f"{count:04} {share:.2f}"'))) == []


def days_written_in(tree: ast.AST):
    """The lines of a module that turn a day into text by themselves."""
    for node in ast.walk(tree):
        figures = isinstance(node, ast.FormattedValue) and node.format_spec and ast.unparse(node.format_spec)
        called = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called in WRITERS or (figures and FIGURES.search(figures)):
            yield node.lineno
