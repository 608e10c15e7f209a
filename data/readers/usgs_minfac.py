"""USGS, Mineral operations outside the United States: facilities as they were listed from 2003 to 2008."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, role, sightings, stated_iso3

SOURCE = "usgs_minfac"

_MEANINGS = {
    "aluminum/alumina": "alumina",
    "aluminum/aluminum": "aluminum | aluminum: primary | aluminum: primary smelter | aluminum: secondary",
    "aluminum/bauxite": "bauxite",
    "aluminum/bauxite, aluminum/alumina": "bauxite and alumina",
    "antimony": (
        "antimony | antimony trioxide | antimony, gold | antimony, refined | antimony: concentrate | antimony: "
        "metal | antimony: metal and compounds | antimony: ore | antimony: ores and concentrates | antimony: "
        "smelter | gold, antimony"
    ),
    "arsenic": "arsenic | arsenic trioxide | arsenic: metal | arsenic: metal and compounds | arsenic: ore, as content",
    "barite": "barite | barite-witherite",
    "barite, zinc": "barite-zinc",
    "beryllium": "beryllium: metal",
    "bismuth": "bismuth | bismuth: metal",
    "bismuth, copper, fluorspar, silver, zinc": "bismuth, copper, fluorspar, gold, silver, zinc (ore processing)",
    "boron": "borax | boron | boron: boric acid",
    "cesium, lithium, rubidium": "cesium, lithium, rubidium",
    "chromium": (
        "chrome | chromite | chromite ores - concentrates | chromite: concentrate | chromite: gross weight | "
        "chromite: mine output: cr2o3 content (50%)"
    ),
    "chromium/ferroalloys, silicon/ferroalloys": "ferroalloys: ferrosilicochrome",
    "chromium/ferrochrome": (
        "chromite - ferrochrome | ferroalloys - chromium | ferroalloys: ferrochrome | ferroalloys: ferrochrome, "
        "high-carbon | ferroalloys: ferrochrome: high-carbon 60% | ferroalloys: ferrochrome: medium-carbon 60% | "
        "ferrochrome | ferrochromium"
    ),
    "cobalt": "cobalt",
    "copper": (
        "copper | copper - concentrates | copper and gold | copper: blister | copper: cathodes | copper: "
        "concentrate | copper: concentrate, cu content | copper: concentrate, gross weight (25.2% -25.9% cu) | "
        "copper: electrowinning plants | copper: metal | copper: metal, primary | copper: metal, refined | copper: "
        "mine cu output | copper: mine output, cu content | copper: mine production, cu content of concentrate | "
        "copper: ore | copper: ore, cu content | copper: ore, metal | copper: refined | copper: refined, secondary "
        "| copper: refineries | copper: secondary | copper: smelter | copper: smelters"
    ),
    "copper, cobalt": "copper, cobalt",
    "copper, lead, zinc": "copper-lead-zinc",
    "copper, lead, zinc, silver": "copper, lead, zinc, silver",
    "copper, silver": "copper, gold, and silver | copper, sulfur, silver",
    "copper, zinc, palladium": "copper, zinc, palladium",
    "fluorspar": ("fluorine | fluorspar | fluorspar: concentrate | fluorspar: metallurgical grade concentrate | fluorspar: ore"),
    "gallium": "gallium",
    "germanium": "germanium",
    "graphite": "graphite",
    "indium": "indium | indium: metal",
    "lead": (
        "lead | lead - refined | lead - refined secondary | lead-zinc metal: pb, refined | lead-zinc: lead, "
        "recoverable pb content of ore | lead-zinc: metal: pb, refined | lead-zinc: ore, pb content | lead: "
        "concentrate | lead: metal | lead: metal, primary | lead: metal, secondary, refined | lead: mine output, "
        "pb content | lead: ore | lead: ore, recoverable pb content | lead: primary | lead: refined | lead: "
        "secondary"
    ),
    "lead, silver": "lead and silver",
    "lead, silver, zinc": "lead, silver, and zinc | lead, silver, and zinc- metal",
    "lead, zinc": (
        "lead and zinc | lead, zinc | lead, zinc ore | lead-zinc | lead-zinc ore | lead-zinc: concentrate | "
        "lead-zinc: concentrate, pb-zn content | lead-zinc: ore | zinc, lead"
    ),
    "lithium": "lithium",
    "lithium/lithium_carbonate": "lithium carbonate",
    "lithium/spodumene": "spodumene",
    "magnesium": "magnesium",
    "magnesium/magnesia": "magnesia | magnesia: clinker",
    "magnesium/magnesite": "magnesite | magnesite: concentrate | magnesite: concentrate, gross weight",
    "magnesium/metal": "magnesium: metal | magnesium: metal, primary | magnesium: metal, secondary",
    "manganese": (
        "ferroalloys: manganese sinter | manganese | manganese - ore | manganese: battery-grade mno2 | manganese: "
        "crude ore | manganese: electrolytic dioxide | manganese: metal | manganese: ore | manganese: ore, "
        "marketable | manganese: sinter"
    ),
    "manganese/ferroalloys": "ferroalloys - manganese | manganese alloys | manganese: alloys",
    "manganese/ferromanganese": (
        "ferroalloys: ferromanganese | ferroalloys: ferromanganese (blast furnace) | ferroalloys: ferromanganese, blast furnace"
    ),
    "manganese/silicomanganese, manganese/ferromanganese, chromium/ferrochrome, silicon/ferrosilicon": (
        "ferroalloys: fesimn, femn, fecr, fesi, electric furnace"
    ),
    "manganese/silicomanganese, silicon/silicomanganese": "ferroalloys: silicomanganese",
    "nickel": (
        "nickel | nickel: metal | nickel: metal, refining | nickel: metal: nickel products and nickel in "
        "ferronickel | nickel: ore | nickel: ore and concentrate | nickel: oxide | nickel: refined | nickel: "
        "smelter"
    ),
    "nickel, copper, cobalt": "nickel, copper, cobalt",
    "nickel/ferronickel": (
        "ferroalloys: ferronickel | ferroalloys: ferronickel, ni content | ferronickel | nickel: ferronickel | "
        "nickel: nickel content in ferronickel"
    ),
    "nickel/matte": "nickel: nickel matte",
    "niobium": "columbium | columbium (niobium) | niobium",
    "niobium, indium, tellurium": "rare metals: columbium, indium, selenium, tellurium",
    "niobium, tantalum": "columbium (niobium), tantalum | columbium (tantalum)",
    "niobium, tantalum, tin": "columbium (tantalum), tin",
    "phosphate": "phosphate | phosphate: apatite",
    "phosphate/phosphate_rock": (
        "apatite | apatite: concentrate | fertilizer: apatite, gross weight | phosphate rock | phosphate rock: "
        "apatite concentrate"
    ),
    "phosphate/phosphoric_acid": ("phosphoric acid | phosphoric acid - purified, p2o5 content | phosphoric acid, p2o5 content"),
    "platinum_group": (
        "platinum group metals | platinum-group metals | platinum-group metals: metal | platinum-group metals: ore, pgm content"
    ),
    "potash": (
        "potash | potash (k2o equivalent) | potash: k2o content | potash: k2o equivalent | potash: ore | potash: "
        "sylvinite, carnallite"
    ),
    "rare_earths": (
        "rare earths | rare earths: compounds and metals, rare earth oxide equivalent | rare earths: concentrates, gross weight"
    ),
    "rhenium": "molybdenum: metal, ferromolybdenum, rhenium salts | rhenium",
    "silicon": "ferroalloys - silicon | silicon",
    "silicon/ferrosilicon": "ferroalloys: ferrosilicon | ferrosilicon",
    "silicon/silicon_metal": "silicon: metal",
    "silver": (
        "gold and silver | gold and silver bullion | gold, selenium, silver | silver | silver: concentrate | "
        "silver: metal | silver: refined"
    ),
    "tantalum": (
        "nitrogen, tantalum | tantalite | tantalum | tantalum: metal powder and oxides | tantalum: ore | tantalum: "
        "tantalite (ta2o5)"
    ),
    "tellurium": "tellurium",
    "tin": (
        "metal | tin | tin - refined | tin: concentrate | tin: concentrate, sn content | tin: metal | tin: mine sn "
        "output | tin: ore | tin: refined"
    ),
    "tin, lead, bismuth, silver": "refined tin, tin-lead alloys, lead, refined bismuth, and silver",
    "tin, tungsten": "tin-tungsten",
    "tin, zinc": "tin and zinc",
    "titanium": "ilmenite-rutile: ore | titanium | titanium: concentrate | titanium: metal",
    "titanium, zirconium": "mineral sands | titanium, zirconium | titanium, zirconium, iron | zirconium, titanium",
    "titanium/ilmenite": ("titanium, ilmenite | titanium: ilmenite | titanium: ilmenite sands | titanium: ilmenite, concentrate"),
    "titanium/rutile": "titanium, rutile | titanium: rutile",
    "titanium/slag": "titanium slag",
    "titanium/sponge": "titanium: sponge | titanium: sponge metal",
    "titanium/titanium_dioxide": "titanium dioxide | titanium oxide | titanium: dioxide",
    "tungsten": (
        "tungsten | tungsten content | tungsten: concentrate | tungsten: concentrate, w content | tungsten: "
        "concentrate, w3o content | tungsten: metal | tungsten: metal, tungsten anhydride | tungsten: mine output, "
        "w content | tungsten: ore"
    ),
    "uranium": "uranium | uranium (ore) | uranium: processed | uranium: u content",
    "vanadium": "vanadium | vanadium: metal | vanadium: ore",
    "vanadium/ferrovanadium": "ferroalloys: ferrovanadium | ferrovanadium",
    "vanadium/ferrovanadium, nickel/ferronickel": "ferroalloys: fev, femo, feni",
    "vanadium/vanadium_pentoxide": "vanadium: pentoxide",
    "zinc": (
        "lead-zinc metal: zn, smelter | lead-zinc: zinc, recoverable zn content of ore | lead-zinc: zn, refined | "
        "zinc | zinc - concentrate | zinc - metal | zinc - ore | zinc: concentrate | zinc: concentrate, zn content "
        "| zinc: metal | zinc: metal, primary | zinc: mine output, zn content | zinc: mine zn output | zinc: mine, "
        "zn concentrate | zinc: mining, recoverable, zn content | zinc: ore | zinc: ore, zinc content | zinc: ore, "
        "zn content | zinc: processing, recoverable, zinc content | zinc: refined | zinc: secondary"
    ),
    "zinc, lead, copper, silver, antimony": "zinc, lead, copper, silver, antimony",
    "zinc, silver": "zinc, gold, and silver",
    "zirconium": "zirconium | zirconium: baddaleyite concentrate | zirconium: metal and compounds | zirconmium - oxide",
    "zirconium/zircon": "zirconium: ore, zircon",
}
"""What is meant -> the publisher's words for it (in lower case), apart by `|`; `mineral/product` where they say the product."""

_NOT_LISTED = """
aggregate | alumina: fused | aluminum fluoride | aluminum: billets | aluminum: rolled and foil | aluminum:
semimanufactures | alunite ore | amber | ammonia | ammonia and urea | ammonia, urea, npk, and rpa | ammonium
nitrate | andalusite | argillite | asbestos | bench gravel and loam: bench gravel | bench gravel and loam:
loam | bentonite | bischofite, epsomite, glauber's salt, sea salt | bromine | cadmium | cadmium: metal |
calcium carbonate | carbon | carbon black | carbon dioxide gas - natural | celestite | cement | cement
(clinker) | cement - portland | cement - white | cement and lime | cement clinker | chalk | clay | clay -
bentonite | clay - industrial, fire | clay - kaolin | clay: ball | clay: bentonite | clay: bentonite, crude
| clay: bentonite, processed | clay: including ball and refractory clays | clay: kaolin | clay: refractory
clay | clays | clays: bentonite | clays: kaolin | clays: refractory | clinker | coal | coal - anthracite |
coal - bituminous | coal - coke | coal: anthracite | coal: anthracite and bituminous | coal: bituminous |
coal: bituminous and lignite | coal: black | coal: brown | coal: hard | coal: lignite | coal: oxidized |
coal: subbituminous | coke | coke: contained in domestic coal | construction materials: building sawn
stone-block | construction materials: facing stone | diamond | diamond: cut stones | diamond: gems and
industrial | diatomite | dolomite | dunite | feldspar | feldspar: concentrate | ferroalloys | ferroalloys -
molybdenum | fertilizer | fertilizer - ammonia | fertilizer - ammonia nitrate | fertilizer - ammonia, urea |
fertilizer - ammonium nitrate | fertilizer - dap | fertilizer - diamonium phosphate | fertilizer - nitric
acid | fertilizer - tsp | fertilizer - urea | fertilizer: nitrogen, ammonia | fertilizer: superphosphate |
garnet | gas: condensate | gas: natural | gas: natural, liquefied | gemstone | gemstone - amethyst |
gemstone - aquamarine | gemstone - citrine | gemstone - emerald | gemstone - garnet | gemstone - ruby |
gemstone - sapphire | gemstone - semiprecious | gemstone - tourmaline | gemstone - turquoise | gemstone:
sapphire | gemstones: emerald | gemstones: precious and semi-precious | glass | gold | gold: concentrate |
gold: in matte | gold: metal | gold: mine au output | gold: ore | gold: ore processing | gold: ore, au
content | gold: refined | granite | gravel | gypsum | gypsum and anhydrite | helium | hunite/hydromagnesite
| iodine | iodine and bromine | iodine: crude | iron | iron - direct reduced | iron - hot briquetted | iron
- ore | iron and steel | iron and steel: crude steel | iron and steel: direct-reduced iron | iron and steel:
direct-reduced steel | iron and steel: ferroalloys | iron and steel: hot-briquetted iron | iron and steel:
iron ore | iron and steel: iron ore concentrate, gross weight | iron and steel: iron ore, gross weight |
iron and steel: iron ore, marketable | iron and steel: iron, concentrate | iron and steel: iron, metal |
iron and steel: pig iron | iron and steel: pipe steel | iron and steel: rolled steel | iron and steel:
stainless steel | iron and steel: steel | iron and steel: steel pipes and tubes | iron and steel: steel,
crude | iron and steel: steel, crude and semimanufactures | iron and steel: steel, semimanufactures | iron
ore | iron ore pellets | iron: direct-reduced | kaolin | kyanite | labradorite | lime | lime: hydraulic |
limestone | limestone: facing materials | limestone: filing stone | liquefied natural gas | liquified
petroleum gas | loam | marble | marble - block | mercury | mercury: metal | mercury: ore, hg content |
methanol | mica | molybdenum | molybdenum: concentrate | molybdenum: metal | molybdenum: metallurgical |
molybdenum: mine output, mo content | molybdenum: recoverable mo content of ore | natural gas | natural gas
- liquified | natural gas and petroleum: crude | natural gas liquids | natural gas: condensate | natural
gas: liquids | natural gas: processing | natural pigment | nepheline syenite | nitrates (in fertilizer) |
nitrogen | nitrogen: ammonia | nitrogen: n content of ammonia | nitrogen: nitrogen content of ammonia | oil
shale | olivine | opal | ozokerite | peat | peat: fuel use | perlite | petroelum: refinery products |
petroleum | petroleum - crude | petroleum - crude, condensate | petroleum - refined | petroleum and natural
gas: crude petroleum and gas condensate | petroleum gas - liquified | petroleum products | petroleum
products - refined | petroleum refinery products | petroleum: crude | petroleum: crude included condensate |
petroleum: crude, synthetic | petroleum: oil shale | petroleum: refined | petroleum: refined, crude oil
throughput | petroleum: refinery | petroleum: refinery products | pig iron | polyethylene | potassium
nitrate | pozzolan | pozzolana | pumice | pyrite | pyrophilite | pyrophyllite | quartz | quartz and
quartzite | quartz sands | quartzite | red granite | rock salt | salt | salt - marine | salt - refined |
salt - rock | salt - solar | salt and brine operations | salt rock | salt: road | salt: rock | sand | sand
and gravel | sand, gravel | sand: silica | selenium | sepiolite | silica | silica sand | slate: natural |
soapstone | soda ash | sodalite | sodium ash | sodium chlorate produced with salt | sodium silicate | sodium
sulfate | sodium: carbonate, synthetic | sodium: sulfate | sodium: sulfate, synthetic | sponge iron | steel
| steel - bar, rod | steel - billet | steel - cold rolling | steel - crude | steel - galvanized | steel -
hot strip | steel - processed | steel - rebar | steel - rolling | steel - semimanufactured | steel : crude |
steel: crude | stone | stone - basalt | stone - basalt, tuff, limestone | stone - crushed | stone - granite
| stone - limestone | stone - marble | stone - onyx | stone - travertine | strontium | strontium (celestite)
| strontium: carbonate | strontium: celestite | substrate: biological growing media | sulfur | sulfur
dioxide and sulfuric acid | sulfur: main sulfur extraction plants (sour gas and oil sands) | sulfur:
petroleum refinery | sulfuric acid | talc | urea | vermiculite | wollastonite | zeolite
"""
"""Not on the list; or coal and ferroalloys that do not say which; or goods made further on (foil, fertilizers)."""


def _meaning(text: str) -> Named:
    mineral, _, product = text.partition("/")
    return Named(mineral, product or None)


VOCABULARY: Vocabulary = {
    word: tuple(_meaning(text) for text in meant.split(", ")) for meant, words in _MEANINGS.items() for word in words.split(" | ")
}
IGNORED = frozenset(" ".join(_NOT_LISTED.split()).split(" | "))
ORE_OF = {"alumina": "bauxite", "aluminum": "bauxite", "metal": None, "sponge": None}
"""What a mine of a metal digs."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "Mill": ("plant",),
    "Mill (rolling)": ("plant",),
    "Mine": ("mine",),
    "Mine (offshore)": ("mine",),
    "Mine, Plant": ("mine", "plant"),
    "Mine, Refinery": ("mine", "plant"),
    "Plant": ("plant",),
    "Plant (brine)": ("plant",),
    "Plant, Refinery": ("plant",),
    "Quarry": ("mine",),
    "Refinery": ("plant",),
    "Refinery, Smelter": ("plant",),
    "Smelter": ("plant",),
}
STAGES = (
    (r"^smelter|\bsmelter|^refinery, smelter|ferro|silicomanganese", "smelter"),
    (r"^refinery|^plant, refinery|refiner(y|ies)|refined|refining|electrowinning", "refinery"),
    (r"^mill\b|concentrat|\bore\b", "concentrator"),
)
"""What the type, commodity and name of a plant say of its stage, the first that holds."""

STATUSES = {
    "active": "active",
    "closed": "closed",
    "inactive": "inactive",
    "planned": "planned",
    "under construction": "under construction",
    "under development": "under development",
}
TONS = {
    "kg / yr": 1e-3,
    "kg/yr": 1e-3,
    "kilograms per year": 1e-3,
    "metric tons per year": 1.0,
    "t / yr": 1.0,
    "t/yr": 1.0,
    "million metric tons per year": 1e6,
    "thousand metric tons": 1e3,
    "thousand metric tons per year": 1e3,
    "thousand t/yr": 1e3,
}
_NO_TONS = """
. | .. | flasks per year | million cubic meters per year | t / yr, kg / yr | t/day | t/yr (copper), kg/yr (gold) |
t/yr (copper), kg/yr (gold, silver) | t/yr, kg/yr (silver) | t/yr (zinc), kg/yr (gold, silver) |
thousand t/yr (lead), kg/yr (silver) | t/yr (lead, zinc), kg/yr (silver)
"""
NO_TONS = frozenset(" ".join(_NO_TONS.split()).split(" | ")) | {""}
"""Units from which no one figure in tons per year follows."""
_THOUSANDS = """
Cyprus | Iran | Iraq | Israel | Jordan | Kuwait | Lebanon | Oman | Qatar | Saudi Arabia | Syria | Turkey |
United Arab Emirates | Yemen
"""
MIXED_UNITS = frozenset(" ".join(_THOUSANDS.split()).split(" | "))
"""Countries whose rows of 2003 say tons but mean thousands in most rows, not in all (Iran's cement works have 700
"t / yr"): no capacity is read."""

_ACCENTS = """
Arax. Araxá | Bah.a Bahía | Bartolom. Bartolomé | Bay.var Bayóvar | B.cancour Bécancour | Bel.m Belém | Bel.n Belén |
Bol.var Bolívar | B.thioua Béthioua | Cama.ari Camaçari | Caraj.s Carajás | Corporaci.n Corporación | Crist.bal Cristóbal |
Do.a Doña | Dr.a Drâa | Esp.rito Espírito | Esp.ritu Espíritu | Estaci.n Estación | Exploraci.n Exploración |
Farall.n Farallón | Fran.aise Française | Fuma.a Fumaça | G.n.ral Général | G.n.rale Générale | G.camines Gécamines | Gab.s Gabès | Goi.s Goiás | Hern.n Hernán | Hualf.n Hualfín |
Huanzal. Huanzalá | Huarochir. Huarochirí | Ixtahuac.n Ixtahuacán | J.rada Jérada | Jo.o João | Jonqui.re Jonquière |
Jos. José | Jun.n Junín | Kh.misset Khémisset | Kropfm.hl Kropfmühl | Laterri.re Laterrière | L.nen Lünen | L.pez López |
Maranh.o Maranhão | Mart.n Martín | Mati.res Matières | Metallh.ttenwerke Metallhüttenwerke | Mini.res Minières | Nucl.aires Nucléaires | Mini.re Minière | Minera.o Mineração | M.hldorf Mühldorf | Niquel.ndia Niquelândia |
Palpal. Palpalá | Par. Pará | Paran. Paraná | Po.os Poços | Potos. Potosí | Qu.bec Québec | Refiner.a Refinería |
Rond.nia Rondônia | R.ssing Rössing | S.ckingen Säckingen | S.o São | Soci.t. Société | T.ging Töging | T.nel Túnel |
Tr.s Três | Zald.var Zaldívar
"""
ACCENTS = {entry.split()[0]: entry.split()[1] for entry in " ".join(_ACCENTS.split()).split(" | ")}
"""Words in which the publisher's table has a dot for every letter with an accent; others keep their dot."""
_LOST = re.compile("|".join(rf"(?<![\w.]){re.escape(lost)}(?!\w)" for lost in sorted(ACCENTS, key=len, reverse=True)))

_BARE = re.compile(r"(processing )?(mines?|plants?|deposits?|smelter|refinery|quarry|concentrator)?", re.IGNORECASE)
_PLACED = re.compile(
    r"[A-Za-z -]*\b(mines?|plants?|works|smelters?|refinery|quarry|concentrator) (at|in|near|on) ", re.IGNORECASE
)
_AREA = re.compile(
    r"\b(areas?|country|county|department|districts?|governorate|islands?|mountains|oblast'?|peninsula|prefecture|provinces?"
    r"|rayon|regions?|siberia|state|urals?|zone)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?P<figure>[\d,]*\.?\d+)e?(?P<ore>( lump)? ?\(?ore\)?)?")


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of the facilities in minfac.csv that make a listed mineral.

    The file has a row for each facility and commodity: rows of one country, name and point are one facility, whose
    `record` is the `rec_id` of the first (the note lists all). Only the decimal degrees are read: `dmslat` and `dmslong`
    are wrong south and west. A point marked F is the facility's, or the town's where facilities of several names share it;
    A or nothing is an area. The table is of 2003 to 2008, so no status and no operator is taken over: the note says how it
    was listed, by whom it was run, and when. Capacities are in metric tons per year, as of the row's year; one printed for several rows or minerals is shared, and
    one that is not a plain figure in tons stays in the note. A facility without a name is called by its place and operator.

    Raises BadFile for an unexpected file, word or unit, or a row that names neither facility nor place. Source: USGS,
    Mineral operations outside the United States, https://mrdata.usgs.gov/minfac/, public domain.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    needed = {"rec_id", "year", "country", "commodity", "location", "fac_name", "fac_type", "latitude", "longitude"}
    needed |= {"precision", "op_comp", "status", "capacity", "units", "notes", "cite"}
    if missing := needed - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the table of mineral operations.")
    facilities: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in correct(table.assign(record=table["rec_id"]), SOURCE).to_dict("records"):
        plain = {str(key): " ".join(str(value).split()) for key, value in row.items()}
        where = f"{SOURCE} {plain['rec_id']}"
        meant = [meaning for _, meaning in named([plain["commodity"].lower()], VOCABULARY, IGNORED, where)]
        if not meant:
            continue
        if plain["fac_type"] not in KINDS or plain["status"].lower() not in STATUSES:
            raise BadFile(f"{where}: fac_type {plain['fac_type']!r} or status {plain['status']!r} is unknown.")
        name, point = _name(plain, where), _point(plain)
        facility = plain["country"], name.casefold(), str(point)
        facilities[facility].append(plain | {"where": where, "meant": meant, "name": name, "point": point})
    names_at: dict[Any, set[str]] = defaultdict(set)
    for country, name, place in facilities:
        names_at[country, place].add(name)
    return sightings(
        sighting
        for (country, _, place), rows in facilities.items()
        for sighting in _facility(rows, shared_point=len(names_at[country, place]) > 1)
    )


def _name(row: Mapping[str, str], where: str) -> str:
    name, place, operator = accented(row["fac_name"]), accented(row["location"]), _operator(row)
    if not _BARE.fullmatch(name):
        return f"{name}, {operator}" if operator and _PLACED.match(name) else name
    if not place:
        raise BadFile(f"{where}: names neither facility nor place.")
    if operator and (_AREA.search(place) or "mine" not in KINDS[row["fac_type"]]):
        return f"{operator}, {place}" if _AREA.search(place) else f"{place}, {operator}"
    return place


def accented(text: str) -> str:
    """The text with the accents of known words put back where the table has a dot."""
    return _LOST.sub(lambda found: ACCENTS[found.group()], text)


def _operator(row: Mapping[str, str]) -> str | None:
    operator = re.sub(r" *[(\[].*", "", accented(row["op_comp"])).strip()
    return operator if operator not in ("", "NA", ".", "..") else None


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    general = "general coordinates" in row["fac_name"]
    return None if general or not row["latitude"] else (float(row["longitude"]), float(row["latitude"]))


def _facility(rows: list[dict[str, Any]], shared_point: bool) -> list[dict[str, Any]]:
    first = rows[0]
    lon, lat = first["point"] or (None, None)
    minerals = {meaning.mineral_id for row in rows for meaning in row["meant"]}
    note = _note(rows)
    made: dict[tuple[str, str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for kind in KINDS[row["fac_type"]]:
            for meaning in row["meant"]:
                product = ORE_OF.get(meaning.product or "", meaning.product) if kind == "mine" else meaning.product
                made[kind, meaning.mineral_id, product].append(row)
    stages = {row["rec_id"]: _stage(row) for row in rows}
    stage = next(filter(None, stages.values()), None)
    found = []
    for (kind, mineral, product), told in made.items():
        if first["point"] is None:
            precision = "none"
        elif any(row["precision"] == "F" for row in rows):
            precision = "site" if not shared_point else "settlement" if kind == "plant" else "area"
        else:
            precision = "area"
        capacities = [capacity for row in told if (capacity := _capacity(row))]
        if len({capacity["capacity_t"] for capacity in capacities}) > 1:
            capacities = []
        capacity = {} if not capacities else capacities[0]
        if any(len(KINDS[row["fac_type"]]) > 1 for row in told) and capacity:
            capacity = capacity | {"capacity_is_shared": True}
        found.append(
            {
                "source_id": SOURCE,
                "record": first["rec_id"],
                "name": first["name"],
                "kind": kind,
                "stage": stage if kind == "plant" else None,
                "country_stated": first["country"],
                "iso3_stated": stated_iso3(first["country"], first["where"]),
                "lon": lon,
                "lat": lat,
                "location_precision": precision,
                "confidence": "moderate",
                "note": note,
                "mineral_id": mineral,
                "role": role(mineral, minerals),
                "product": product,
            }
            | capacity
        )
    return found


def _stage(row: Mapping[str, str]) -> str | None:
    told = f"{row['fac_type']}; {row['commodity']}; {row['fac_name']}".lower()
    return next((stage for pattern, stage in STAGES if re.search(pattern, told)), None)


def _capacity(row: Mapping[str, Any]) -> dict[str, Any]:
    """The capacity of a row if it is one figure in tons, else nothing. Raises BadFile for an unknown unit."""
    if row["units"] not in TONS and row["units"] not in NO_TONS:
        raise BadFile(f"{row['where']}: unit {row['units']!r} is unknown.")
    commodity = row["commodity"].lower()
    figure = _FIGURE.fullmatch(row["capacity"])
    if not figure or row["units"] not in TONS or (row["country"] in MIXED_UNITS and row["cite"] == "851"):
        return {}
    tons = round(float(figure["figure"].replace(",", "")) * TONS[row["units"]], 6)
    if tons <= 0 or "gold" in commodity or (": processing" in commodity and KINDS[row["fac_type"]] == ("mine",)):
        return {}
    basis = re.search(r"content|k2o|p2o5|gross weight|oxide equivalent", commodity)
    word = "gross weight" if figure["ore"] else basis.group() if basis else ""
    bases = {
        "content": "contained metal",
        "k2o": "K2O",
        "p2o5": "P2O5",
        "gross weight": "gross weight",
        "oxide equivalent": "REO",
    }
    return {
        "capacity_t": tons,
        "capacity_basis": bases.get(word),
        "capacity_kind": "output" if "production" in row["notes"].lower() else "nameplate",
        "capacity_year": int(row["year"]),
        "capacity_is_shared": len(row["meant"]) > 1 or "combined" in row["notes"].lower(),
    }


def _note(rows: list[dict[str, Any]]) -> str:
    parts = [f"Listed as {STATUSES[row['status'].lower()]} in {row['year']}" for row in rows]
    parts += [f"Operator in {row['year']}: {operator}".rstrip(".") for row in rows if (operator := _operator(row))]
    parts += [f"Place: {accented(row['location'])}" for row in rows if row["location"] and row["location"] not in row["name"]]
    parts += [
        f"Capacity as printed, not read: {row['capacity']} {row['units']}".strip()
        for row in rows
        if re.search(r"[1-9]", row["capacity"]) and not _capacity(row)
    ]
    numbers = ", ".join(row["rec_id"] for row in rows)
    return ". ".join([*dict.fromkeys(parts), f"Rows of the table: {numbers}" if len(rows) > 1 else f"Row {numbers}"]) + "."
