"""The teeth of a dental chart: a page draws thirty or fifty, which as a template took longer than all other panels."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.utils.html import format_html, format_html_join

from orders.teeth import Role
from orders.teeth.chart import Cell

register = template.Library()

_BOLD = format_html(' font-weight="{}"', 600)
_DASHED = format_html(' stroke-dasharray="{}"', "2 2")
_SCREW = format_html('<use class="{}" href="#screw" />', "tooth-screw")
_WING = format_html('<use class="{}" href="#wing" fill="currentColor" fill-opacity=".25" />', "tooth-wing")
_CROSS = format_html('<use class="{}" href="#cross" stroke-width="2" />', "tooth-cross")


@register.simple_tag
def teeth_of_jaw(cells: Iterable[Cell | Mapping], in_editor: bool = False) -> str:
    """The cells of a chart, or what a paper keeps of them. The editor draws in each what it may show and hide."""
    drawn = (
        _drawn(SimpleNamespace(**cell), in_editor)
        if isinstance(cell, Mapping)
        else _known(cell, bool(in_editor))
        for cell in cells
    )
    return format_html_join("", "{}", ((tooth,) for tooth in drawn))


@lru_cache(maxsize=2048)
def _known(cell: Cell, in_editor: bool) -> str:
    """Most teeth of most mouths are alike, and nothing but the cell says how one is drawn."""
    return _drawn(cell, in_editor)


def _drawn(tooth: Cell, in_editor: bool) -> str:
    has_letter = in_editor or tooth.letter
    return format_html(
        '<g class="{}"{}><g transform="{}" stroke-width="{}">{}</g>{}{}{}</g>',
        tooth.looks,
        _data(tooth) if in_editor else "",
        tooth.transform,
        "1.8" if tooth.role else "1",
        _shapes(tooth, in_editor),
        _ring(tooth) if in_editor or tooth.role == Role.ABUTMENT else "",
        _text("letter", tooth.middle, tooth.letter_y, tooth.letter, bold=True) if has_letter else "",
        _text("number", tooth.middle, tooth.number_y, tooth.number, bold=bool(tooth.role)),
    )


def _data(tooth: Cell) -> str:
    """What the editor's script reads."""
    return format_html(' data-tooth="{}" data-x="{}" data-bar="{}"', tooth.tooth, tooth.x, tooth.bar_y)


def _shapes(tooth: Cell, in_editor: bool) -> str:
    """Those of ``orders/_tooth_shapes.html`` that it is laid together of."""
    is_gap = tooth.is_missing and not tooth.role
    has_root = in_editor or tooth.role not in (Role.IMPLANT, Role.PONTIC)
    dashed = _DASHED if is_gap else ""
    return format_html(
        '{}{}<use class="tooth-crown" href="#crown-{}"{} />{}{}',
        format_html('<use class="tooth-root" href="#root-{}"{} />', tooth.shape, dashed) if has_root else "",
        _SCREW if in_editor or tooth.role == Role.IMPLANT else "",
        tooth.shape,
        dashed,
        _WING if in_editor or tooth.role == Role.WING else "",
        _CROSS if in_editor or is_gap else "",
    )


def _ring(tooth: Cell) -> str:
    return format_html(
        '<circle class="tooth-ring" cx="{}" cy="{}" r="9.5" stroke-width="1.5" />', tooth.middle, tooth.ring_y
    )


def _text(name: str, x: int, y: int, text: str, *, bold: bool) -> str:
    return format_html(
        '<text class="tooth-{}" x="{}" y="{}" font-size="14"{} stroke="none" fill="currentColor" text-anchor="middle">'
        "{}</text>",
        name,
        x,
        y,
        _BOLD if bold else "",
        text,
    )
