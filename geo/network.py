"""The world's lanes as a graph: the usual way between any two countries, the ways left when a passage closes, what to draw."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.lanes import on_great_circle

KNOTS = 12.0
KM_PER_DAY = {
    "sea": KNOTS * 1.852 * 24,
    "inland_water": 12.0 * 24,
    "rail": 25.0 * 24,
    "road": 30.0 * 24,
    "pipeline": 5.0 * 24,
}
"""Stated speeds: 12 knots at sea; on land 25 km/h by rail, 30 by road, 12 by river, stops included; no time in port."""

NOT_USUAL = frozenset({"northwest_passage", "northern_sea_route"})
"""Passages under ice for most of the year: no usual way takes them, open or closed elsewhere."""

REMEMBERED = 64
STEP_KM = 500.0
KM_PER_DEGREE = 111.2
TOLERANCE = 0.15

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Names = tuple[str, ...]


@dataclass(frozen=True)
class _Steps:
    """The lanes of some pairs of countries, in order: pair k has `lane[start[k]:start[k + 1]]`."""

    pair: Ints
    start: Ints
    lane: Ints
    forward: NDArray[np.bool_]


@dataclass(frozen=True)
class Ways:
    """The way between each pair of countries with some passages and corridors closed.

    `pairs` has one row per pair, `exporter` before `importer` in order of code (a way is the same in both directions):
    `from_gateway`, `to_gateway` (None where cut off), `length_km`, `effort_km`, `days` (NaN where cut off),
    `passage_ids`, `corridor_ids` (tuples, in order from the exporter).
    """

    closed: frozenset[str]
    pairs: pandas.DataFrame
    steps: tuple[_Steps, ...]

    def lane_rows(self) -> list[Ints]:
        """For each row of `pairs`, the row numbers of its lanes in order from the exporter; empty where cut off."""
        found: list[Ints] = [np.empty(0, dtype=np.int64)] * len(self.pairs)
        for part in self.steps:
            for number, start, stop in zip(part.pair, part.start[:-1], part.start[1:], strict=True):
                found[number] = part.lane[start:stop]
        return found


class Network:
    """Lanes and gateways as a graph that finds the ways of all pairs of countries at once.

    `lanes` has `lane_id`, `from_node`, `to_node`, `mode`, `length_km`, `effort_km`, `passage_id`, `corridor_id`, `path`
    (a list of [lon, lat]); `gateways` has `gateway_id`, `iso3`, `kind`, `node_id`. A lane goes both ways. The usual way between
    two countries is the one of least effort between any gateways of the two, but an inland gateway of a country that has
    ports serves only ways wholly over land. Raises ValueError for a gateway that no lane reaches, or a lane without
    length.
    """

    def __init__(self, lanes: pandas.DataFrame, gateways: pandas.DataFrame) -> None:
        self.lanes = lanes.reset_index(drop=True)
        self.gateways = gateways.sort_values("gateway_id").reset_index(drop=True)
        names = sorted({*self.lanes["from_node"], *self.lanes["to_node"]})
        number = {name: at for at, name in enumerate(names)}
        if lost := sorted(set(self.gateways["node_id"]) - set(names)):
            raise ValueError(f"gateways that no lane reaches: {lost}")
        if (~(self.lanes["length_km"] > 0)).any():
            raise ValueError(f"lanes without length: {self.lanes.loc[~(self.lanes['length_km'] > 0), 'lane_id'].tolist()[:5]}")
        self.countries: list[str] = sorted(set(self.gateways["iso3"]))
        place = {iso3: at for at, iso3 in enumerate(self.countries)}
        country = np.array([place[iso3] for iso3 in self.gateways["iso3"]], dtype=np.int64)
        gate = np.array([number[node] for node in self.gateways["node_id"]], dtype=np.int64)
        self._gateway_at = {(int(c), int(n)): name for c, n, name in zip(country, gate, self.gateways["gateway_id"], strict=True)}
        port = self.gateways["kind"].to_numpy() == "port"
        coastal = np.isin(country, country[port])
        ends = np.array([[number[a], number[b]] for a, b in zip(self.lanes["from_node"], self.lanes["to_node"], strict=True)])
        ends = ends.reshape(-1, 2).astype(np.int64)
        rows = np.arange(len(self.lanes))
        overland = rows[self.lanes["mode"].to_numpy() != "sea"]
        # Nodes, then those on land once more for ways wholly over land, then each country's source, then its sink.
        on_land = np.unique(np.concatenate([ends[overland].ravel(), gate]))
        again = np.full(len(names), -1)
        again[on_land] = len(names) + np.arange(len(on_land))
        self._node = np.concatenate([np.arange(len(names)), on_land])
        self._nodes = len(self._node)
        self._size = self._nodes + 2 * len(self.countries)
        tail = np.concatenate([ends[:, 0], again[ends[overland, 0]]])
        head = np.concatenate([ends[:, 1], again[ends[overland, 1]]])
        doors = np.concatenate([gate[port | ~coastal], again[gate]])
        owner = np.concatenate([country[port | ~coastal], country])
        lane = np.concatenate([rows, overland])
        effort = self.lanes["effort_km"].to_numpy(dtype=float)[lane]
        none, ahead = np.full(2 * len(doors), -1), np.ones(len(lane), dtype=bool)
        tail, head = (
            np.concatenate([tail, head, self._source(owner), doors]),
            np.concatenate([head, tail, doors, self._sink(owner)]),
        )
        weight = np.concatenate([effort, effort, np.full(len(none), 1e-6)])
        key = tail * self._size + head
        order = np.lexsort((weight, key))
        self._key, self._weight = key[order], weight[order]
        self._lane = np.concatenate([lane, lane, none])[order]
        self._forward = np.concatenate([ahead, ~ahead, none < 0])[order]
        self._tail, self._head = tail[order], head[order]
        first, second = np.triu_indices(len(self.countries), 1)
        self._first, self._second = first.astype(np.int64), second.astype(np.int64)
        self._length = np.append(self.lanes["length_km"].to_numpy(dtype=float), 0.0)
        speed = self.lanes["mode"].map(KM_PER_DAY).to_numpy(dtype=float)
        self._days = self._length[:-1] / speed
        self._labels, self._label = _labelled(self.lanes)
        self._remembered: OrderedDict[frozenset[str], Ways] = OrderedDict()
        self._lock = Lock()

    def _source(self, country: Ints) -> Ints:
        return np.asarray(self._nodes + country)

    def _sink(self, country: Ints) -> Ints:
        return np.asarray(self._nodes + len(self.countries) + country)

    @cached_property
    def passages(self) -> frozenset[str]:
        """The passages that lanes lie in, those under ice included."""
        return frozenset(self.lanes["passage_id"].dropna())

    @cached_property
    def corridors(self) -> frozenset[str]:
        """The corridors that lanes belong to."""
        return frozenset(self.lanes["corridor_id"].dropna())

    def ways(self, closed: Iterable[str] = ()) -> Ways:
        """The way of every pair of countries when the passages and corridors named are closed; remembered.

        Only pairs whose usual way goes through what is closed are routed again. Raises KeyError, in words, for a name that
        is neither a passage nor a corridor of the lanes.
        """
        shut = frozenset(closed)
        if unknown := sorted(shut - self.passages - self.corridors):
            raise KeyError(f"no lane lies in a passage or corridor called {', '.join(unknown)}")
        with self._lock:
            if shut in self._remembered:
                self._remembered.move_to_end(shut)
                return self._remembered[shut]
        found = self._rerouted(shut) if shut else self._routed(shut, np.arange(len(self._first)))
        with self._lock:
            self._remembered[shut] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found

    def reroute(self, closed: Iterable[str]) -> pandas.DataFrame:
        """What closing the passages and corridors named does to every pair that has a usual way, both directions.

        One row per exporter and importer: `length_km`, `days`, `passage_ids`, `corridor_ids` of the usual way;
        `new_length_km`, `new_days`, `new_passage_ids`, `new_corridor_ids` of the way left; `extra_km`, `extra_days`;
        `changed` (the way goes another way, or nowhere) and `cut_off` (no way is left: the new columns are NaN or empty). A
        new way can be shorter in km, never in effort. Days are at the stated speeds. Raises KeyError as `ways` does.
        """
        usual, left = self.ways().pairs, self.ways(closed).pairs
        has = usual["from_gateway"].notna().to_numpy()
        half = pandas.DataFrame(
            {
                "exporter": usual["exporter"],
                "importer": usual["importer"],
                "length_km": usual["length_km"],
                "days": usual["days"],
                "new_length_km": left["length_km"],
                "new_days": left["days"],
                "extra_km": left["length_km"] - usual["length_km"],
                "extra_days": left["days"] - usual["days"],
                "changed": (left["effort_km"] - usual["effort_km"]).abs().fillna(1.0).to_numpy() > 1e-6,
                "cut_off": left["from_gateway"].isna(),
                "passage_ids": usual["passage_ids"],
                "corridor_ids": usual["corridor_ids"],
                "new_passage_ids": left["passage_ids"],
                "new_corridor_ids": left["corridor_ids"],
            }
        )[has]
        return _both_directions(half)

    def routes(self, closed: Iterable[str] = ()) -> pandas.DataFrame:
        """One row per exporter and importer that have a way, both directions, in order of code.

        Columns `exporter`, `importer`, `from_gateway`, `to_gateway`, `lane_ids` (lists, in order), `length_km`, `days`,
        `passage_ids`, `corridor_ids`.
        """
        found = self.ways(closed)
        ids = self.lanes["lane_id"].to_numpy()
        lanes = np.empty(len(found.pairs), dtype=object)
        lanes[:] = [tuple(ids[rows].tolist()) for rows in found.lane_rows()]
        columns = ["exporter", "importer", "from_gateway", "to_gateway", "length_km", "days", "passage_ids", "corridor_ids"]
        half = found.pairs[columns].assign(lane_ids=lanes)[found.pairs["from_gateway"].notna()]
        return _both_directions(half).sort_values(["exporter", "importer"], ignore_index=True)

    def unreachable(self) -> pandas.DataFrame:
        """Pairs of countries with gateways but without any usual way: `exporter`, `importer`, one row per pair."""
        pairs = self.ways().pairs
        return pairs.loc[pairs["from_gateway"].isna(), ["exporter", "importer"]].reset_index(drop=True)

    def flows(self, amounts: pandas.DataFrame, closed: Iterable[str] = ()) -> pandas.DataFrame:
        """What passes each lane: `lane` (row number), `forward`, `backward` (along its path, against it), lanes in use only.

        `amounts` has `exporter`, `importer`, `amount` in any unit; amounts of one pair add up. Pairs without a way, and trade of
        a country with itself, are left out.
        """
        found = self.ways(closed)
        place = {iso3: at for at, iso3 in enumerate(self.countries)}
        known = amounts[amounts["exporter"].isin(self.countries) & amounts["importer"].isin(self.countries)]
        a = known["exporter"].map(place).to_numpy(dtype=np.int64)
        b = known["importer"].map(place).to_numpy(dtype=np.int64)
        amount = known["amount"].to_numpy(dtype=float)
        keep = (a != b) & np.isfinite(amount)
        a, b, amount = a[keep], b[keep], amount[keep]
        size = len(self.countries)
        low, high = np.minimum(a, b), np.maximum(a, b)
        pair = low * size - low * (low + 1) // 2 + high - low - 1
        total = len(self._first)
        out = np.bincount(pair[a < b], amount[a < b], total)
        back = np.bincount(pair[a > b], amount[a > b], total)
        ahead, against = np.zeros(len(self.lanes)), np.zeros(len(self.lanes))
        for part in found.steps:
            runs = np.diff(part.start)
            there, here = np.repeat(out[part.pair], runs), np.repeat(back[part.pair], runs)
            ahead += np.bincount(part.lane, np.where(part.forward, there, here), len(self.lanes))
            against += np.bincount(part.lane, np.where(part.forward, here, there), len(self.lanes))
        used = np.flatnonzero((ahead > 0) | (against > 0))
        return pandas.DataFrame({"lane": used, "forward": ahead[used], "backward": against[used]})

    def drawn(
        self, amounts: pandas.DataFrame, closed: Iterable[str] = (), tolerance: float = TOLERANCE, least: float = 0.0
    ) -> pandas.DataFrame:
        """The lanes in use as paths for a map, lanes of equal flow joined.

        One row per path: `path` (list of [lon, lat] in degrees, ocean stretches along great circles, simplified to
        `tolerance` degrees, cut at 180 degrees), `forward`, `backward`, `amount` (their sum, in the unit given),
        `mode`, `lane_ids`, `passage_ids`, `corridor_ids` (lists). A path runs the way the larger amount goes. Paths of less
        than `least` are left out. `amounts` and `closed` as in `flows`.
        """
        flows = self.flows(amounts, closed)
        flows = flows[flows["forward"] + flows["backward"] >= max(least, 1e-12)]
        ids, modes = self.lanes["lane_id"].to_numpy(), self.lanes["mode"].to_numpy()
        rows, lines = [], []
        for chain, forward, backward in _chains(self.lanes, flows):
            if backward > forward:
                chain, forward, backward = [(lane, not ahead) for lane, ahead in reversed(chain)], backward, forward
            lines.append(_strung([self._bent[lane] if ahead else self._bent[lane][::-1] for lane, ahead in chain]))
            names = [self._labels[self._label[lane]] for lane, _ in chain]
            rows.append(
                {
                    "forward": forward,
                    "backward": backward,
                    "amount": forward + backward,
                    "mode": str(modes[chain[0][0]]),
                    "lane_ids": [int(ids[lane]) for lane, _ in chain],
                    "passage_ids": list(dict.fromkeys(passage for passage, _ in names if passage)),
                    "corridor_ids": list(dict.fromkeys(corridor for _, corridor in names if corridor)),
                }
            )
        paths = _simplified(lines, tolerance) if lines else []
        found = [row | {"path": path} for row, parts in zip(rows, paths, strict=True) for path in parts]
        columns = ["path", "forward", "backward", "amount", "mode", "lane_ids", "passage_ids", "corridor_ids"]
        return pandas.DataFrame(found, columns=columns)

    @cached_property
    def _bent(self) -> list[Floats]:
        return [_along_great_circles(path) for path in self.lanes["path"]]

    # --- finding ways ------------------------------------------------------------------------------------------

    def _rerouted(self, shut: frozenset[str]) -> Ways:
        usual = self.ways()
        hit = np.array([bool(shut & set(label)) for label in self._labels], dtype=bool)[self._label[:-1]]
        touched = np.zeros(len(self._first), dtype=bool)
        for part in usual.steps:
            passes = hit[part.lane]
            touched[part.pair[np.flatnonzero(np.add.reduceat(passes, part.start[:-1]))]] = True
        fresh = self._routed(shut, np.flatnonzero(touched))
        pairs = usual.pairs.copy()
        for name in pairs.columns:
            column = pairs[name].to_numpy(copy=True)
            column[touched] = fresh.pairs[name].to_numpy()
            pairs[name] = column
        kept = tuple(_without(part, touched) for part in usual.steps)
        return Ways(shut, pairs, (*kept, *fresh.steps))

    def _routed(self, shut: frozenset[str], wanted: Ints) -> Ways:
        """The ways of the pairs `wanted` (numbers), each run starting from the side with fewer countries."""
        allowed = self._allowed(shut)
        key, lane, forward = self._key[allowed], self._lane[allowed], self._forward[allowed]
        graph = csr_matrix((self._weight[allowed], (self._tail[allowed], self._head[allowed])), shape=(self._size, self._size))
        origin = _cover(self._first[wanted], self._second[wanted], len(self.countries))
        swap = ~origin[self._first[wanted]]
        start = np.where(swap, self._second[wanted], self._first[wanted])
        stop = np.where(swap, self._first[wanted], self._second[wanted])
        runs = np.flatnonzero(origin)
        run = np.searchsorted(runs, start)
        if len(wanted):
            effort, before = dijkstra(graph, directed=True, indices=self._source(runs), return_predecessors=True)
            cost = effort[run, self._sink(stop)]
        else:
            before, cost = np.empty((0, 0), dtype=np.int32), np.empty(0)
        reached = np.flatnonzero(np.isfinite(cost))
        from_node, to_node, steps = self._walked(before, run, stop, reached, swap, key, lane, forward)
        return self._described(shut, wanted, cost, reached, from_node, to_node, steps)

    def _allowed(self, shut: frozenset[str]) -> Ints:
        barred = np.array([bool((shut | NOT_USUAL) & set(label)) for label in self._labels], dtype=bool)[self._label]
        open_arcs = np.flatnonzero(~barred[self._lane])
        # Arcs lie in order of ends, then weight: of several lanes between two nodes the first is the best.
        first = np.ones(len(open_arcs), dtype=bool)
        first[1:] = self._key[open_arcs][1:] != self._key[open_arcs][:-1]
        return np.asarray(open_arcs[first])

    def _walked(
        self,
        before: NDArray[np.int32],
        run: Ints,
        stop: Ints,
        reached: Ints,
        swap: NDArray[np.bool_],
        key: Ints,
        lane: Ints,
        forward: NDArray[np.bool_],
    ) -> tuple[Ints, Ints, _Steps]:
        """Walk all reached pairs back from their ends at once: the gateways at both ends and the lanes between."""
        active = np.arange(len(reached))
        at = before[run[reached], self._sink(stop[reached])].astype(np.int64)
        far, near = at.copy(), at.copy()
        pairs, lanes, aheads = [], [], []
        while len(active):
            previous = before[run[reached[active]], at].astype(np.int64)
            going = previous < self._nodes
            near[active[~going]] = at[~going]
            active, at, previous = active[going], at[going], previous[going]
            arc = np.searchsorted(key, previous * self._size + at)
            pairs.append(active)
            lanes.append(lane[arc])
            aheads.append(forward[arc])
            at = previous
        empty = np.empty(0, dtype=np.int64)
        pair, walked = np.concatenate([empty, *pairs]), np.concatenate([empty, *lanes])
        ahead = np.concatenate([np.empty(0, dtype=bool), *aheads])
        step = np.repeat(np.arange(len(pairs)), [len(part) for part in pairs])
        runs = np.bincount(pair, minlength=len(reached))
        start = np.concatenate([[0], np.cumsum(runs)])
        turned = swap[reached]
        # The walk goes from the far end back; a pair that was started from its second country is in order already.
        place = start[pair] + np.where(turned[pair], step, runs[pair] - 1 - step)
        lanes_in_order, ahead_in_order = np.empty_like(walked), np.empty_like(ahead)
        lanes_in_order[place], ahead_in_order[place] = walked, ahead ^ turned[pair]
        steps = _Steps(reached, start, lanes_in_order, ahead_in_order)
        return np.where(turned, far, near), np.where(turned, near, far), steps

    def _described(
        self, shut: frozenset[str], wanted: Ints, cost: Floats, reached: Ints, from_node: Ints, to_node: Ints, steps: _Steps
    ) -> Ways:
        total = len(wanted)
        owner = np.repeat(np.arange(len(reached)), np.diff(steps.start))
        length, days = np.full(total, np.nan), np.full(total, np.nan)
        length[reached] = np.bincount(owner, self._length[steps.lane], len(reached))
        days[reached] = np.bincount(owner, self._days[steps.lane], len(reached))
        gates = np.full((2, total), None, dtype=object)
        for side, nodes, country in ((0, from_node, self._first), (1, to_node, self._second)):
            at = country[wanted[reached]]
            gates[side, reached] = [self._gateway_at[pair] for pair in zip(at.tolist(), self._node[nodes].tolist(), strict=True)]
        named = self._label[steps.lane] > 0
        passages, corridors = self._names_of(owner[named], self._label[steps.lane[named]], reached, total)
        codes = np.array(self.countries, dtype=object)
        pairs = pandas.DataFrame(
            {
                "exporter": codes[self._first[wanted]],
                "importer": codes[self._second[wanted]],
                "from_gateway": gates[0],
                "to_gateway": gates[1],
                "length_km": np.round(length, 2),
                "effort_km": np.round(cost, 2),
                "days": days,
                "passage_ids": passages,
                "corridor_ids": corridors,
            }
        )
        pairs["effort_km"] = pairs["effort_km"].where(np.isfinite(cost))
        return Ways(shut, pairs, (_Steps(wanted[steps.pair], steps.start, steps.lane, steps.forward),))

    def _names_of(self, owner: Ints, label: Ints, reached: Ints, total: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Passages and corridors of each pair, in order, each once, as tuples."""
        passages, corridors = np.empty(total, dtype=object), np.empty(total, dtype=object)
        passages[:], corridors[:] = [()] * total, [()] * total
        if len(owner):
            first = np.ones(len(owner), dtype=bool)
            first[1:] = (owner[1:] != owner[:-1]) | (label[1:] != label[:-1])
            owner, label = owner[first], label[first]
            cuts = np.concatenate([[0], np.flatnonzero(np.diff(owner)) + 1, [len(owner)]]).tolist()
            seen: dict[bytes, tuple[Names, Names]] = {}
            for begin, end in pairwise(cuts):
                pair, labels = owner[begin], label[begin:end]
                mark = labels.tobytes()
                if mark not in seen:
                    names = [self._labels[at] for at in labels]
                    seen[mark] = (
                        tuple(dict.fromkeys(passage for passage, _ in names if passage)),
                        tuple(dict.fromkeys(corridor for _, corridor in names if corridor)),
                    )
                passages[reached[pair]], corridors[reached[pair]] = seen[mark]
        return passages, corridors


def _labelled(lanes: pandas.DataFrame) -> tuple[list[tuple[str, str]], Ints]:
    """Each pair of passage and corridor that occurs ('' for none; the first has neither), and each lane's; last, of no lane."""
    pairs = list(zip(lanes["passage_id"].fillna(""), lanes["corridor_id"].fillna(""), strict=True))
    labels = [("", ""), *sorted(set(pairs) - {("", "")})]
    number = {label: at for at, label in enumerate(labels)}
    return labels, np.array([*(number[pair] for pair in pairs), 0], dtype=np.int64)


def _cover(first: Ints, second: Ints, size: int) -> NDArray[np.bool_]:
    """Countries such that every pair has one of them, few rather than many: the busiest, again and again."""
    left = np.zeros((size, size), dtype=bool)
    left[first, second] = left[second, first] = True
    chosen = np.zeros(size, dtype=bool)
    while left.any():
        busiest = int(left.sum(axis=0).argmax())
        chosen[busiest] = True
        left[busiest, :] = left[:, busiest] = False
    return chosen


def _without(part: _Steps, gone: NDArray[np.bool_]) -> _Steps:
    stays = ~gone[part.pair]
    runs = np.diff(part.start)
    kept = np.repeat(stays, runs)
    start = np.concatenate([[0], np.cumsum(runs[stays])])
    return _Steps(part.pair[stays], start, part.lane[kept], part.forward[kept])


def _both_directions(half: pandas.DataFrame) -> pandas.DataFrame:
    """Rows of pairs, then the same the other way round: ends exchanged, lists reversed."""
    ends = {"exporter": "importer", "importer": "exporter", "from_gateway": "to_gateway", "to_gateway": "from_gateway"}
    back = half.rename(columns=ends)[half.columns]
    turned: dict[int, Names] = {}
    for name in back.columns:
        if name.endswith("_ids"):
            column = np.empty(len(back), dtype=object)
            column[:] = [turned.setdefault(id(value), value[::-1]) for value in back[name]]
            back[name] = column
    return pandas.concat([half, back], ignore_index=True)


# --- drawing -------------------------------------------------------------------------------------------------


def _chains(lanes: pandas.DataFrame, flows: pandas.DataFrame) -> list[tuple[list[tuple[int, bool]], float, float]]:
    """Lanes in use joined where two of one mode and equal flow meet and no third does.

    Each chain: its lanes in order with the direction each is gone along, then what goes along the chain and against it.
    """
    used: list[int] = flows["lane"].tolist()
    tail = dict(zip(used, lanes["from_node"].to_numpy()[used], strict=True))
    head = dict(zip(used, lanes["to_node"].to_numpy()[used], strict=True))
    mode = lanes["mode"].to_numpy()
    ahead = dict(zip(used, flows["forward"].tolist(), strict=True))
    against = dict(zip(used, flows["backward"].tolist(), strict=True))
    at: dict[str, list[int]] = defaultdict(list)
    for lane in used:
        at[tail[lane]].append(lane)
        at[head[lane]].append(lane)

    def after(lane: int, forward: bool) -> tuple[int, bool] | None:
        node = head[lane] if forward else tail[lane]
        if len(at[node]) != 2:
            return None
        other = at[node][0] if at[node][1] == lane else at[node][1]
        onward = tail[other] == node
        mine = (ahead[lane], against[lane]) if forward else (against[lane], ahead[lane])
        theirs = (ahead[other], against[other]) if onward else (against[other], ahead[other])
        same = mode[lane] == mode[other] and all(abs(a - b) <= 1e-6 * max(a, b) for a, b in zip(mine, theirs, strict=True))
        return (other, onward) if same and other != lane else None

    done: set[int] = set()
    chains = []
    for lane in used:
        if lane in done:
            continue
        done.add(lane)
        chain = [(lane, True)]
        for _ in range(2):
            while (step := after(*chain[-1])) and step[0] not in done:
                done.add(step[0])
                chain.append(step)
            chain = [(one, not forward) for one, forward in reversed(chain)]
        first, forward = chain[0]
        flow = (ahead[first], against[first]) if forward else (against[first], ahead[first])
        chains.append((chain, float(flow[0]), float(flow[1])))
    return chains


def _along_great_circles(path: Any) -> Floats:
    """A path with points added along great circles where it strides over more than 500 km; longitudes run on past 180."""
    points = [(float(path[0][0]), float(path[0][1]))]
    for lon, lat in path[1:]:
        a, b = points[-1], (float(lon), float(lat))
        across = abs((b[0] - a[0] + 180) % 360 - 180) * np.cos(np.radians((a[1] + b[1]) / 2))
        pieces = int(np.hypot(across, b[1] - a[1]) * KM_PER_DEGREE // STEP_KM) + 1
        points += [on_great_circle(a, b, step / pieces) for step in range(1, pieces)] + [b]
    return _steady(np.array(points))


def _steady(points: Floats) -> Floats:
    """The same points with longitudes that never leap by more than 180 degrees."""
    if np.abs(np.diff(points[:, 0])).max() <= 180:
        return points
    return np.column_stack([np.unwrap(points[:, 0], period=360.0), points[:, 1]])


def _strung(parts: list[Floats]) -> Floats:
    """Paths that follow one another as one."""
    return _steady(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]) if len(parts) > 1 else parts[0])


def _simplified(lines: list[Floats], tolerance: float) -> list[list[list[list[float]]]]:
    """Each line as paths of points simplified to `tolerance` degrees, cut at 180 degrees, rounded to 0.01 degree."""
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    simple: Any = shapely.simplify(shapely.linestrings(np.concatenate(lines), indices=owner), tolerance)
    bounds = shapely.bounds(simple)
    within = (bounds[:, 0] >= -180) & (bounds[:, 2] <= 180)
    coordinates, owner = shapely.get_coordinates(simple, return_index=True)
    points = (np.round(coordinates, 2) + 0.0).tolist()
    edges = np.searchsorted(owner, np.arange(len(lines) + 1)).tolist()
    return [
        [points[start:stop]] if whole else _cut_at_180(line)
        for whole, line, (start, stop) in zip(within.tolist(), simple, pairwise(edges), strict=True)
    ]


def _cut_at_180(line: shapely.LineString) -> list[list[list[float]]]:
    """A line as paths within -180 and 180 degrees, rounded to 0.01 degree."""
    west, _, east, _ = line.bounds
    found = []
    for turn in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        window = shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
        inside = line if west - 360 * turn >= -180 and east - 360 * turn <= 180 else line.intersection(window)
        for part in getattr(inside, "geoms", [inside]):
            if part.geom_type == "LineString" and part.length > 0:
                points = np.round(shapely.get_coordinates(part) - (360.0 * turn, 0.0), 2) + 0.0
                found.append([[float(x), float(y)] for x, y in points])
    return found
