"""Numbers stay in one piece, whatever sentence or page they stand in."""

from django.template import Context, Template
from django.utils.html import format_html

from common.templatetags.numbers import unbroken


def piece(number: str) -> str:
    return f'<span class="unbroken">{number}</span>'


def page(text: str) -> str:
    return Template("{% load numbers %}{% unbroken %}" + text + "{% endunbroken %}").render(Context())


def test_a_number_is_one_piece_and_words_are_not():
    assert unbroken("Print order 2026-000123") == f"Print order {piece('2026-000123')}"
    assert unbroken("(R-2026/17), C-101.") == f"({piece('R-2026/17')}), {piece('C-101')}."
    for words in ("Screw-retained try-in", "and/or", "2026", "A-1" + "-1" * 20, "10 - 20", "-5"):
        assert unbroken(words) == page(words) == words


def test_tags_and_what_is_no_text_stay_as_they_are():
    link = '<a href="/orders/2026-000123/" title="no. 2-3">2026-000123</a> &amp; &#x27;'
    assert page(link) == link.replace(">2026-000123<", f">{piece('2026-000123')}<")
    assert unbroken("<b>1-2</b> & 3-4") == f"&lt;b&gt;{piece('1-2')}&lt;/b&gt; &amp; {piece('3-4')}"
    safe = format_html("<b>{}</b>", "1-2")
    assert unbroken(safe) == safe
