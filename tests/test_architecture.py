"""One direction, seven homes: what may import what, how long a page may be, and that every question is asked."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "geo": {"geo", "geopandas", "shapely", "scipy", "numpy", "pandas", "pyproj"},
    "data": {"data", "geo", "duckdb", "pyarrow", "pandas", "numpy", "openpyxl", "babel", "shapely", "searoute", "tqdm"},
    "pages": {
        "pages",
        "data",
        "geo",
        "streamlit",
        "plotly",
        "pydeck",
        "pyarrow",
        "PIL",
        "fontTools",
        "matplotlib",
        "pptx",
        "xlsxwriter",
        "starlette",
    },
}
HOMELESS = {"utils", "helpers", "common", "core", "services", "manager"}
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert imports(path) - set(sys.stdlib_module_names) <= ROOMS[room]


def test_pages_are_under_sixty_lines() -> None:
    long = {page.name: n for page in (ROOT / "pages").glob("*.py") if (n := len(page.read_text("utf-8").splitlines())) >= 60}
    assert not long


def test_nothing_is_homeless() -> None:
    assert not [path for path in SOURCES if path.stem in HOMELESS]


def test_modules_say_what_they_are() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent


def test_every_question_is_asked_and_every_one_asked_exists() -> None:
    written = {path.stem for path in (ROOT / "data/sql/questions").glob("*.sql")}
    code = "\n".join(path.read_text("utf-8") for path in [*SOURCES, ROOT / "dashboard.py"])
    asked = set(re.findall(r'\b(?:ask|rows)\(\s*"(\w+)"', code))
    assert asked == written


def test_every_question_begins_in_plain_words_and_takes_parameters_only() -> None:
    for path in (ROOT / "data/sql/questions").glob("*.sql"):
        text = path.read_text("utf-8")
        assert re.match(r"-- [A-Z].*\?\n", text), path.name
        assert "{" not in text, path.name


def test_visible_strings_go_through_the_catalogue() -> None:
    """A literal given to a Streamlit call as its text would never be translated."""
    shown = {
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "button",
        "metric",
        "header",
        "subheader",
        "title",
        "write",
        "text_input",
        "toggle",
        "expander",
    }
    bare = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in shown and node.args:
                first = node.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and any(sign.isalpha() for sign in first.value)
                ):
                    bare.append(f"{path.name}:{node.lineno} {first.value!r}")
    assert not bare


def test_nothing_the_browser_loads_lives_elsewhere() -> None:
    code = [*(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py", ROOT / ".streamlit/config.toml"]
    found = [f"{path.name}: {hit}" for path in code for hit in re.findall(r"https?://[^\s\"']+", path.read_text("utf-8"))]
    names = ("w3.org", "schemas.microsoft.com")  # namespaces of XML: names, never asked for
    assert all(any(name in hit for name in names) or "{" in hit for hit in found), found
