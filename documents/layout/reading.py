"""Reading a layout: lines of plain text become blocks, marks and placeholders within a line become runs.

``# `` and ``## `` begin headings, ``- `` an item, ``| a | b |`` a row of a table (its first row is the head where
``|---|`` stands below it), ``---`` is a rule; ``**bold**``, ``*italic*``; a sign behind ``\\`` is only itself.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

LONGEST_LAYOUT = 50_000
MOST_COLUMNS = 12

_TOKEN = re.compile(r"\\[\\*#|{}\-]|\{\{[^{}]*\}\}|\{\{|\*\*|\*")
_RULE, _HEAD_RULE = re.compile(r"-{3,}\s*"), re.compile(r"\|(?:\s*-{3,}\s*\|)+\s*")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Run:
    """A piece of a line: words, or a placeholder by its name."""

    text: str
    is_placeholder: bool = False
    is_bold: bool = False
    is_italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """``kind``: heading, subheading, paragraph, list, table, rule, or alone (a placeholder alone on its line)."""

    kind: str
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    has_head: bool = False


@dataclass(frozen=True)
class Found:
    """A placeholder, where it was found, and whether it has the line to itself."""

    name: str
    line: int
    is_alone: bool


@dataclass(frozen=True)
class Torn:
    """``{{`` that nothing ends."""

    line: int


@dataclass
class Read:
    """A layout as it was read."""

    blocks: list[Block] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    torn: list[Torn] = field(default_factory=list)
    too_wide: list[int] = field(default_factory=list)
    """Lines of tables with too many columns."""


def read(layout: str, is_block: Callable[[str], bool] = lambda name: False) -> Read:
    """Any text is a layout; what is odd in it stays text and is noted. ``is_block`` knows the placeholders that are
    more than words: alone on its line such a one is a block, every other one goes on with the lines around it."""
    result = Read()
    lines = enumerate(map(str.strip, _lines(layout)), 1)
    numbered = [(_kind_of(line, is_block), number, line) for number, line in lines]
    for kind, group in groupby(numbered, key=lambda row: row[0]):
        rows = [(number, line) for _kind, number, line in group]
        if kind == "table":
            result.blocks.append(_table(rows, result))
        elif kind in ("paragraph", "list"):
            lines = tuple(
                _line(line.removeprefix("- ") if kind == "list" else line, number, result)
                for number, line in rows
            )
            result.blocks.append(Block(kind, lines))
        elif kind:
            result.blocks += [_single(kind, number, line, result) for number, line in rows]
    return result


def _lines(layout: str) -> Sequence[str]:
    return layout.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _kind_of(line: str, is_block: Callable[[str], bool]) -> str:
    """Empty for an empty line, which ends what stands above it."""
    if _is_alone(line) and is_block(line[2:-2]):
        return "alone"
    if _RULE.fullmatch(line):
        return "rule"
    for mark, kind in (("# ", "heading"), ("## ", "subheading"), ("- ", "list"), ("|", "table")):
        if line.startswith(mark):
            return kind
    return "paragraph" if line else ""


def _is_alone(line: str) -> bool:
    """Whether the line is one placeholder and nothing else."""
    return line.startswith("{{") and line.endswith("}}") and not set(line[2:-2]) & set("{}")


def _single(kind: str, number: int, line: str, result: Read) -> Block:
    if kind == "rule":
        return Block("rule")
    if kind == "alone":
        name = line[2:-2]
        result.found.append(Found(name, number, is_alone=True))
        return Block("alone", ((Run(name, is_placeholder=True),),))
    return Block(kind, (_line(line.lstrip("#"), number, result),))


def _table(rows: list[tuple[int, str]], result: Read) -> Block:
    has_head = len(rows) > 1 and _HEAD_RULE.fullmatch(rows[1][1]) is not None
    cells = []
    for place, (number, line) in enumerate(rows):
        if has_head and place == 1:
            continue
        texts = [cell.strip() for cell in _CELL_END.split(line.removeprefix("|").removesuffix("|"))]
        if len(texts) > MOST_COLUMNS:
            result.too_wide.append(number)
        cells.append(tuple(_line(text, number, result) for text in texts[:MOST_COLUMNS]))
    width = max(map(len, cells))
    return Block("table", rows=tuple((*row, *[()] * (width - len(row))) for row in cells), has_head=has_head)


def _line(text: str, number: int, result: Read) -> Line:
    """The runs of a line. A mark that has no partner is only a sign."""
    text = text.strip()
    is_alone = _is_alone(text)
    tokens = _tokens(text)
    marks = _paired(tokens)
    runs, bold, italic = [], False, False
    for place, (token, _before, _after) in enumerate(tokens):
        if place in marks:
            bold, italic = (not bold, italic) if token == "**" else (bold, not italic)
        elif token.startswith("{{") and token.endswith("}}") and len(token) > 3:
            result.found.append(Found(token[2:-2], number, is_alone))
            runs.append(Run(token[2:-2], True, bold, italic))
        else:
            if token == "{{":
                result.torn.append(Torn(number))
            said = token[1:] if _TOKEN.fullmatch(token) and token.startswith("\\") else token
            runs.append(Run(said, False, bold, italic))
    return tuple(runs)


def _tokens(text: str) -> list[tuple[str, str, str]]:
    """Each with the sign before it and the sign behind it."""
    pieces, at = [], 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            pieces.append((at, match.start()))
        pieces.append(match.span())
        at = match.end()
    if at < len(text):
        pieces.append((at, len(text)))
    return [
        (text[start:end], text[start - 1 : start] if start else "", text[end : end + 1])
        for start, end in pieces
    ]


def _paired(tokens: list[tuple[str, str, str]]) -> set[int]:
    """The places of the marks that open or close something."""
    pairs: set[int] = set()
    opened: dict[str, int] = {}
    for place, (token, before, after) in enumerate(tokens):
        if token not in ("*", "**"):
            continue
        if token in opened and before.strip():
            pairs |= {opened.pop(token), place}
        elif token not in opened and after.strip():
            opened[token] = place
    return pairs
