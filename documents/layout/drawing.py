"""Drawing: blocks, sections and values become HTML. Every text goes through ``escape``; nothing else makes markup."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from documents.layout.placeholders import FACTS, NEW_PAGE, SECTION, SECTIONS, SIGNATURES, Known, Place
from documents.layout.reading import Block, Line, Run, read
from documents.layout.shapes import (
    LONG_TEXT,
    NOTHING,
    PICTURE,
    TABLE,
    FieldShape,
    Filled,
    SectionShape,
    Words,
)

log = logging.getLogger(__name__)

EMPTY = "–"
RESULT_COLUMNS = ("result", "unit", "flag", "range", "previous")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}")


class Html(str):
    """Markup in which every text is escaped already; templates ask for ``__html__`` before they escape."""

    def __html__(self) -> str:
        return self


def draw(
    layout: str,
    sections: Sequence[SectionShape],
    values: Mapping[str, Filled],
    facts: Mapping[str, str],
    words: Words,
) -> Html:
    """The body of a document as HTML. An empty layout is all sections, one under the other."""
    page = _Page(Known.of(sections), sections, values, facts, words)
    if not layout.strip():
        return Html(page.all_sections())
    return Html("".join(page.block(block) for block in read(layout, page.known.is_block).blocks))


@dataclass(frozen=True)
class _Page:
    known: Known
    sections: Sequence[SectionShape]
    values: Mapping[str, Filled]
    facts: Mapping[str, str]
    words: Words

    def block(self, block: Block) -> str:
        if block.kind == "rule":
            return "<hr>"
        if block.kind == "alone":
            return self._alone(block.lines[0][0].text)
        if block.kind == "table":
            return self._own_table(block)
        lines = [self._line(line) for line in block.lines]
        if block.kind == "list":
            return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        tag = {"heading": "h2", "subheading": "h3"}.get(block.kind, "p")
        return f"<{tag}>{'<br>'.join(lines)}</{tag}>"

    def all_sections(self) -> str:
        return "".join(self._section(section) for section in self.sections)

    def _alone(self, name: str) -> str:
        if name == SECTIONS:
            return self.all_sections()
        if name == SIGNATURES:
            return self._signatures()
        if name == NEW_PAGE:
            return '<div class="new-page"></div>'
        if name.startswith(SECTION):
            return self._section(self.known.sections[name.removeprefix(SECTION)])
        return self._large(self.known.fields[name])

    def _line(self, line: Line) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: Run) -> str:
        said = _text(self._placeholder(run.text) if run.is_placeholder else run.text)
        for tag, is_on in (("i", run.is_italic), ("b", run.is_bold)):
            said = f"<{tag}>{said}</{tag}>" if is_on and said else said
        return said

    def _placeholder(self, name: str) -> str:
        """What stands in its place; a name that there is not stays as it was typed."""
        if self.known.place_of(name) is not Place.IN_A_LINE:
            return "{{" + name + "}}"
        if name in FACTS:
            return self.facts.get(name, "")
        key, _dot, part = name.partition(".")
        filled = self.values.get(key, NOTHING)
        if part == "label":
            return self.known.fields[key].label
        told = {"": _in_a_line(filled), "value": filled.text}
        return told.get(part, getattr(filled, part, "")) or EMPTY

    def _own_table(self, block: Block) -> str:
        rows = [[self._line(cell) for cell in row] for row in block.rows]
        head = rows[0] if block.has_head else []
        return _table(head, rows[1:] if block.has_head else rows)

    def _section(self, section: SectionShape) -> str:
        """Its table and what stands by itself, without what is empty; nothing where all of it is."""
        filled = [field for field in section.fields if not self._of(field).is_empty]
        parts = [
            self._results(list(fields))
            if is_row
            else "".join(self._large(field, with_label=field.label != section.title) for field in fields)
            for is_row, fields in groupby(
                filled, key=lambda field: field.kind not in (LONG_TEXT, TABLE, PICTURE)
            )
        ]
        return f"<h2>{_text(section.title)}</h2>{''.join(parts)}" if parts else ""

    def _results(self, fields: Sequence[FieldShape]) -> str:
        told = [self._of(field) for field in fields]
        if not any(one.unit or one.flag or one.range for one in told):
            rows = [(_text(field.label), _text(one.text)) for field, one in zip(fields, told, strict=True)]
            return _table([], rows, columns=["name-of-value", ""], row_heads=True)
        columns = self._result_columns
        heads = ["", *(_text(getattr(self.words, name)) for name in columns)]
        rows = [
            (_text(field.label), *(_cell(one, name) for name in columns))
            for field, one in zip(fields, told, strict=True)
        ]
        return _table(heads, rows, columns=["", *(f"{name}-column" for name in columns)], row_heads=True)

    @property
    def _result_columns(self) -> list[str]:
        """The same in all sections of the paper, and none that is empty on all of it."""
        values = self.values.values()
        is_missing = {
            "flag": not any(one.flag or one.range for one in values),
            "range": not any(one.range for one in values),
            "previous": not any(one.previous for one in values),
        }
        return [name for name in RESULT_COLUMNS if not is_missing.get(name)]

    def _large(self, field: FieldShape, *, with_label: bool = True) -> str:
        """A field that is more than a line: a long text, a table, a picture."""
        filled = self._of(field)
        label = f'<p class="label">{_text(field.label)}</p>' if with_label else ""
        if filled.is_empty:
            return f"<div>{label}<p>{EMPTY}</p></div>"
        if field.kind == TABLE:
            heads = [_text(column.label) for column in field.columns]
            rows = [[_text(cell) for cell in row] for row in filled.rows]
            return f"<div>{label}{_table(heads, rows)}</div>"
        shown = self._picture(filled) if field.kind == PICTURE else f"<p>{_text(filled.text)}</p>"
        return f"<div>{label}{shown}</div>"

    def _picture(self, filled: Filled) -> str:
        """Only what is a picture by its address: everything else could make the paper load something."""
        if _PICTURE.fullmatch(filled.picture):
            return f'<img class="picture" src="{escape(filled.picture)}" alt="{escape(filled.text)}">'
        log.warning("a picture of a document was not drawn: its address is no picture")
        return f"<p>{_text(self.words.no_picture)}</p>"

    def _signatures(self) -> str:
        named = (self.words.for_laboratory, self.words.for_recipient)
        rules = (f'<div><div class="rule">{_text(one)}</div></div>' for one in named)
        return f'<div class="signatures">{"".join(rules)}</div>'

    def _of(self, field: FieldShape) -> Filled:
        return self.values.get(field.key, NOTHING)


def _in_a_line(filled: Filled) -> str:
    flag = f"({filled.flag})" if filled.flag else ""
    return " ".join(filter(None, (filled.text, filled.unit if filled.text else "", flag)))


def _text(said: str) -> str:
    """What a person typed, as text: with its line breaks, without anything that could be markup."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<br>".join(escape(line) for line in lines)


def _cell(filled: Filled, name: str) -> str:
    """A cell of a result: what is flagged is bold, and the flag says its word."""
    if name == "result":
        return f"<b>{_text(filled.text)}</b>" if filled.flag else _text(filled.text)
    if name == "flag":
        return _text(f"{filled.flag} {filled.flag_words}".strip())
    return _text(getattr(filled, name))


def _table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    columns: Sequence[str] = (),
    row_heads: bool = False,
) -> str:
    """Cells are HTML already. ``columns`` are classes that give widths."""
    widths = "".join(f'<col class="{one}">' if one else "<col>" for one in columns)
    head = "".join(f'<th scope="col">{cell}</th>' if cell else "<td></td>" for cell in heads)
    body = "".join(f"<tr>{_row(row, has_head=row_heads)}</tr>" for row in rows)
    return (
        f"<table>{f'<colgroup>{widths}</colgroup>' if widths else ''}"
        f"{f'<thead><tr>{head}</tr></thead>' if heads else ''}<tbody>{body}</tbody></table>"
    )


def _row(cells: Sequence[str], *, has_head: bool) -> str:
    first = f'<th scope="row">{cells[0]}</th>' if has_head else f"<td>{cells[0]}</td>"
    return first + "".join(f"<td>{cell}</td>" for cell in cells[1:])
