"""Every mark can be seen on land and sea, in light and dark (contrast computed as WCAG 2.2 defines it)."""

import pytest

from pages.parts.look import COLOURS


def luminance(code: str) -> float:
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("shown", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("mark", ["deposit", "mine", "plant", "lane", "passage"])
@pytest.mark.parametrize("ground", ["land", "sea", "member"])
def test_marks_stand_out(mark: str, ground: str, shown: int) -> None:
    assert contrast(COLOURS[mark][shown], COLOURS[ground][shown]) >= 3


@pytest.mark.parametrize("shown", [0, 1], ids=["light", "dark"])
def test_text_is_legible(shown: int) -> None:
    assert contrast(COLOURS["text"][shown], COLOURS["background"][shown]) >= 12
    for ground in ("background", "panel", "sea"):
        assert contrast(COLOURS["muted"][shown], COLOURS[ground][shown]) >= 4.5


@pytest.mark.parametrize("shown", [0, 1], ids=["light", "dark"])
def test_bars_of_members_and_others_differ_and_stand_out(shown: int) -> None:
    assert contrast(COLOURS["member_bar"][shown], COLOURS["background"][shown]) >= 3
    assert contrast(COLOURS["member_bar"][shown], COLOURS["other_bar"][shown]) >= 1.5
