"""Which figures a page shows for a selection, and how a figure stands on the page with its menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pyarrow as pa
import streamlit as st

from data.ask import ask, behind, members, offer, rows
from data.network import passing
from data.selection import Selection
from data.words import say
from pages.parts import (
    charts,
    coalition,
    country,
    desk,
    filters,
    holdings,
    look,
    membership,
    mineral,
    picture,
    trade,
    twin,
    workbook,
)
from pages.parts.charts import Chart
from pages.parts.look import Theme

Figures = Mapping[str, Chart]
"""The figures of a page by key, in the order shown; a key keeps its meaning, so that a briefing can name it."""
COALITION = ("first", "shares", "concentration", "outside", "candidates", "members", "two")
"""The sections of the page of coalitions: what stands first, then its tabs."""
Figured = Mapping[str, dict[str, Any]]
"""Stage -> the row of the overview that stands for it."""


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
    found = _producers(selection, by_stage, ("mine", "refining"), theme)
    shown = next((row for row in overview if row["quantity_t"] and row["stage"] != "reserves"), None)
    if shown:
        answer = ask("history", selection, mineral=shown["mineral_id"], stage=shown["stage"])
        if past := charts.history(answer.to_pylist(), shown, theme):
            found["history"] = past.over(answer)
    return found


def _producers(selection: Selection, by_stage: Figured, stages: Sequence[str], theme: Theme) -> dict[str, Chart]:
    found = {}
    for stage in stages:
        if shown := by_stage.get(stage):
            answer = ask("producers", selection, mineral=shown["mineral_id"], stage=stage)
            found[f"producers_{stage}"] = charts.producers(answer.to_pylist(), shown, theme).over(answer)
    return found


def _held(selection: Selection, overview: list[dict[str, Any]], theme: Theme) -> Figures:
    holder = selection.holder(offer())
    made = {stage: holder and charts.held(overview, stage, holder, theme) for stage in ("mine", "refining", "reserves")}
    return {f"held_{stage}": chart.over(ask("overview", selection)) for stage, chart in made.items() if chart}


def minerals(selection: Selection, theme: Theme) -> Figures:
    """One mineral: its chain, concentration, history, prices and controls. Several: minerals by stage, in three measures."""
    holder = selection.holder(offer())
    stages = ask("stages", selection, goods=mineral.GOODS)
    known = stages.to_pylist()
    found: dict[str, Chart] = {}
    one = next(iter(rows("mineral", selection)), None)
    if one is None:
        years = (selection.year, selection.trade_year)
        for measure in mineral.MEASURES if holder else ("top", "hhi"):
            if known:
                found[f"heat_{measure}"] = mineral.heat(known, measure, holder, years, theme).over(stages)
        return found
    code = one["mineral_id"]
    suppliers = ask("chain", selection, mineral=code, goods=mineral.GOODS)
    if chart := mineral.chain(suppliers.to_pylist(), known, holder, theme):
        found["chain"] = chart.over(suppliers)
    if chart := mineral.concentration(known, holder, theme):
        found["concentration"] = chart.over(stages)
    for row in known:
        if row["quantity_t"] and row["stage"] in ("mine", "refining"):
            past = ask("history", selection, mineral=code, stage=row["stage"])
            if chart := charts.history(past.to_pylist(), row, theme):
                found[f"history_{row['stage']}"] = chart.over(past)
    paid = ask("prices", selection, mineral=code)
    if chart := mineral.prices(paid.to_pylist(), theme):
        found["price"] = chart.over(paid)
    measures = ask("controls", selection, mineral=code)
    if chart := mineral.controls(measures.to_pylist(), one["mineral"], selection.as_of, theme):
        found["controls"] = chart.over(measures)
    return found


def coalitions(selection: Selection, theme: Theme, sections: Sequence[str] = COALITION) -> Figures:
    """What the coalition holds and what changes in it by hand, in the sections asked for: all of them for an export."""
    group, found = selection.group(offer()), dict[str, Chart | None]()
    for section in sections if selection.coalitions else ():
        answer = answered(section, selection)
        listed = answer.to_pylist()
        made: dict[str, Chart | None] = {}
        for stage in ("mine", "refining"):
            if section == "first":
                made[f"change_{stage}"] = coalition.change(listed, stage, group, theme)
            elif section == "shares":
                made["shares"] = made.get("shares") or holdings.shares(listed, group, theme)
                made[f"gaps_{stage}"] = holdings.gaps(listed, stage, group, theme)
            elif section == "concentration":
                made[f"hhi_{stage}"] = holdings.concentration(listed, stage, group, theme)
            elif section == "two" and len(selection.coalitions) > 1:
                first, second = (one.group(offer()) for one in coalition.pair(selection))
                made[f"two_{stage}"] = holdings.side_by_side(listed, stage, first, second, theme)
        if section == "outside":
            made["dependence"] = holdings.dependence(listed, rows("benchmark", selection), selection, group, theme)
        elif section == "candidates":
            made["candidates"] = coalition.candidates(listed, group, selection, theme)
        elif section == "members":
            made = {f"joining_{one}": membership.joining(listed, one, selection.as_of, theme) for one in selection.coalitions}
        if section == "first" and not any(made.values()):
            alone = replace(selection, countries=())
            found |= _held(alone, rows("overview", alone), theme)
        found |= {key: chart and chart.over(answer) for key, chart in made.items()}
    return {key: chart for key, chart in found.items() if chart}


def answered(section: str, selection: Selection) -> pa.Table:
    """The answer behind a section of the page of coalitions."""
    if section == "outside":
        return ask("dependence", selection)
    if section == "candidates":
        return ask("candidates", selection)
    if section == "members":
        return ask("memberships", selection)
    if section == "two":
        first, second = coalition.pair(selection)
        return ask("side_by_side", selection, first=members(first), second=members(second) if second.coalitions else [])
    return ask("what_if", selection)


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


def countries(selection: Selection, theme: Theme) -> Figures:
    """Of the last country chosen: its shares, the evidence, its trade and its memberships; of none: who has most."""
    code, own = country.chosen(selection), country.alone(selection)
    if not code:
        overview = chosen(selection)
        if len({row["mineral_id"] for row in overview}) == 1:
            return _producers(selection, {row["stage"]: row for row in overview}, country.SHOWN, theme)
        answer = ask("standing", selection)
        made = {stage: country.standing(answer.to_pylist(), stage, selection, theme) for stage in country.SHOWN}
        return {f"standing_{stage}": chart.over(answer) for stage, chart in made.items() if chart}
    held, known, belongs = (ask("holdings", own, country=code), ask("evidence", own, country=code), ask("belongs", country=code))
    overview = chosen(own)
    if len({row["mineral_id"] for row in overview}) == 1:
        found = _producers(own, {row["stage"]: row for row in overview}, country.SHOWN, theme)
    else:
        of_stage = {stage: country.brings(held.to_pylist(), stage, own, theme) for stage in country.SHOWN}
        found = {f"brings_{stage}": chart.over(held) for stage, chart in of_stage.items() if chart}
    if chart := country.evidence(known.to_pylist(), rows("claims", country=code), code, theme):
        found["evidence"] = chart.over(known)
    for key, goods, side in (("buyers", "sold", "export"), ("suppliers", "bought", "import")):
        ours = replace(own, side=side)
        left, others, sorts = rows("not_drawn", ours)[0], ask("partners", ours), ask("goods", ours)
        if chart := country.partners(others.to_pylist(), left, ours, theme):
            found[key] = chart.over(others)
        if chart := country.goods(sorts.to_pylist(), left, ours, theme):
            found[goods] = chart.over(sorts)
    if chart := country.memberships(belongs.to_pylist(), code, own, theme):
        found["memberships"] = chart.over(belongs)
    return found


PAGES: Mapping[str, Callable[[Selection, Theme], Figures]] = {
    "atlas": atlas,
    "minerals": minerals,
    "countries": countries,
    "coalitions": coalitions,
    "trade_routes": trade_routes,
}
"""The figures of each page by the name of its file."""


def side_by_side(shown: Figures, keys: Sequence[str], clicked: Callable[[str], None] | None = None) -> None:
    """Draw those of the figures that there are, in columns of one width."""
    found = [key for key in keys if key in shown]
    for panel, key in zip(st.columns(len(found), gap="large") if found else (), found, strict=True):
        with panel:
            show(shown[key], key, clicked)


def show(chart: Chart, key: str, clicked: Callable[[str], None] | None = None) -> None:
    """Draw a figure: title and menu, the chart, its source line; a click on a mark calls `clicked` with the mark's key."""

    def pick() -> None:
        points = st.session_state[key]["selection"]["points"]
        if clicked and points and points[0].get("customdata"):
            clicked(str(points[0]["customdata"]))

    options = {"displayModeBar": False, "scrollZoom": False}
    with framed(chart, key):
        if clicked:
            st.plotly_chart(
                chart.plot, key=key, on_select=pick, selection_mode="points", config=options, alt=chart.alt, theme=None
            )
        else:
            st.plotly_chart(chart.plot, key=key, config=options, alt=chart.alt, theme=None)


@contextmanager
def framed(chart: Chart, key: str) -> Iterator[None]:
    """The frame of a figure: title and menu, then what is drawn in it, then its source line."""
    with st.container(key=f"figure_{key}"):
        st.markdown(f"**{filters.escaped(chart.title)}**")
        menu(lambda: chart, key)
        yield
        st.caption(filters.escaped(chart.source))


def citation(chart: Chart) -> str:
    """How to cite a figure: what it shows, where from, which data, and the address that shows it again."""
    return f"{chart.title}. {workbook.stamp()}. {say('From')}: {chart.source} {st.context.url or ''}".strip()


@st.fragment
def menu(made: Callable[[], Chart], key: str) -> None:
    """What a reader takes from a figure: files, a scene, its rows as a table, the query behind it, a citation to copy.

    The figure is made when the menu is opened.
    """
    opened = st.popover(say("Data"), type="tertiary", key=f"menu_{key}", on_change="rerun")
    if not opened.open:
        return
    chart = made()
    name = f"{key}-{filters.current().file_name}"
    with opened:
        with st.container(horizontal=True, gap="small", key=f"take_{key}"):
            take(chart, name, look.theme())
            if st.session_state["page"][0] in PAGES and st.button(
                say("Add to briefing"), key=f"add_{key}", on_click=desk.add, args=((key,),), kwargs={"title": chart.title}
            ):
                st.rerun()
        if chart.answer is not None:
            twin.rows_of(chart.answer, name, height=220)
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
