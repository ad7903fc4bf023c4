"""Layouts: what is replaced, what stays text, what is refused with its line."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from documents.layout.drawing import draw
from documents.layout.faults import MOST_PLACEHOLDERS, Wrong, faults_of
from documents.layout.placeholders import FACTS, Known
from documents.layout.reading import LONGEST_LAYOUT
from documents.layout.shapes import ColumnShape, FieldShape, Filled, SectionShape, Words

POTASSIUM = FieldShape("potassium", "Potassium", "number")
NOTE = FieldShape("note", "Note", "long_text")
ANTIBIOGRAM = FieldShape(
    "antibiogram", "Antibiogram", "table", (ColumnShape("a", "Antimicrobial"), ColumnShape("r", "Result"))
)
PICTURE = FieldShape("photo", "Photograph", "picture")
SECTIONS = [
    SectionShape("Electrolytes", (POTASSIUM,)),
    SectionShape("Findings", (NOTE, ANTIBIOGRAM, PICTURE)),
]
KNOWN = Known.of(SECTIONS)
HIGH = Filled("6.1", "mmol/l", "H", "high", "3.5 – 5.8")
NO_LAYOUT = ""


def drawn(layout, values=None, facts=None, sections=SECTIONS):
    return draw(layout, sections, values or {}, facts or {}, Words())


def words(html):
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


def wrong(layout):
    return [(fault.wrong, fault.line, fault.name) for fault in faults_of(layout, KNOWN)]


def test_marks_become_markup_and_everything_else_is_text():
    layout = (
        "# Result\n## Small\nA **bold** and *slanted* word, 2 * 3 * 4, \\*no\\*\nnext\n\n- one\n- two\n---"
    )
    assert drawn(layout) == (
        "<h2>Result</h2><h3>Small</h3><p>A <b>bold</b> and <i>slanted</i> word, 2 * 3 * 4, *no*<br>next</p>"
        "<ul><li>one</li><li>two</li></ul><hr>"
    )


def test_a_table_of_the_layout_has_a_head_where_a_line_stands_under_it():
    assert drawn("| A | B |\n|---|---|\n| 1 | {{potassium}} |", {"potassium": HIGH}) == (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>1</td><td>6.1 mmol/l (H)</td></tr></tbody></table>"
    )


def test_a_value_is_named_with_its_parts():
    layout = "{{potassium}} {{potassium.value}} {{potassium.unit}} {{potassium.flag}} {{potassium.range}}"
    assert (
        drawn(layout + " {{potassium.label}}", {"potassium": HIGH})
        == "<p>6.1 mmol/l (H) 6.1 mmol/l H 3.5 – 5.8 Potassium</p>"
    )


def test_what_is_not_filled_in_is_a_dash_and_a_fact_that_is_missing_nothing():
    assert drawn("[{{potassium}}] [{{customer}}]") == "<p>[–] []</p>"


def test_the_standard_layout_is_the_sections_without_what_is_empty():
    html = drawn(NO_LAYOUT, {"potassium": HIGH})
    assert "<h2>Electrolytes</h2>" in html
    assert "Findings" not in html
    told = "Electrolytes Result Unit Flag Reference Potassium 6.1 mmol/l H high 3.5 – 5.8"
    assert " ".join(words(html)) == told


def test_a_table_and_a_long_text_stand_under_their_labels():
    values = {"note": Filled("one\ntwo"), "antibiogram": Filled(rows=(("Amoxicillin", "S"),))}
    html = drawn("{{section:Findings}}", values)
    assert "<p>one<br>two</p>" in html
    assert words(html) == [
        "Findings",
        "Note",
        "one",
        "two",
        "Antibiogram",
        "Antimicrobial",
        "Result",
        "Amoxicillin",
        "S",
    ]


def test_results_of_before_stand_beside_in_every_section_where_there_are_any():
    measured = Filled("6.1", "mmol/l", range="3.5 – 5.8", previous="4.1 (2 Nov 2026)")
    html = drawn(NO_LAYOUT, {"potassium": measured})
    assert " ".join(words(html)) == (
        "Electrolytes Result Unit Flag Reference Before Potassium 6.1 mmol/l 3.5 – 5.8 4.1 (2 Nov 2026)"
    )


def test_where_no_range_holds_there_is_no_column_for_one_nor_for_flags():
    html = drawn(NO_LAYOUT, {"potassium": Filled("6.1", "mmol/l")})
    assert " ".join(words(html)) == "Electrolytes Result Unit Potassium 6.1 mmol/l"


def test_lines_of_facts_stand_under_one_another():
    assert drawn("{{customer}}\n{{contact}}", facts={"customer": "A", "contact": "B"}) == "<p>A<br>B</p>"


def test_only_a_picture_is_drawn_as_one(caplog):
    png = "data:image/png;base64,AAAA"
    assert f'src="{png}"' in drawn("{{photo}}", {"photo": Filled(picture=png)})
    for address in (
        "file:///etc/passwd",
        "data:image/svg+xml;base64,AAAA",
        "http://a/b.png",
        f'{png}" onerror="x',
    ):
        assert "<img" not in drawn("{{photo}}", {"photo": Filled(picture=address)})
    assert "its address is no picture" in caplog.text


def test_placeholders_are_exact():
    assert wrong("{{Potassium}}\n{{ potassium }}\n{{potassium.colour}}\n{{section:electrolytes}}") == [
        (Wrong.UNKNOWN, 1, "Potassium"),
        (Wrong.UNKNOWN, 2, " potassium "),
        (Wrong.UNKNOWN, 3, "potassium.colour"),
        (Wrong.UNKNOWN, 4, "section:electrolytes"),
    ]


def test_what_was_meant_is_proposed():
    (fault,) = faults_of("x\n{{potasium}}", KNOWN)
    assert (fault.line, fault.near) == (2, "potassium")


def test_whoever_writes_the_patient_means_the_name():
    (fault,) = faults_of("{{patient}}", KNOWN)
    assert fault.near == "patient.name"


def test_every_fact_is_known():
    assert faults_of("\n".join("{{" + name + "}}" for name in FACTS), KNOWN) == []


def test_faults_name_their_lines():
    layout = "fine\n{{potassium\nText {{antibiogram}}\n|" + "a|" * 13
    assert wrong(layout) == [
        (Wrong.TORN, 2, ""),
        (Wrong.NOT_ALONE, 3, "antibiogram"),
        (Wrong.TOO_WIDE, 4, ""),
    ]


def test_a_megabyte_is_not_even_read():
    assert wrong("{{x}}" * 200_000) == [(Wrong.TOO_LONG, 0, "")]
    assert wrong("x" * LONGEST_LAYOUT) == []
    assert wrong("x" * (LONGEST_LAYOUT + 1)) == [(Wrong.TOO_LONG, 0, "")]


def test_placeholders_are_counted():
    assert wrong("{{potassium}}\n" * MOST_PLACEHOLDERS) == []
    assert wrong("{{potassium}}\n" * (MOST_PLACEHOLDERS + 1)) == [(Wrong.TOO_MANY, MOST_PLACEHOLDERS + 1, "")]


class Tags(HTMLParser):
    """Every tag with its attributes, and all text between them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(attrs))))

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError("a comment was made of text")

    def handle_decl(self, decl):
        raise AssertionError("a declaration was made of text")


OURS = {
    "h2", "h3", "p", "b", "i", "br", "hr", "ul", "li", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
    "div", "img",
}  # fmt: skip
ODD = st.sampled_from(
    ["<b>", "</p>", "<img src=x onerror=y>", "{{potassium}}", "{{note}}", "{{", "}}", "**", "*", "#", "&lt;", "&#60;",
     "<!--", "url(file:///x)", "| a |", "{%  now %}", "{{section:Electrolytes}}", "\\", "\n", '"', "'", "\r\n"]
)  # fmt: skip
TYPED = st.lists(st.one_of(ODD, st.text(max_size=6)), max_size=8).map("".join)


@given(TYPED, TYPED, TYPED)
def test_no_value_becomes_markup_or_another_placeholder(said, unit, cell):
    """What is filled in changes no tag of the paper, and is read there as it was typed."""
    layout = "# {{customer}}\n**{{potassium}}** {{note}}\n\n{{antibiogram}}"
    plain = {"potassium": Filled("1", "u"), "note": Filled("n"), "antibiogram": Filled(rows=(("c", "d"),))}
    typed = {
        "potassium": Filled(said, unit),
        "note": Filled(said),
        "antibiogram": Filled(rows=((cell, said),)),
    }
    html = drawn(layout, typed, {"customer": said})
    here, there = Tags(html), Tags(drawn(layout, plain, {"customer": "x"}))
    assert [tag for tag in here.tags if tag[0] not in ("br", "b")] == [
        tag for tag in there.tags if tag[0] not in ("br", "b")
    ]
    lines = re.split(r"\r\n|\r|\n", said)
    assert "".join(lines) in "".join(here.texts)


@given(TYPED, TYPED, TYPED)
def test_no_layout_or_label_makes_other_markup_than_ours(layout, title, label):
    field = FieldShape("potassium", label, "number")
    sections = [SectionShape(title, (field, FieldShape("t", label, "table", (ColumnShape("a", label),))))]
    values = {"potassium": Filled(label, title), "t": Filled(rows=((label,),))}
    html = drawn(layout, values, {"customer": title}, sections)
    for tag, attributes in Tags(html).tags:
        assert tag in OURS
        assert {name for name, _said in attributes} <= {"class", "scope", "src", "alt"}
    assert faults_of(layout, Known.of(sections)) is not None


def test_a_template_language_never_runs():
    assert (
        drawn("{% now 'Y' %} {{ 7|add:1 }} {# no #}")
        == "<p>{% now &#x27;Y&#x27; %} {{ 7|add:1 }} {# no #}</p>"
    )
