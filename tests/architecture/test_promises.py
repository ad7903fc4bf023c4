"""What a class leaves for others to write is written by all who need it: no page finds out by failing."""

import ast
from importlib import import_module

import pytest
from django.apps import apps

from common.finding import SEARCH, FoldedField, Found, FoundQuerySet, WrittenField, written
from tests.architecture.house import HOUSE, modules

FOUND = [model for model in apps.get_models() if issubclass(model, Found)]


def left_open(tree: ast.Module):
    """(class, method) of what does nothing but raise ``NotImplementedError``."""
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for method in (node for node in made.body if isinstance(node, ast.FunctionDef)):
            raised = method.body[-1]
            if isinstance(raised, ast.Raise) and "NotImplementedError" in ast.unparse(raised):
                yield made.name, method.name


OPEN = [(path, made, method) for path, tree in modules().items() for made, method in left_open(tree)]


def everybody_below(made: type) -> set[type]:
    return {made}.union(*(everybody_below(one) for one in made.__subclasses__()))


def silent_below(made: type, method: str) -> list[str]:
    """Classes of the house that nobody carries further, and that leave it open still."""
    ends = [one for one in everybody_below(made) if not one.__subclasses__() and one is not made]
    own = [one for one in ends if one.__module__.split(".")[0] in HOUSE]
    return [one.__name__ for one in own if getattr(one, method) is getattr(made, method)]


def test_there_is_something_left_open():
    assert {(made, method) for _path, made, method in OPEN} >= {("WrittenField", "text_of")}


@pytest.mark.parametrize(("path", "made", "method"), OPEN)
def test_what_is_left_open_is_written_below(path, made, method):
    for module in modules():  # a class counts once its module was read
        if not module.endswith(("__main__.py", "wsgi.py", "asgi.py")):
            import_module(module.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    base = getattr(import_module(path.removesuffix(".py").replace("/", ".")), made)
    assert len(everybody_below(base)) > 1
    assert silent_below(base, method) == []


def test_the_search_would_see_a_culprit():
    class Open:
        def say(self):
            raise NotImplementedError

    class Silent(Open):
        __module__ = "common.nowhere"

    class Telling(Open):
        __module__ = "common.nowhere"

        def say(self):
            return "said"

    assert silent_below(Open, "say") == ["Silent"]
    assert Telling().say() == "said"
    culprit = ast.parse("class A:\n  def b(self):\n    raise NotImplementedError(self)")
    assert list(left_open(culprit)) == [("A", "b")]


@pytest.mark.parametrize("model", FOUND, ids=lambda model: model._meta.label)
def test_a_model_that_is_found_can_be_asked(model):
    """``matching`` looks into the search text: the model has one, or says otherwise what it is found by."""
    columns = {field.name: field for field in written(model)}
    assert all(type(field).text_of is not WrittenField.text_of for field in columns.values())
    asks = model._meta.default_manager._queryset_class.matching
    assert isinstance(columns.get(SEARCH), FoldedField) or asks is not FoundQuerySet.matching
