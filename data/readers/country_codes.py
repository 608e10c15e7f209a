"""Countries and areas from an open list of ISO and UN codes, named in English, Russian and Kazakh."""

from pathlib import Path
from typing import Any

import pandas
from babel import Locale

from geo import boundaries

SOURCE_ID = "country_codes"

KOSOVO = {
    "ISO3166-1-Alpha-3": "XKX",
    "ISO3166-1-Alpha-2": "XK",
    "Region Name": "Europe",
    "Sub-region Name": "Southern Europe",
}

# CLDR's own short or alternative forms, where its first form is long or is not what the field says.
SHORT_NAMES = {
    "en": {
        "CD": "Congo (DRC)",
        "CG": "Congo (Republic)",
        "HK": "Hong Kong",
        "MM": "Myanmar",
        "MO": "Macao",
        "PS": "Palestine",
    },
    "ru": {
        "CD": "ДР Конго",
        "CG": "Республика Конго",
        "HK": "Гонконг",
        "MM": "Мьянма",
        "MO": "Макао",
        "PS": "Палестина",
        "US": "США",
        "ZA": "ЮАР",
    },
    "kk": {
        "CD": "Конго (ДРК)",
        "CG": "Конго Республикасы",
        "HK": "Сянган",
        "MM": "Мьянма",
        "MO": "Макао",
        "PS": "Палестина",
        "US": "АҚШ",
    },
}
SPELLED_OUT = {"en": {" & ": " and "}, "ru": {"о-ва": "острова", "о-в": "остров"}, "kk": {}}


def countries(path: Path) -> pandas.DataFrame:
    """Rows of the `country` table, in order of `iso3`, from the file `country-codes.csv`.

    Columns: `iso3`, `iso2`, `name_en`, `name_ru`, `name_kk` (Unicode CLDR), `region`, `subregion` (UN M49;
    missing for Antarctica), `lon`, `lat` (degrees, on the largest piece of land; NaN without an outline),
    `is_disputed` (all its ground is disputed), `source_id`. Kosovo, which ISO 3166 lacks, is added as XKX.
    Raises KeyError if the file has other columns, or for a code that CLDR does not name. Source:
    datasets/country-codes (PDDL 1.0).
    """
    published = pandas.read_csv(path, dtype=str, keep_default_na=False)
    rows = pandas.concat([published, pandas.DataFrame([KOSOVO])], ignore_index=True)
    iso2 = rows["ISO3166-1-Alpha-2"]
    table = pandas.DataFrame(
        {
            "iso3": rows["ISO3166-1-Alpha-3"],
            "iso2": iso2,
            "name_en": _names("en", iso2),
            "name_ru": _names("ru", iso2),
            "name_kk": _names("kk", iso2),
            "region": rows["Region Name"].replace("", None),
            "subregion": rows["Sub-region Name"].replace("", None),
        }
    )
    table = table.merge(boundaries.label_points(), on="iso3", how="left", validate="one_to_one")
    table["is_disputed"] = table["iso3"].isin(list(boundaries.disputed_countries()))
    table["source_id"] = SOURCE_ID
    return table.sort_values("iso3", ignore_index=True)


def _names(language: str, iso2: "pandas.Series[Any]") -> list[str]:
    known = dict(Locale(language).territories) | SHORT_NAMES[language]
    names = []
    for code in iso2:
        name = known[code]
        for written, spoken in SPELLED_OUT[language].items():
            name = name.replace(written, spoken)
        names.append(name[0].upper() + name[1:])
    return names
