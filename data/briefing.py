"""A briefing: scenes in order, each a page's selection with a title and a note, kept in one small readable file."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.words import say

SHIPPED = Path(__file__).parent / "briefings"
FORMAT = 1
"""The version of the file's form: a file of a later form is refused in words."""
MOST_SCENES, MOST_BYTES, LONGEST_TITLE, LONGEST_NOTE = 60, 1_000_000, 160, 2_000
MOST_FIGURES = 2
MAP = "map"
"""The key under which a scene names its page's map."""


class BriefingError(ValueError):
    """A file or link that is no briefing; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Scene:
    """One slide: a page, what is selected there, which of the page's figures (at most two), a title and a note.

    `link` is the selection as the address bar holds it. With `beside`, each figure is shown for the members of that other
    day too. `view` is the map's longitude, latitude and zoom. `said` is what each figure said when the briefing was saved:
    the figure's key, with the day when there are two, then label and value.
    """

    page: str
    link: Mapping[str, tuple[str, ...]]
    figures: tuple[str, ...]
    title: str
    note: str = ""
    beside: date | None = None
    view: tuple[float, float, float] | None = None
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days whose members its figures are drawn for: its own (None: as the selection says), then `beside`."""
        return (None, self.beside) if self.beside else (None,)


@dataclass(frozen=True)
class Briefing:
    """Scenes under a title; `version` and `data_date` are those of the database it was saved with ('' before it is saved)."""

    title: str
    scenes: tuple[Scene, ...] = ()
    version: str = ""
    data_date: str = ""

    def write(self) -> str:
        """The file: JSON to be read by people too; equal briefings give equal text."""
        told = {
            "critical minerals atlas briefing": FORMAT,
            "title": self.title,
            "data": {"version": self.version, "date": self.data_date},
            "scenes": [_told(scene) for scene in self.scenes],
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text: str | bytes) -> Briefing:
        """The briefing of a file. Raises BriefingError, in words, when it is none; a scene's selection is judged later."""
        if len(text) > MOST_BYTES:
            raise BriefingError(
                say("The file is larger than 1 MB: a briefing holds selections and notes only. Choose another file.")
            )
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise BriefingError(say("The file is not JSON. Choose a file that the Briefing page has saved.")) from None
        form = found.get("critical minerals atlas briefing") if isinstance(found, dict) else None
        if type(form) is not int or form < 1:
            raise BriefingError(
                say("The file is JSON, but no briefing of this atlas. Choose a file that the Briefing page has saved.")
            )
        if form > FORMAT:
            raise BriefingError(say("The file was saved by a later version of the atlas. Update the atlas, then open it again."))
        scenes = found.get("scenes")
        if not isinstance(scenes, list) or len(scenes) > MOST_SCENES:
            raise BriefingError(say("The file has no list of scenes, or more than {most}.", most=MOST_SCENES))
        data = found.get("data") if isinstance(found.get("data"), dict) else {}
        return cls(
            title=line(found.get("title")),
            scenes=tuple(_scene(scene, number) for number, scene in enumerate(scenes, 1)),
            version=line(data.get("version"), 60),
            data_date=line(data.get("date"), 10),
        )

    def packed(self) -> str:
        """The briefing as part of an address: without what its figures said, compressed, in letters an address may hold."""
        bare = replace(self, scenes=tuple(replace(scene, said={}) for scene in self.scenes))
        return "z" + base64.urlsafe_b64encode(zlib.compress(bare.write().encode(), 9)).decode().rstrip("=")

    @classmethod
    def of_link(cls, text: str) -> Briefing:
        """The briefing of an address: the name of a shipped one, or a packed one. Raises BriefingError in words."""
        if text in shipped():
            return shipped()[text]
        try:
            packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
            unpacker = zlib.decompressobj()
            found = unpacker.decompress(packed, MOST_BYTES)
            if text[:1] != "z" or not unpacker.eof or unpacker.unused_data:
                raise BriefingError
        except (ValueError, binascii.Error, zlib.error):
            raise BriefingError(
                say("The address holds no whole briefing: it may have been cut. Ask for the file instead.")
            ) from None
        return cls.read(found)


@cache
def shipped() -> Mapping[str, Briefing]:
    """The briefings that come with the atlas, by name."""
    return {path.stem: Briefing.read(path.read_bytes()) for path in sorted(SHIPPED.glob("*.json"))}


def line(value: Any, most: int = LONGEST_TITLE) -> str:
    """A text of one line as a briefing keeps it: without signs that do not print, not longer than allowed; '' for no text."""
    return lines(value, most).replace("\n", " ").strip()


def lines(value: Any, most: int = LONGEST_NOTE) -> str:
    """A text of several lines as a briefing keeps it: every blank is a plain one, no sign hides or turns the others round."""
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    plain = (" " if sign.isspace() and sign != "\n" else sign for sign in value)
    return "".join(sign for sign in plain if sign.isprintable() or sign == "\n")[:most].strip()


def place(found: Any) -> tuple[float, float, float] | None:
    """The view of a map as longitude, latitude and zoom; None for none. Raises ValueError or TypeError for what is no place."""
    if not found:
        return None
    lon, lat, zoom = (float(value) for value in found)
    if not (abs(lon) <= 360 and abs(lat) <= 90 and 0 <= zoom <= 24):
        raise ValueError
    return lon, lat, zoom


def _told(scene: Scene) -> dict[str, Any]:
    told: dict[str, Any] = {"title": scene.title}
    if scene.note:
        told["note"] = scene.note
    told |= {"page": scene.page, "selection": {name: list(values) for name, values in scene.link.items()}}
    told["figures"] = list(scene.figures)
    if scene.beside:
        told["beside"] = scene.beside.isoformat()
    if scene.view:
        told["view"] = list(scene.view)
    if scene.said:
        told["said"] = {figure: dict(values) for figure, values in scene.said.items()}
    return told


def _scene(found: Any, number: int) -> Scene:
    refused = BriefingError(
        say("Scene {number} of the file cannot be read. Take it out of the file, then open it again.", number=number)
    )
    if not isinstance(found, dict) or not isinstance(found.get("page"), str):
        raise refused
    link, figures, said = (found.get(key) for key in ("selection", "figures", "said"))
    try:
        if not isinstance(figures, list | None):
            raise TypeError
        return Scene(
            page=line(found["page"], 40),
            link={line(name, 40): told for name, values in (link or {}).items() if (told := _values(values))},
            figures=tuple(dict.fromkeys(line(key, 60) for key in ([MAP] if figures is None else figures[:MOST_FIGURES]))),
            title=line(found.get("title")),
            note=lines(found.get("note")),
            beside=date.fromisoformat(found["beside"]) if found.get("beside") else None,
            view=place(found.get("view")),
            said={
                line(key, 200): {line(name, 200): line(value, 200) for name, value in values.items()}
                for key, values in (said or {}).items()
            },
        )
    except (TypeError, ValueError, AttributeError):
        raise refused from None


def _values(values: Any) -> tuple[str, ...]:
    """The values of one filter; written by hand, a single one may stand without its list."""
    return tuple(line(value, 160) for value in ([values] if isinstance(values, str) else list(values)))
