"""Writes the coverage and quality report, `data/report.md`: by mineral, by table, checks, corrections, exceptions."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.ask import rows
from data.store import StoreError
from data.tables import TABLES

PATH = Path(__file__).with_name("report.md")


def _table(lines: Iterable[Mapping[str, Any]]) -> str:
    """Rows as a table in Markdown; an empty cell for what is not known."""
    lines = list(lines)
    if not lines:
        return "(none)"
    cells = [["" if value is None else str(value).replace("|", "/") for value in line.values()] for line in lines]
    head = [" | ".join(lines[0]), " | ".join("---" for _ in lines[0])]
    return "\n".join(f"| {line} |" for line in [*head, *(" | ".join(line) for line in cells)])


def markdown() -> str:
    """The report on the built database as Markdown. Raises StoreError when the database cannot be read."""
    built = rows("version")[0]
    minerals = rows("report")
    corrected = Counter(row["source_id"] for row in rows("corrections"))
    counted = {row["table"]: row["rows"] for row in rows("dictionary")}
    gaps = Counter(gap for row in minerals for gap in row["gaps"].split("; ") if gap)
    parts = [
        "# Coverage and quality of the data",
        f"Database version {built['version']}, sources read up to {built['data_date']}. Every promise below held when it was built.",
        "## By mineral",
        "A member of a group counts the sites and figures of its group.",
        _table(minerals),
        "## What is missing, over all minerals",
        _table({"gap": gap, "minerals": number} for gap, number in gaps.most_common()),
        "## Tables and their promises",
        _table({"table": table.name, "rows": counted[table.name], "promises": len(table.promises())} for table in TABLES),
        "## Corrections to what publishers printed",
        _table({"source": source, "corrections": number} for source, number in sorted(corrected.items())),
        "## Totals that a publisher's own countries miss by over 3%",
        _table(rows("totals")),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the report beside the database; returns the exit status."""
    try:
        PATH.write_text(markdown(), "utf-8")
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {PATH.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
