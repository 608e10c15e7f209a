"""Which figures a page shows for a selection, and how a figure stands on the page with its menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import streamlit as st

from data.ask import ask, behind, offer, rows
from data.network import passing
from data.selection import Selection
from data.words import say
from pages.parts import charts, coalition, filters, look, picture, trade, twin, workbook
from pages.parts.charts import Chart
from pages.parts.look import Theme

Figures = Mapping[str, Chart]
"""The figures of a page by key, in the order shown; a key keeps its meaning, so that a briefing can name it."""


def chosen(selection: Selection) -> list[dict[str, Any]]:
    """The overview of the selection; of one mineral alone when one is chosen by name."""
    overview = rows("overview", selection)
    return [row for row in overview if selection.minerals == (row["mineral_id"],)] or overview


def atlas(selection: Selection, theme: Theme) -> Figures:
    """One mineral: who produces it at two stages, and its history. Several: what the holder has of each."""
    overview = chosen(selection)
    by_stage = {row["stage"]: row for row in overview}
    if len({row["mineral_id"] for row in overview}) != 1:
        return _held(selection, overview, theme)
    found = {}
    for stage in ("mine", "refining"):
        if shown := by_stage.get(stage):
            answer = ask("producers", selection, mineral=shown["mineral_id"], stage=stage)
            found[f"producers_{stage}"] = charts.producers(answer.to_pylist(), shown, theme).over(answer)
    shown = next((row for row in overview if row["quantity_t"] and row["stage"] != "reserves"), None)
    if shown:
        answer = ask("history", selection, mineral=shown["mineral_id"], stage=shown["stage"])
        if past := charts.history(answer.to_pylist(), shown, theme):
            found["history"] = past.over(answer)
    return found


def _held(selection: Selection, overview: list[dict[str, Any]], theme: Theme) -> Figures:
    holder = selection.holder(offer())
    made = {stage: holder and charts.held(overview, stage, holder, theme) for stage in ("mine", "refining", "reserves")}
    return {f"held_{stage}": chart.over(ask("overview", selection)) for stage, chart in made.items() if chart}


def coalitions(selection: Selection, theme: Theme) -> Figures:
    """Before and after at two stages when countries join or leave, else what is held at three; and the days of joining."""
    group = selection.group(offer())
    found: dict[str, Chart] = {}
    if selection.added or selection.removed:
        answer = ask("what_if", selection)
        for stage in ("mine", "refining"):
            if chart := coalition.change(answer.to_pylist(), stage, group, theme):
                found[f"change_{stage}"] = chart.over(answer)
    else:
        found |= _held(selection, rows("overview", selection), theme)
    if chart := coalition.joining(rows("memberships", selection), theme):
        found["joining"] = chart.over(ask("memberships", selection))
    return found


def trade_routes(selection: Selection, theme: Theme) -> Figures:
    """What passes where, who supplies whom, year by year, and by whom and to whom."""
    left = rows("not_drawn", selection)[0]
    if not left["amount"]:
        return {}
    partners, years, flows = ask("partners", selection), ask("trade_years", selection), ask("flows", selection)
    ways = passing(selection)
    through = pa.Table.from_pylist(ways) if selection.closed else ask("passing", selection)
    found = {"passing": trade.passing(ways, left, selection, theme).over(through)}
    if partners.num_rows:
        found["partners"] = trade.partners(partners.to_pylist(), left, selection, theme).over(partners)
    if past := trade.years(years.to_pylist(), left, selection, theme):
        found["years"] = past.over(years)
    if not selection.through and flows.num_rows:
        listed = flows.to_pylist()
        found["sankey"] = trade.sankey(listed, left, selection, theme).over(flows)
        found["matrix"] = trade.matrix(listed, left, selection, theme).over(flows)
    return found


PAGES: Mapping[str, Callable[[Selection, Theme], Figures]] = {
    "atlas": atlas,
    "coalitions": coalitions,
    "trade_routes": trade_routes,
}
"""The figures of each page by the name of its file."""


def show(chart: Chart, key: str, clicked: Callable[[str], None] | None = None) -> None:
    """Draw a figure: title and menu, the chart, its source line; a click on a mark calls `clicked` with the mark's key."""

    def pick() -> None:
        points = st.session_state[key]["selection"]["points"]
        if clicked and points and points[0].get("customdata"):
            clicked(str(points[0]["customdata"]))

    options = {"displayModeBar": False, "scrollZoom": False}
    with st.container(key=f"figure_{key}"):
        st.markdown(f"**{filters.escaped(chart.title)}**")
        menu(lambda: chart, key)
        if clicked:
            st.plotly_chart(
                chart.plot, key=key, on_select=pick, selection_mode="points", config=options, alt=chart.alt, theme=None
            )
        else:
            st.plotly_chart(chart.plot, key=key, config=options, alt=chart.alt, theme=None)
        st.caption(filters.escaped(chart.source))


def citation(chart: Chart) -> str:
    """How to cite a figure: what it shows, where from, which data, and the address that shows it again."""
    return f"{chart.title}. {workbook.stamp()}. {say('From')}: {chart.source} {st.context.url or ''}".strip()


@st.fragment
def menu(made: Callable[[], Chart], key: str) -> None:
    """What a reader takes from a figure: its rows as table, CSV and XLSX, a picture, the query behind it, a citation to copy.

    The figure is made when the menu is opened.
    """
    opened = st.popover(say("Data"), type="tertiary", key=f"menu_{key}", on_change="rerun")
    if not opened.open:
        return
    chart = made()
    name = f"{key}-{filters.current().file_name}"
    with opened:
        if chart.answer is not None:
            twin.rows_of(chart.answer, name, height=220)
        st.caption(say("Take it away as"))
        with st.container(horizontal=True, gap="small", key=f"take_{key}"):
            take(chart, name, look.theme())
        if chart.answer is not None:
            st.caption(say("The query behind it"))
            st.code(behind(chart.answer), language="sql", height=140)
        st.caption(say("To cite"))
        st.code(citation(chart), language=None, wrap_lines=True)


def take(chart: Chart, name: str, theme: Theme) -> None:
    """The buttons that download a figure: its rows as CSV and XLSX, its picture as PNG and SVG, made when clicked."""
    files: dict[str, Callable[[], bytes]] = {}
    if chart.answer is not None:
        answer = chart.answer
        twin.csv_button(answer, name, "CSV")
        files["xlsx"] = lambda: workbook.xlsx([(chart.title, chart.source, answer)])
    files["png"] = lambda: picture.png(chart, theme)
    files["svg"] = lambda: picture.svg(chart, theme)
    helps = {"xlsx": None, "png": say("Picture as PNG"), "svg": say("Picture as SVG")}
    for form, made in files.items():
        st.download_button(
            form.upper(),
            data=made,
            file_name=f"{name}.{form}",
            on_click="ignore",
            help=helps[form],
            key=f"{form}_{name}",
        )
