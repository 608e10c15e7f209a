"""A sheet: an empty page in inches on which text, lines, areas and marks are placed and measured, saved as PNG, SVG or PDF."""

from __future__ import annotations

import atexit
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from pathlib import Path as File
from threading import RLock
from typing import TYPE_CHECKING, Any

from pages.parts.look import Theme, colour

if TYPE_CHECKING:
    from matplotlib.text import Text

POINT = 1 / 72
"""A point in inches."""
LEADING = 1.2
"""From one line of text to the next, in heights of the type."""
SMALLEST = 0.72
"""Text that finds no room is set smaller, down to this part of its size; then it is cut."""
TYPES = {False: ("Atlas Text", 400), True: ("Atlas Strong", 600)}
"""Bold or not -> the family made for it, and the weight of Source Sans it is made from."""
SPARE = "DejaVu Sans"
"""The typeface of the drawing library: for signs that Source Sans lacks, and when it is not there."""
SIGNS = (range(0x20, 0x250), range(0x2B0, 0x300), range(0x400, 0x530), range(0x2000, 0x2300))
MARKS = {"circle": "o", "square": "s", "diamond": "D", "triangle-up": "^", "triangle-down": "v", "cross": "P", "x": "X"}
DASHES: dict[str, Any] = {"dash": (0, (4, 3)), "dot": (0, (1.2, 2)), "dashdot": (0, (4, 2, 1, 2)), "longdash": (0, (7, 3))}
HATCHES = {"/": "////", "\\": "\\\\\\\\", "x": "xxx", "-": "---", "|": "|||", "+": "+++", ".": "..."}

_lock = RLock()


@cache
def _folder() -> File:
    """A folder of this process for the drawing library's own files, gone when it ends: nothing is written at home."""
    folder = tempfile.mkdtemp(prefix="critical-minerals-atlas-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return File(folder)


@cache
def typefaces() -> dict[bool, list[str]]:
    """Bold or not -> families in the order they are tried. Made once from the Source Sans that Streamlit ships (OFL)."""
    os.environ.setdefault("MPLCONFIGDIR", str(_folder()))
    from matplotlib import font_manager

    made = {}
    for bold, (name, weight) in TYPES.items():
        made[bold] = [SPARE]
        if path := _made(name, weight):
            font_manager.fontManager.addfont(path)
            made[bold] = [name, SPARE]
    return made


@cache
def shipped() -> File | None:
    """The typeface file inside Streamlit, if it is there."""
    import streamlit

    media = File(streamlit.__file__).parent / "static/static/media"
    return next(iter(sorted(media.glob("SourceSansVF-Upright*.woff2"))), None)


def _made(name: str, weight: int) -> File | None:
    """One weight of Source Sans as a file the drawing library reads; None when there is none to make it from."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    thin = _folder() / "signs.ttf"
    if not thin.exists():
        found = shipped()
        if found is None:
            return None
        options = subset.Options()
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "HVAR", "MVAR", "STAT"]
        options.hinting = False
        font = TTFont(found)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[sign for signs in SIGNS for sign in signs])
        cutter.subset(font)
        font.flavor = None
        font.save(thin)
    font = instancer.instantiateVariableFont(TTFont(thin), {"wght": weight}, inplace=True)
    for number, text in ((1, name), (2, "Regular"), (4, name), (6, name.replace(" ", "")), (16, name), (17, "Regular")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    path = _folder() / f"{name}.ttf"
    font.save(path)
    return path


@contextmanager
def drawing() -> Iterator[None]:
    """While this lasts, this thread alone draws, with the atlas's settings: the drawing library's are shared by all."""
    with _lock:
        typefaces()
        import matplotlib

        settings: Any = {
            "pdf.fonttype": 42,
            "svg.fonttype": "path",
            "svg.hashsalt": "atlas",
            "hatch.linewidth": 1.2,
            "text.hinting": "none",
        }
        with matplotlib.rc_context(settings):
            yield


def plain(text: Any) -> str:
    """The text of a figure without its markup; a break becomes a new line."""
    return unescape(re.sub(r"<[^<>]*>", "", re.sub(r"<br ?/?>", "\n", str(text)))) if text is not None else ""


def tint(code: Any, opacity: float = 1.0) -> tuple[float, float, float, float]:
    """A colour as red, green, blue and opacity, 0 to 1, from `#RRGGBB` or `rgba(r,g,b,a)`. Raises ValueError for others."""
    if isinstance(code, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", code):
        red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue, opacity
    parts = re.findall(r"[\d.]+", code) if isinstance(code, str) and code.startswith("rgb") else []
    if len(parts) not in (3, 4):
        raise ValueError(f"no colour: {code!r}")
    return float(parts[0]) / 255, float(parts[1]) / 255, float(parts[2]) / 255, float([*parts, 1][3]) * opacity


@lru_cache(maxsize=4096)
def _extent(text: str, size: float, bold: bool) -> float:
    """Width of one line of text in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    canvas: Any = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=288))
    renderer = canvas.get_renderer()
    width, _, _ = renderer.get_text_width_height_descent(text, FontProperties(family=typefaces()[bold], size=size), False)
    return float(width) / 288


@lru_cache
def _spacing() -> float:
    """The spacing that puts lines of text LEADING heights of the type apart: the drawing library counts in its own."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 4), dpi=288)
    canvas: Any = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    tall = []
    for lines in ("lp", "lp\nlp"):
        text = figure.text(0, 0, lines, fontsize=20, fontfamily=typefaces()[False], linespacing=1.0)
        tall.append(text.get_window_extent(renderer).height / 288)
    return LEADING * 20 * POINT / (tall[1] - tall[0])


@dataclass(frozen=True)
class Box:
    """A place on a sheet in inches: left and top edge, width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


class Sheet:
    """A page of `width` by `height` inches in a theme; x goes right, y goes down. Use within `drawing()`."""

    def __init__(self, width: float, height: float, theme: Theme) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height, self.theme = width, height, theme
        self.figure = Figure(figsize=(width, height), dpi=144, facecolor=colour("background", theme))
        FigureCanvasAgg(self.figure)
        self.axes: Any = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.autoscale(False)

    def wide(self, text: str, size: float, bold: bool = False) -> float:
        """Width in inches of a text of `size` points, of its longest line."""
        return max(_extent(line, round(size, 2), bold) if line else 0.0 for line in text.split("\n"))

    def tall(self, text: str, size: float) -> float:
        """Height in inches of a text of `size` points, all its lines."""
        return (text.count("\n") * LEADING + 1.05) * size * POINT

    def wrapped(self, text: str, room: float, size: float, bold: bool = False, most: int = 99) -> str:
        """The text in lines no wider than `room` inches; past `most` lines it is cut, and a word too long is broken."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in part.split():
                longer = f"{line} {word}".strip()
                if self.wide(longer, size, bold) <= room:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                while self.wide(word, size, bold) > room and len(word) > 1:
                    fits = next((at for at in range(len(word) - 1, 1, -1) if self.wide(word[:at], size, bold) <= room), 1)
                    lines.append(word[:fits])
                    word = word[fits:]
                line = word
            lines.append(line)
        if len(lines) > most:
            lines = [*lines[: most - 1], self.cut(" ".join(lines[most - 1 :]), room, size, bold)]
        return "\n".join(lines)

    def cut(self, text: str, room: float, size: float, bold: bool = False) -> str:
        """One line of text, its end left away where there is no room."""
        if self.wide(text, size, bold) <= room:
            return text
        fits = next((at for at in range(len(text) - 1, 0, -1) if self.wide(text[:at].rstrip() + "…", size, bold) <= room), 0)
        return text[:fits].rstrip() + "…"

    def write(
        self, x: float, y: float, text: str, size: float, code: str | None = None, *, bold: bool = False, across: str = "left",
        up: str = "top", turn: float = 0, url: str | None = None,
    ) -> Text:  # fmt: skip
        """Place a text of `size` points: `across` and `up` say which of its edges is at x and y; `url` makes it a link."""
        written: Text = self.axes.text(
            x, y, text, fontsize=size, fontfamily=typefaces()[bold], color=tint(code or colour("text", self.theme)),
            ha=across, va={"middle": "center"}.get(up, up), rotation=turn, rotation_mode="anchor" if turn else "default",
            linespacing=_spacing(), parse_math=False, url=url, ma=across, zorder=6,
        )  # fmt: skip
        return written

    def line(
        self, points: Sequence[Sequence[float] | None], code: str, width: float, dash: str = "solid", opacity: float = 1,
        within: Box | None = None, over: float = 3,
    ) -> None:  # fmt: skip
        """Lines through points in inches, `width` points wide; None begins a new one."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        ends, codes, fresh = [], [], True
        for point in points:
            if point is not None:
                ends.append(tuple(point))
                codes.append(Path.MOVETO if fresh else Path.LINETO)
            fresh = point is None
        if ends:
            line = PathPatch(
                Path(ends, codes), facecolor="none", edgecolor=tint(code, opacity), linewidth=width, zorder=over,
                linestyle=DASHES.get(dash, "solid"), capstyle="butt" if dash in DASHES else "round", joinstyle="round",
            )  # fmt: skip
            self._add(line, within)

    def area(
        self, rings: Sequence[Sequence[Sequence[float]]], code: Any, opacity: float = 1, *, edge: Any = None, width: float = 0,
        pattern: str = "", ink: Any = None, within: Box | None = None, over: float = 2,
    ) -> None:  # fmt: skip
        """Filled rings of points in inches, with an edge or a pattern of lines."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        ends = [tuple(point) for ring in rings for point in ring]
        codes = [Path.LINETO if at else Path.MOVETO for ring in rings for at in range(len(ring))]
        if not ends:
            return
        line = {"edgecolor": tint(edge, opacity) if edge and width else "none", "linewidth": width if edge else 0}
        self._add(PathPatch(Path(ends, codes), facecolor=tint(code, opacity), zorder=over, **line), within)
        if hatch := HATCHES.get(pattern):
            shade = PathPatch(Path(ends, codes), facecolor="none", edgecolor=tint(ink), linewidth=0, hatch=hatch, zorder=over)
            self._add(shade, within)

    def _add(self, patch: Any, within: Box | None) -> None:
        self.axes.add_patch(patch)
        if within:
            from matplotlib.patches import Rectangle

            patch.set_clip_path(Rectangle((within.left, within.top), within.width, within.height, transform=self.axes.transData))

    def mark(
        self, places: Sequence[Sequence[float]], symbol: str, sizes: Sequence[float], code: Any, opacity: float = 1, *,
        edge: Any = None, width: float = 1, turns: Sequence[float] = (), within: Box | None = None, over: float = 4,
    ) -> None:  # fmt: skip
        """Marks at places in inches, their sizes in points; `symbol` as Plotly names it. Raises KeyError for one unknown."""
        form, *kinds = symbol.split("-open")[0].removesuffix("-x").removesuffix("-dot"), "open" in symbol, "dot" in symbol
        hollow, dotted = kinds
        shape = MARKS[form]
        if not places:
            return
        part = 0.76 if form == "diamond" else 1
        body: dict[str, Any] = {
            "facecolor": "none" if hollow else tint(code, opacity),
            "edgecolor": tint(code if hollow else edge, opacity) if hollow or edge else "none",
            "linewidth": width,
            "zorder": over,
        }
        drawn = []
        for at, turn in enumerate(turns):
            drawn.append(self.axes.scatter(*places[at], s=(sizes[at] * part) ** 2, marker=(3, 0, -turn), **body))
        if not turns:
            x, y = [place[0] for place in places], [place[1] for place in places]
            drawn.append(self.axes.scatter(x, y, s=[(size * part) ** 2 for size in sizes], marker=shape, **body))
            if dotted:
                inner = {**body, "facecolor": tint(code, opacity), "edgecolor": "none"}
                drawn.append(self.axes.scatter(x, y, s=[(0.3 * size) ** 2 for size in sizes], marker="o", **inner))
            if "-x" in symbol:
                for (left, top), size in zip(places, sizes, strict=True):
                    arm = 0.3 * size * POINT
                    cross = [
                        (left - arm, top - arm),
                        (left + arm, top + arm),
                        None,
                        (left - arm, top + arm),
                        (left + arm, top - arm),
                    ]
                    self.line(cross, code, width, opacity=opacity, within=within, over=over)
        if within:
            from matplotlib.patches import Rectangle

            for marks in drawn:
                frame = Rectangle((within.left, within.top), within.width, within.height, transform=self.axes.transData)
                marks.set_clip_path(frame)

    def places(self) -> dict[Text, Box]:
        """Where each text stands, in inches."""
        renderer = self.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        dpi, found = self.figure.dpi, {}
        for text in self.axes.texts:
            if text.get_text().strip():
                box = text.get_window_extent(renderer)
                found[text] = Box(box.x0 / dpi, self.height - box.y1 / dpi, box.width / dpi, box.height / dpi)
        return found

    def save(self, form: str, dpi: float = 160, **metadata: str | None) -> bytes:
        """The sheet as a file: `png` or `svg`."""
        file = io.BytesIO()
        self.figure.savefig(file, format=form, dpi=dpi, metadata=metadata, facecolor=self.figure.get_facecolor())
        return file.getvalue()
