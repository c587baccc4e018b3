"""The style sheets: contrast is computed, colours are in one file, and Chromium 86 understands it all."""

import re
from pathlib import Path

import pytest

from lms.web import pages

SHEETS = sorted((pages.ROOT / "web" / "static").glob("*.css"))
TOKENS = next(path for path in SHEETS if path.name == "tokens.css").read_text("utf-8")

TEXT = [
    (ink, ground)
    for ground in ("paper", "sheet", "shade")
    for ink in ("ink", "ink-soft", "link", "link-deep", "alert", "good")
] + [
    ("on-seal", "seal"),
    ("on-seal", "seal-deep"),
    ("paper", "ink"),
    ("paper", "alert"),
    ("ink", "alert-wash"),
    ("alert", "alert-wash"),
    ("link", "alert-wash"),
    ("ink", "good-wash"),
    ("good", "good-wash"),
    ("link", "good-wash"),
]
"""Words on a ground: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
SHAPES = [(line, ground) for ground in ("paper", "sheet", "shade") for line in ("edge", "seal", "ink-soft")]
"""Edges of controls and meaningful shapes: 3 to 1 (1.4.11)."""


def block(start: str) -> dict[str, str]:
    """The colours that are set after `start`."""
    inside = TOKENS.split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", inside))


THEMES = {
    "light": block(":root {"),
    "dark by system": block(':root:not([data-theme="light"]) {'),
    "dark by choice": block(':root[data-theme="dark"] {'),
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_shapes_have_enough_contrast_in_both_themes(theme):
    colours = THEMES[theme]
    faint = [(a, b) for a, b in TEXT if contrast(colours[a], colours[b]) < 4.5]
    faint += [(a, b) for a, b in SHAPES if contrast(colours[a], colours[b]) < 3]
    assert faint == []


def test_dark_is_the_same_by_wish_and_by_choice_and_names_every_colour():
    assert THEMES["dark by system"] == THEMES["dark by choice"]
    assert THEMES["dark by system"].keys() == THEMES["light"].keys()


@pytest.mark.parametrize("sheet", [p for p in SHEETS if p.name != "tokens.css"], ids=lambda p: p.name)
def test_only_the_tokens_name_colours_and_sizes_of_type(sheet: Path):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)", text))
    assert colours <= {"#fff", "#000", "rgba(0, 0, 0, 0.6)"}  # print, pictures, and the veil behind a dialog
    assert set(re.findall(r"font-size: ([^;]+);", text)) <= {
        "var(--text)", "var(--lead)", "var(--head)", "var(--title)", "1em", "100%", "11pt",
    }  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_chromium_86_understands_every_sheet(sheet: Path):
    later = (
        r":has\(|:is\(|:where\(|@container|@layer|@property|color-mix|subgrid|(?<!-)inset:|aspect-ratio"
        r"|(?:margin|padding|inset)-(?:inline|block):|\d[sld]?v[hwi]n?\b(?<=[sld]v[hwi])|^\s*&"
    )
    assert re.findall(later, sheet.read_text("utf-8"), flags=re.M) == []
