"""The palette: every pair of text and surface that the style sheets use reaches 4.5:1 (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

SOURCE = (Path(__file__).parents[2] / "frontend" / "src" / "palette.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--x-([a-z-]+): (#[0-9a-f]{6});", SOURCE))
STATES = ["met", "late", "pending", "breached", "exempt"]
PAIRS = [
    *[(state, f"{state}-soft") for state in STATES],
    *[(state, "surface") for state in STATES],
    *[(ink, paper) for ink in ("ink", "ink-soft") for paper in ("paper", "surface", "surface-soft", "primary-soft")],
    ("primary", "surface"),
    ("primary-deep", "primary-soft"),
    ("accent-ink", "accent-soft"),
    ("surface", "primary"),
    ("surface", "primary-deep"),
    ("surface", "seal"),
    ("side-text", "side"),
    ("side-soft", "side"),
    ("surface", "side-active"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "surface"), PAIRS, ids=lambda name: name)
def test_contrast(text: str, surface: str) -> None:
    darker, lighter = sorted((luminance(COLOURS[text]), luminance(COLOURS[surface])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_lines_around_fields_can_be_seen() -> None:
    assert (luminance(COLOURS["surface"]) + 0.05) / (luminance(COLOURS["line-strong"]) + 0.05) >= 3
