"""Modules: what each is called, what it says of itself, how long it is, and what it must not do."""

import ast

from django.urls import URLPattern, get_resolver

from lab.access import ADMIN_SITE
from tests.architecture.house import ROOT, modules

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "services", "managers", "signals", "misc"}
NOUNS_ALL_THE_SAME = {"catalog/views/services.py"}
"""What the laboratory sells is called a service."""
LONGEST = 300
FORBIDDEN_CALLS = {"mark_safe", "extra", "RawSQL", "csrf_exempt"}
SIGNALS = {
    "post_save",
    "pre_save",
    "post_delete",
    "pre_delete",
    "m2m_changed",
    "post_transition",
    "pre_transition",
}


def names_called(tree: ast.AST):
    """The last name of whatever is called or used as a decorator."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if called is not None:
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_no_module_is_a_drawer_for_whatever_fits_nowhere():
    names = {path: set(path.removesuffix(".py").split("/")) for path in modules()}
    assert {path for path, parts in names.items() if parts & FORBIDDEN_NAMES} == NOUNS_ALL_THE_SAME


def test_every_module_says_on_its_first_line_what_it_owns():
    silent = [
        path for path, tree in modules().items() if tree.body and not (ast.get_docstring(tree) or "").strip()
    ]
    late = [
        path
        for path, tree in modules().items()
        if tree.body and ast.get_docstring(tree) and tree.body[0].lineno != 1 and not _is_script(path)
    ]
    assert silent == []
    assert late == []


def test_no_module_outgrows_its_noun():
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_every_view_outside_the_admin_site_says_which_action_opens_it():
    unmarked = [view.__name__ for view in _views(get_resolver()) if not getattr(view, "access", None)]
    assert unmarked == []


def test_nothing_trusts_text_skips_the_forms_token_or_speaks_raw_sql():
    guilty = [
        f"{path}: {name}"
        for path, tree in modules().items()
        for name in names_called(tree)
        if name in FORBIDDEN_CALLS
    ]
    assert guilty == []


def test_a_format_is_written_in_the_code_and_never_comes_from_elsewhere():
    """What people typed would else reach into the insides of the program: ``{0.__class__}``."""
    ours = (item for item in modules().items() if not item[0].startswith("demo/"))
    found = {
        f"{path}: {ast.unparse(node)}"
        for path, tree in ours
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and not _is_written_here(_format_of(node))
    }
    assert found == set()


def test_a_format_from_elsewhere_would_be_seen():
    for foreign in (
        "name.format(1)",
        "format_html(shape, x=1)",
        "Template(text)",
        "row['name'].format_map(x)",
    ):
        assert not _is_written_here(_format_of(ast.parse(foreign).body[0].value)), foreign
    for own in (
        "'{} days'.format(1)",
        "format_html('<b>{}</b>', x)",
        "_('{n}').format(n=1)",
        "sorted(names)",
    ):
        assert _is_written_here(_format_of(ast.parse(own).body[0].value)), own


def test_no_signal_changes_rows_behind_the_readers_back():
    """The one signal allowed lays the triggers after a migration."""
    named = [
        f"{path}: {node.id}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in SIGNALS
    ]
    assert named == []


def test_only_views_and_commands_read_the_clock_of_the_server():
    """Actor and moment are arguments: use cases and ledgers are told when."""
    asking = {
        path
        for path, tree in modules().items()
        if path.startswith("workflow/") and not path.startswith("workflow/pages/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "localdate", "today")
        if isinstance(node.value, ast.Name) and node.value.id in ("timezone", "date", "datetime")
    }
    assert asking <= CLOCK_READERS


CLOCK_READERS = {
    "workflow/forms/customer.py",  # a form shows what prices are today
    "workflow/forms/dialogs.py",  # a form refuses days that have passed
    "workflow/forms/order.py",
    "workflow/forms/payments.py",
    "workflow/forms/prices.py",  # converts at the rate of today
    "workflow/menus.py",  # a step is offered to be taken back on its day
    "workflow/plan/stop_forgotten_clocks.py",  # nobody presses a button for the daily sweep
    "workflow/together/carry_on.py",  # each order has a moment of its own, when its turn comes
}


def _is_script(path: str) -> bool:
    return (ROOT / path).read_text().startswith("#!")


def _views(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        elif pattern.namespace != ADMIN_SITE:
            yield from _views(pattern)


def _format_of(call: ast.Call) -> ast.expr | None:
    """What a call takes for its format, or None where it is no call that fills one in."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "format_map"):
        return call.func.value
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return call.args[0] if name in ("format_html", "Template", "from_string") and call.args else None


def _is_written_here(text: ast.expr | None) -> bool:
    """Whether it is a text in the code, translated or not."""
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and text.func.id in ("_", "ngettext"):
        return all(isinstance(said, ast.Constant) for said in text.args[:1])
    return text is None or isinstance(text, ast.Constant)
