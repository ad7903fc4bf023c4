"""What is drawn once is drawn for each language, and knows nothing of whoever asked for the page first."""

from django.template import Context, Template
from django.utils import translation

TEMPLATE = (
    "{% load drawing i18n %}{% drawn_once %}{% get_current_language as language %}{{ language }}{{ name }}"
    "{% enddrawn_once %} {{ name }}"
)


def test_it_is_drawn_for_each_language_and_for_nobody_in_particular():
    page = Template(TEMPLATE)
    with translation.override("en"):
        assert page.render(Context({"name": "Marion"})) == "en Marion"
    with translation.override("de"):
        assert page.render(Context({"name": "Oscar"})) == "de Oscar"
    with translation.override("en"):
        assert page.render(Context({"name": "Helen"})) == "en Helen"
