"""Times of routing, rerouting and drawing on the real network: `python -m tests.geo.bench`; nothing is asserted."""

from statistics import median
from time import perf_counter

import pandas

from data.network import network
from geo.network import Network

CLOSED = [
    ["suez_canal"],
    ["bab_el_mandeb"],
    ["strait_of_malacca"],
    ["panama_canal"],
    ["strait_of_hormuz"],
    ["taiwan_strait"],
    ["northern_russia"],
    ["trans_caspian"],
    ["suez_canal", "bab_el_mandeb"],
    ["suez_canal", "panama_canal", "strait_of_malacca", "gibraltar"],
]
RUNS = 5


def main() -> None:
    """Print milliseconds, the median of five runs each."""
    graph = network()
    start = perf_counter()
    fresh = Network(graph.lanes, graph.gateways)
    made = perf_counter()
    fresh.ways()
    print(f"graph {1000 * (made - start):.0f} ms, all usual ways {1000 * (perf_counter() - made):.0f} ms")
    for closed in CLOSED:
        times = []
        for _ in range(RUNS):
            fresh._remembered = type(fresh._remembered)({frozenset(): fresh.ways()})
            start = perf_counter()
            table = fresh.reroute(closed)
            times.append(perf_counter() - start)
        changed, cut = int(table["changed"].sum()) // 2, int(table["cut_off"].sum()) // 2
        print(f"{' + '.join(closed):<60} {1000 * median(times):>5.0f} ms, {changed:>6,} pairs changed, {cut} cut off")
    pairs = fresh.ways().pairs
    amounts = pandas.DataFrame({"exporter": pairs["exporter"], "importer": pairs["importer"], "amount": 1.0})
    for count in (500, 4000, len(amounts)):
        some = amounts.sample(count, random_state=1)
        fresh.drawn(some)
        start = perf_counter()
        drawn = fresh.drawn(some)
        segments = int(drawn["path"].map(len).sum()) - len(drawn)
        print(
            f"drawn, {count:>6,} pairs: {1000 * (perf_counter() - start):>5.0f} ms, {len(drawn):,} paths, {segments:,} segments"
        )


if __name__ == "__main__":
    main()
