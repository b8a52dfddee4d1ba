"""Every word can be read: contrast as WCAG 2.1 (1.4.3, level AA) computes it."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[4] / "assets" / "tokens.scss"
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8")))
WHITE = "#ffffff"
ENOUGH = 4.5
TONES = ("green", "amber", "red", "grey", "blue")


@pytest.mark.parametrize("tone", TONES)
def test_a_state_can_be_read_on_its_ground(tone: str) -> None:
    assert contrast(COLOURS[tone], COLOURS[f"{tone}-pale"]) >= ENOUGH


@pytest.mark.parametrize("name", ["ink", "ink-2", "accent", "accent-dark", *TONES])
def test_words_can_be_read_on_white(name: str) -> None:
    assert contrast(COLOURS[name], WHITE) >= ENOUGH


@pytest.mark.parametrize("ground", ["pale", "accent-pale", "grey-pale"])
def test_secondary_words_can_be_read_on_every_ground(ground: str) -> None:
    assert contrast(COLOURS["ink-2"], COLOURS[ground]) >= ENOUGH


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
