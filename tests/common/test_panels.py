"""A panel is drawn by a block tag: its frame, its parts, and what it leaves out."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from common.panels import Panel


def drawn(inside: str, panel: Panel, **context) -> str:
    text = Template("{% load panels %}" + inside).render(Context({**context, "panel": panel}))
    return " ".join(text.split())


def test_a_panel_has_a_title_that_names_it_and_a_body():
    text = drawn("{% panel %}<p>{{ word }}</p>{% endpanel %}", Panel("notes", "Notes & more", ""), word="<b>")
    assert '<section class="panel" id="panel-notes" aria-labelledby="panel-notes-title">' in text
    assert '<h2 id="panel-notes-title">Notes &amp; more</h2>' in text
    assert '<div class="panel-body"><p>&lt;b&gt;</p></div>' in text
    assert "count" not in text
    assert "panel-actions" not in text


def test_its_parts_stand_where_they_belong_in_whatever_order_they_are_written():
    text = drawn(
        "{% panel %}{% panel_foot %}foot{% endpanel_foot %}body"
        "{% panel_actions %}actions{% endpanel_actions %}{% endpanel %}",
        Panel("lines", "Lines", "", count=0),
    )
    assert 'Lines<span class="count">0</span></h2><div class="panel-actions">actions</div></header>' in text
    assert '<div class="panel-body">body</div>foot</section>' in text


def test_actions_that_say_nothing_leave_no_empty_place():
    text = drawn(
        "{% panel %}{% panel_actions %} {% if no %}x{% endif %} {% endpanel_actions %}{% endpanel %}",
        Panel("lines", "Lines", ""),
    )
    assert "panel-actions" not in text


@pytest.mark.parametrize(("rows", "css"), [([1], "panel-body flush"), ([], "panel-body")])
def test_a_table_fills_the_panel_where_there_is_one(rows, css):
    assert f'<div class="{css}">' in drawn(
        "{% panel flush=rows %}{% endpanel %}", Panel("a", "A", ""), rows=rows
    )


def test_a_part_stands_in_a_panel_and_nowhere_else():
    with pytest.raises(TemplateSyntaxError, match="panel_actions"):
        Template("{% load panels %}{% panel_actions %}{% endpanel_actions %}")
    with pytest.raises(TemplateSyntaxError, match="endpanel"):
        Template("{% load panels %}{% panel %}")
