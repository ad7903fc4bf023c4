"""The look holds together: the rules of docs/look.md that a machine can read, and each component drawn alone."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from lab.navigation import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

COMPONENTS = {
    "state_badge": ({"state": "review", "label": "Review"}, "state-review"),
    "marker": ({"label": "photo wanted"}, "marker-slate"),
    "money": ({"amount": Decimal("1240"), "currency": "EUR"}, "1,240.00"),
    "empty": ({"text": "Nothing yet."}, "Nothing yet."),
    "pager": ({"sentence": "3 orders"}, "3 orders"),
    "breadcrumb": ({"url": "/orders/", "label": "Orders", "here": "New"}, 'href="/orders/"'),
    "line": ({"level": "success", "text": "Posted."}, "Posted."),
    "timeline_item": ({"sentence": "Submitted", "at": NOON}, "2026-11-20"),
    "status_strip": (
        {"steps": [{"label": "Review", "state": "current", "at": NOON, "by": "Ann"}]},
        'aria-current="step"',
    ),
    "drop_zone": ({"upload_url": "/files/", "max_bytes": 2000000}, 'data-max-bytes="2000000"'),
    "error_summary": ({"sentence": "Some tasks are not finished yet."}, "not possible now"),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_draws_with_the_least_it_needs(name):
    context, expected = COMPONENTS[name]
    assert expected in render_to_string(f"components/{name}.html", context)


def test_a_greyed_item_says_why_and_leads_nowhere():
    drawn = render_to_string(
        "components/menu_items.html", {"items": [{"label": "Produce", "url": "/x/", "why_not": "Not yet."}]}
    )
    assert "Not yet." in drawn
    assert 'aria-disabled="true"' in drawn
    assert "href" not in drawn


def test_a_pager_takes_either_kind_of_addresses():
    by_time = render_to_string("components/pager.html", {"older_url": "?before=9&q=a"})
    by_number = render_to_string("components/pager.html", {"previous_url": "?page=1", "next_url": "?page=3"})
    assert 'href="?before=9&amp;q=a"' in by_time
    assert "Previous" in by_number
    assert "Next" in by_number


@pytest.mark.parametrize("cookie", ["dark", "light"])
def test_the_chosen_theme_is_in_the_first_byte_drawn(rf, cookie):
    rf.cookies["theme"] = cookie
    assert f'data-bs-theme="{cookie}"' in render_to_string("404.html", request=rf.get("/"))


def test_a_strange_theme_cookie_changes_nothing(rf):
    rf.cookies["theme"] = "x onload=1"
    assert "data-bs-theme" not in render_to_string("404.html", request=rf.get("/"))


def test_no_template_carries_style_or_script_of_its_own():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:|<script(?![^>]*\ssrc=)|\|safe\b|autoescape off",
        re.I,
    )
    guilty = [
        f"{path.name}: {found}"
        for path in TEMPLATES
        if not _is_paper(path)
        for found in inline.findall(path.read_text())
    ]
    assert guilty == []


def test_no_sheet_shouts_and_colours_stand_in_one_place():
    guilty = [path.name for path in SHEETS if "!important" in path.read_text()]
    coloured = [
        path.name
        for path in SHEETS
        if re.search(r":[^;{}]*(#[0-9a-f]{3,8}\b|\brgb\()[^{}]*[;}]", path.read_text())
    ]
    assert guilty == []
    assert coloured == ["tokens.css"]


def test_every_button_is_one_of_the_house():
    """Those that the sheets do not know have the colours of somebody else."""
    ours = {name for path in SHEETS for name in re.findall(r"\.(btn-[a-z-]+)", path.read_text())}
    used = {
        name for path in TEMPLATES for name in re.findall(r"\bbtn-[a-z-]*[a-z](?![a-z{-])", path.read_text())
    }
    assert used - ours <= {"btn-group"}
    assert used


def test_every_named_icon_exists():
    known = set(
        re.findall(
            r"\.bi-([a-z0-9-]+)::?before",
            Path(finders.find("vendor/bootstrap-icons/bootstrap-icons.min.css")).read_text(),
        )
    )
    named = {
        icon
        for path in TEMPLATES
        for icon in re.findall(r"\bbi-([a-z0-9-]+[a-z0-9])(?![a-z0-9-]*\{)", path.read_text())
    }
    assert known
    assert named | {section[1] for section in SECTIONS} <= known


def _is_paper(path: Path) -> bool:
    """Papers are drawn for print, outside the browser."""
    return "pdf" in str(path.relative_to(ROOT)) or "paper" in path.name
