"""The look, declared once: colours by meaning in light and dark, and the few rules of style of the frame."""

from __future__ import annotations

from typing import Literal

import streamlit as st

Theme = Literal["light", "dark"]

COLOURS: dict[str, tuple[str, str]] = {
    "background": ("#FFFFFF", "#0E151E"),
    "panel": ("#F5F7FA", "#151E29"),
    "text": ("#17202B", "#E9EEF4"),
    "muted": ("#566373", "#9DAAB8"),
    "sea": ("#F2F5F8", "#0E151E"),
    "land": ("#E1E7ED", "#243140"),
    "deposit": ("#7A5C00", "#E3B43C"),
    "mine": ("#C44E00", "#FF8A4C"),
    "plant": ("#0067A3", "#5DB7F0"),
    "lane": ("#00795A", "#3CCFA0"),
    "lane_faint": ("#7FB5A5", "#2F7F69"),
    "lane_pale": ("#B4D6CC", "#27493F"),
    "passage": ("#A3427C", "#E79AC4"),
    "member": ("#B9D3EA", "#2F5478"),
    "member_bar": ("#3D7FB5", "#6FAEDF"),
    "second_bar": ("#B97A10", "#D9A441"),
    "other_bar": ("#A9B4C0", "#566373"),
    "gain": ("#9CC7E8", "#2F5F8A"),
    "loss": ("#B3402A", "#FF8A7A"),
    "disputed": ("#8A949F", "#8492A1"),
}
"""Meaning -> (light, dark)."""


def theme() -> Theme:
    """The theme this reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def colour(meaning: str, shown: Theme | None = None) -> str:
    """The colour of a meaning as `#RRGGBB`."""
    return COLOURS[meaning][(shown or theme()) == "dark"]


def rgb(meaning: str, shown: Theme, alpha: int = 255) -> list[int]:
    """The colour of a meaning as deck.gl wants it: red, green, blue, alpha, 0 to 255."""
    code = colour(meaning, shown)
    return [*(int(code[at : at + 2], 16) for at in (1, 3, 5)), alpha]


STYLE = """
<style>
.stMainBlockContainer, [data-testid="stMainBlockContainer"] { padding: 1.1rem 1.6rem 2rem; max-width: none; }
[data-testid="stHeader"] { background: transparent; height: 2rem; min-height: 2rem; }
[data-testid="stSidebarUserContent"] { padding-bottom: 1.5rem; }
[data-testid="stVerticalBlock"] { gap: 0.6rem; }
[data-testid="stDeckGlJsonChart"] { background: %(sea)s; border-radius: 4px; overflow: hidden; }
[data-testid="stMetricValue"] { font-size: 1.6rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
[data-testid="stMetricLabel"] p { font-size: 0.82rem; color: %(muted)s; }
[data-testid="stCaptionContainer"] p { font-size: 0.78rem; line-height: 1.3; }
[data-testid="stDataFrame"] { font-variant-numeric: tabular-nums; }
.st-key-headline { min-height: 5.9rem; }
.st-key-headline [data-testid="stVerticalBlock"] { gap: 0.1rem; }
.st-key-sentence p { font-size: 1.02rem; line-height: 1.35; }
.st-key-sentence [data-testid="stMarkdownContainer"], .st-key-record [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
.st-key-sentence [data-testid="stMarkdownContainer"] p, .st-key-record [data-testid="stMarkdownContainer"] p { margin-bottom: 0; }
[class*="st-key-figure_"] [data-testid="stMarkdownContainer"] { font-size: 0.95rem; line-height: 1.3; }
[class*="st-key-figure_"] { position: relative; }
.st-key-findings [data-testid="stPageLink"] a { padding-left: 0; }
[class*="st-key-figure_"] > div:first-child [data-testid="stMarkdownContainer"] { padding-right: 4rem; }
[class*="st-key-menu_"] { position: absolute !important; top: -0.45rem; right: 0; width: auto !important; z-index: 2; }
[class*="st-key-menu_"] button { padding: 0 0.3rem; min-height: 1.8rem; color: %(muted)s; }
[class*="st-key-menu_"] button p { font-size: 0.85rem; }
.st-key-chips { height: 1.8rem; overflow: hidden; align-items: center; }
.st-key-chips:not(:has(button)) { display: none; }
.st-key-chips > div { min-width: 0; flex: 0 1 auto; }
.st-key-chips button { min-height: 1.55rem; padding: 0 0.55rem; border-radius: 1rem; max-width: 100%%; }
.st-key-chips [class*="st-key-chip_"] button p { font-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.st-key-chips button strong, .st-key-chip_all button p { font-size: 0.82rem !important; font-weight: 400; }
.st-key-chips button strong::after { content: "\\a0\\a0\\d7" / ""; color: %(muted)s; }
.st-key-head { gap: 1.2rem; flex-wrap: nowrap; align-items: baseline; }
.st-key-head > :first-child, .st-key-sentence { flex: 1 1 auto; min-width: 0; }
.st-key-corner { flex: none; width: auto !important; min-width: 0; flex-wrap: nowrap; align-items: baseline; }
.st-key-head > :has(.st-key-export), .st-key-head > :has(.st-key-export) > div { flex: none; width: min-content !important; min-width: 0; }
.st-key-export { flex: none !important; width: auto !important; }
.st-key-export button { padding: 0 0.15rem; min-height: 1.5rem; }
.st-key-export button p { font-size: 0.9rem; white-space: nowrap; }
.st-key-corner [data-testid="stPageLink"] a { padding: 0 0.15rem; min-height: 0; }
.st-key-corner [data-testid="stPageLink"] p { font-size: 0.9rem; white-space: nowrap; }
.st-key-stage { position: relative; }
.st-key-record { position: absolute; top: 10px; right: 10px; width: 340px; max-height: 410px; overflow-y: auto; z-index: 5;
  background: %(background)s; box-shadow: 0 2px 14px rgba(0, 0, 0, .18); padding: 0.7rem 0.9rem; gap: 0.3rem; }
.st-key-record p { font-size: 0.88rem; line-height: 1.35; }
.st-key-trade [data-testid="stWidgetLabel"] p { font-size: 0.8rem; color: %(muted)s; }
.st-key-trade { gap: 0.35rem; }
.st-key-legend { margin-top: -0.35rem; position: relative; }
.st-key-legend .legend { padding-right: 4rem; }
[class*="st-key-prepare_page"] button { padding: 0.1rem 0.4rem; }
[class*="st-key-prepare_page"] button p { font-size: 0.9rem; white-space: nowrap; }
[class*="st-key-take_"] button { padding: 0.1rem 0.7rem; min-height: 2rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; align-items: center; font-size: 0.8rem; color: %(muted)s; }
.legend span { display: inline-flex; align-items: center; gap: 0.35rem; white-space: nowrap; }
.legend i { width: 13px; height: 13px; flex: none; box-sizing: border-box; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
</style>
"""


def style() -> str:
    """The frame's style sheet for the theme shown."""
    return STYLE % {name: colour(name) for name in ("sea", "muted", "background")}


def name() -> str:
    """The product's name as a picture for the head of the sidebar (SVG, legible on both themes)."""
    tint = colour("plant")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 236 28" width="236" height="28">'
        f'<g fill="none" stroke="{tint}" stroke-width="2.4"><circle cx="13" cy="14" r="10.5"/><path d="M13 3.5v21M2.5 14h21"/></g>'
        f'<circle cx="13" cy="14" r="4" fill="{tint}"/>'
        f'<text x="32" y="19.5" font-family="Source Sans, Source Sans Pro, sans-serif" font-size="18" font-weight="600" fill="{colour("text")}">'
        "Critical Minerals Atlas</text></svg>"
    )
