"""The customs codes of the atlas's minerals, from the lists compiled for it and the Harmonized System's own words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.fields import CUSTOMS_STAGE
from data.readers import BadFile

SOURCE_ID = "harmonized_system"
COLUMNS = (
    "hs", "hs_level", "revision", "description", "mineral_id", "customs_stage", "stage", "specificity", "note", "source_id",
)  # fmt: skip
EVER = "HS2002-HS2022"

MINERALS: dict[str, tuple[str, ...]] = {
    "Aluminium": ("aluminum",),
    "Cesium-Rubidium": ("cesium", "rubidium", "lithium"),
    "Coking coal": ("metallurgical_coal",),
    "Niobium-Tantalum-Vanadium": ("niobium", "tantalum", "vanadium"),
    "PGM": ("platinum_group",),
    "Rare earths": ("rare_earths",),
    "Tellurium-Boron basket": ("tellurium", "boron"),
    # no mineral of the atlas
    "Gold": (),
    "Thorium": (),
}
"""The list's word -> our minerals, where it is not simply our name."""

CODE_MINERALS: dict[str, tuple[str, ...]] = {
    "280530": ("rare_earths", "scandium"),
    "282560": ("germanium", "zirconium"),
    "282590": ("tungsten", "niobium", "tantalum"),
    "284190": ("cobalt", "lithium", "rhenium"),
    "284290": ("lithium",),
    "284690": ("rare_earths", "scandium"),
    "284990": ("tungsten", "titanium"),
    "285390": ("nickel", "cobalt", "manganese"),
    "711011": ("platinum",),
    "711019": ("platinum",),
    "711021": ("palladium",),
    "711029": ("palladium",),
    "711031": ("rhodium",),
    "711039": ("rhodium",),
    "711041": ("iridium", "ruthenium"),
    "711049": ("iridium", "ruthenium"),
    "811292": ("gallium", "germanium", "hafnium", "indium", "niobium", "rhenium", "vanadium"),
    "811299": ("gallium", "germanium", "hafnium", "indium", "niobium", "rhenium", "vanadium"),
}
"""Codes whose minerals the list's word does not give: baskets, and metals of the platinum group named one by one."""

MINERAL_REVISION = {
    **{(code, mineral): "HS2007-HS2022" for code in ("811292", "811299") for mineral in ("germanium", "vanadium")},
    **{(code, mineral): "HS2002-HS2017" for code in ("811292", "811299") for mineral in ("hafnium", "rhenium")},
}
"""What moved into or out of 8112.92 and .99: germanium and vanadium had 8112.30 and .40 up to HS 2002; hafnium and
rhenium have 8112.31 to .49 since HS 2022."""

_NEW_2022_WORDS = """
810391 810399 810610 810690 810921 810929 810931 810939 810991 810999 811231 811239 811241 811249 811261 811269
"""
CODE_REVISION = {
    **dict.fromkeys(_NEW_2022_WORDS.split(), "HS2022"),
    **dict.fromkeys(("740110", "740120", "740323"), "HS2002"),
    "252800": "HS2012-HS2022",
    "252890": "HS2002-HS2007",
    "285390": "HS2017-HS2022",
    "740100": "HS2007-HS2022",
}
BASKETS = {"711041", "711049"}
NOTES = {
    "250490": "natural graphite other than powder and flakes; the main line, powder and flakes, is 250410",
    "252800": "one code since HS 2012; HS 2002 has 252810 and 252890, which are added up here",
    "711041": "iridium, osmium and ruthenium together",
    "711049": "iridium, osmium and ruthenium together",
    "811292": (
        "unwrought metal, powders, waste and scrap of several metals: gallium, indium, niobium; germanium and vanadium "
        "since HS 2007; hafnium and rhenium up to HS 2017"
    ),
}


def codes(folder: Path, minerals: frozenset[str]) -> pd.DataFrame:
    """Rows of `hs_code` at six digits: one for each code and mineral, from `hs6_minerals.csv` and its notes.

    `folder` holds both files; `minerals` are the ids known. `revision` is the first and last edition of the
    Harmonized System (2002 to 2022) in which the code stands for the mineral. Gold and thorium are no minerals of the
    atlas and are left out. Raises BadFile for other columns, a code without note, or an unknown mineral.
    Source: datasets/harmonized-system (PDDL); the choice of codes and minerals is the atlas's.
    """
    listed, notes = (_table(folder / name, columns) for name, columns in FILES.items())
    both = listed.merge(notes, on=["hs6", "mineral", "stage"], how="outer", validate="one_to_one", indicator=True)
    if (both["_merge"] != "both").any():
        raise BadFile(
            f"{folder}: codes of the list and of its notes differ: {sorted(set(both.loc[both['_merge'] != 'both', 'hs6']))}"
        )
    rows = []
    for row in both.to_dict("records"):
        code, word = str(row["hs6"]), str(row["mineral"])
        named = MINERALS.get(word, (word.casefold(),)) if code not in CODE_MINERALS else CODE_MINERALS[code]
        if strange := set(named) - minerals:
            raise BadFile(f"{folder}: {code} names {', '.join(sorted(strange))}, which is no mineral of the atlas")
        edition = CODE_REVISION.get(code, EVER if row["in_hs2022"] == "yes" else "HS2002-HS2017")
        rows += [
            {
                "hs": code,
                "hs_level": 6,
                "revision": MINERAL_REVISION.get((code, mineral), edition),
                "description": row["description"] or None,
                "mineral_id": mineral,
                "customs_stage": row["stage"],
                "stage": CUSTOMS_STAGE[str(row["stage"])],
                "specificity": "basket" if code in BASKETS or len(named) > 1 else row["specificity"],
                "note": NOTES.get(code, row["note"]) or None,
                "source_id": SOURCE_ID,
            }
            for mineral in named
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["hs", "mineral_id"], ignore_index=True)


FILES = {
    "hs6_minerals.csv": ("hs6", "mineral", "stage", "description"),
    "hs6_minerals_notes.csv": ("hs6", "mineral", "stage", "specificity", "in_hs2022", "note"),
}


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := set(columns) - set(table.columns):
        raise BadFile(f"{path.name} has no column {', '.join(sorted(missing))}: it is another file.")
    return table[list(columns)]
