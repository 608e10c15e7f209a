"""The sea lanes of the `searoute` package: its whole graph of points joined by edges."""

from __future__ import annotations

import pandas as pd
from searoute.data import marnet_dict

from data.readers import BadFile

SOURCE_ID = "searoute"
NODES, EDGES = 9708, 15970


def edges() -> pd.DataFrame:
    """Every edge once: `lon_a`, `lat_a`, `lon_b`, `lat_b` in degrees as the package has them (east of 180 too).

    The package's own passage names are not taken: they cover only some of the edges of a strait, and more sea than
    the strait. Raises BadFile when the graph is not the one of version 1.6.0. Source: searoute 1.6.0 (Apache 2.0).
    """
    found = sorted({tuple(sorted((one, other))) for one, others in marnet_dict.edge_list.items() for other in others})
    if (len(marnet_dict.node_list), len(found)) != (NODES, EDGES):
        raise BadFile(
            f"searoute: {len(marnet_dict.node_list)} nodes and {len(found)} edges, not {NODES} and {EDGES}: "
            "install the version named in requirements.txt."
        )
    return pd.DataFrame([(*one, *other) for one, other in found], columns=["lon_a", "lat_a", "lon_b", "lat_b"])
