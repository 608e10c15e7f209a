"""The one catalogue of visible words: English as written in the code, other languages to be looked up by it."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from typing import Any

CATALOGUE = NullTranslations()
"""Russian and Kazakh catalogues (gettext) are to come; without one every string stays English."""


def say(text: str, **values: Any) -> str:
    """The visible string `text` in the reader's language, with `{names}` filled from `values`."""
    return CATALOGUE.gettext(text).format(**values) if values else CATALOGUE.gettext(text)


def count(one: str, many: str, number: int, **values: Any) -> str:
    """The string for a number of things; `{number}` is written with thousands separated."""
    return CATALOGUE.ngettext(one, many, number).format(number=f"{number:,}", **values)


def series(items: Iterable[str], last: str = "and", most: int = 4) -> str:
    """`a, b and c`; past `most` items the rest are counted."""
    words = list(items)
    if len(words) > most + 1:
        words = [*words[:most], say("{number} others", number=len(words) - most)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {say(last)} {words[-1]}" if words else ""
