"""Who said it, when, and under what licence: every publication the atlas reads, with its official address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DATA_DATE = date(2026, 11, 22)
"""The day up to which the sources were read: the default as-of date of memberships."""

US_PUBLIC_DOMAIN = ("US public domain", "https://www.usgs.gov/information-policies-and-instructions/copyrights-and-credits")
NOT_STATED = ("Not stated; facts in our own words", None)
ETALAB_2 = ("Etalab Open Licence 2.0", "https://www.etalab.gouv.fr/wp-content/uploads/2018/11/open-licence.pdf")
CC_BY_4 = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


@dataclass(frozen=True)
class Source:
    """A publication: who issued it, when, under what licence, and how it is to be cited."""

    source_id: str
    publisher: str
    title: str
    vintage: str
    licence: tuple[str, str | None]
    url: str
    citation: str
    attribution: str
    published: date | None = None
    files: tuple[str, ...] = ()


def _world_and_salient(year: int) -> tuple[str, ...]:
    return tuple(f"stats/usgs_mcs/mcs{year}/{part}/*.csv" for part in ("world", "salient"))


SOURCES: tuple[Source, ...] = (
    Source(
        "usgs_pp1802",
        "U.S. Geological Survey",
        "Global distribution of selected mines, deposits, and districts of critical minerals",
        "2017",
        US_PUBLIC_DOMAIN,
        "https://doi.org/10.5066/F7GH9GQR",
        "Labay, K., and others, 2017, Global distribution of selected mines, deposits, and districts of critical "
        "minerals: U.S. Geological Survey data release, doi:10.5066/F7GH9GQR (for Professional Paper 1802).",
        "U.S. Geological Survey",
        date(2017, 12, 19),
        ("sites/usgs_pp1802/PP1802_CritMin_pts.csv",),
    ),
    Source(
        "usgs_ofr_2005_1294",
        "U.S. Geological Survey",
        "Major mineral deposits of the world",
        "2005",
        US_PUBLIC_DOMAIN,
        "https://pubs.usgs.gov/of/2005/1294/",
        "Schulz, K.J., and Briskey, J.A., 2005, Major mineral deposits of the world: U.S. Geological Survey "
        "Open-File Report 2005-1294.",
        "U.S. Geological Survey",
        None,
        ("sites/usgs_ofr20051294/deposit.csv", "sites/usgs_ofr20051294/commodity.csv"),
    ),
    Source(
        "icmm_2025",
        "International Council on Mining and Metals",
        "Global Mining Dataset, V1",
        "2025-09",
        CC_BY_4,
        "https://www.icmm.com/en-gb/research/data/2025/global-mining-dataset",
        "ICMM, 2025, Global Mining Dataset, September 2025 (V1) release.",
        "ICMM Global Mining Dataset, September 2025 (V1) release. CC BY 4.0.",
        None,
        ("sites/icmm/global-mining-dataset.xlsx",),
    ),
    Source(
        "plants_supplement",
        "Critical Minerals Atlas",
        "Modern processing plants, compiled from press, company, government and survey pages",
        "2026-11",
        ("Facts in our own words; each plant names its page", None),
        "",
        "Critical Minerals Atlas, 2026, Modern processing plants: supplement compiled in November 2026.",
        "Points: USGS (US public domain), GeoNames (CC BY 4.0), ICMM (CC BY 4.0), Government of Canada (Open Government "
        "Licence - Canada), as named in each row's note.",
        None,
        ("sites/plants_supplement/plants_supplement.csv", "sites/plants_supplement/plants_supplement_extra.csv"),
    ),
    Source(
        "usgs_africa_2021",
        "U.S. Geological Survey",
        "Compilation of geospatial data for the mineral industries and related infrastructure of Africa",
        "2021",
        US_PUBLIC_DOMAIN,
        "https://doi.org/10.5066/P97EQWXP",
        "U.S. Geological Survey, 2021, Compilation of geospatial data (GIS) for the mineral industries and related "
        "infrastructure of Africa: data release, doi:10.5066/P97EQWXP.",
        "U.S. Geological Survey",
        None,
        ("sites/usgs_africa/*.geojson",),
    ),
    Source(
        "usgs_indopacific",
        "U.S. Geological Survey",
        "Compilation of geospatial data for the mineral industries of the Indo-Pacific",
        "about 2022",
        US_PUBLIC_DOMAIN,
        "https://www.sciencebase.gov/catalog/item/65caa1aed34ef4b119cb3427",
        "U.S. Geological Survey, Compilation of geospatial data (GIS) for the mineral industries and related infrastructure "
        "of the Indo-Pacific: ScienceBase item 65caa1aed34ef4b119cb3427.",
        "U.S. Geological Survey",
        None,
        ("sites/usgs_indopacific/INDOPAC_Mineral_facilities.geojson",),
    ),
    Source(
        "minmod_ree",
        "U.S. Geological Survey",
        "Rare earth element mines, deposits, and occurrences (records of MRData, as keyed in MinMod)",
        "2024-09",
        US_PUBLIC_DOMAIN,
        "https://mrdata.usgs.gov/ree/",
        "U.S. Geological Survey, Rare earth element mines, deposits, and occurrences, as re-keyed in the MinMod "
        "knowledge graph (CriticalMAAS), September 2024.",
        "U.S. Geological Survey",
        None,
        ("sites/minmod/ree_sites.csv",),
    ),
    Source(
        "minmod_laterite",
        "U.S. Geological Survey",
        "Nickel-cobalt laterite deposits of the world (records of MRData, as keyed in MinMod)",
        "2024-09",
        US_PUBLIC_DOMAIN,
        "https://mrdata.usgs.gov/laterite/",
        "U.S. Geological Survey, Ni-Co laterite deposits of the world, as re-keyed in the MinMod knowledge graph "
        "(CriticalMAAS), September 2024.",
        "U.S. Geological Survey",
        None,
        ("sites/minmod/laterite_sites.csv",),
    ),
    Source(
        "ga_mines_2024",
        "Geoscience Australia",
        "Australian Operating Mines 2024",
        "2024",
        CC_BY_4,
        "https://www.ga.gov.au/",
        "Geoscience Australia, 2024, Australian Operating Mines 2024.",
        "(c) Commonwealth of Australia (Geoscience Australia) 2024. CC BY 4.0. Based on Geoscience Australia data.",
        None,
        ("sites/ga_mines_2024/Australian_Operating_Mines_2024_2.xlsx",),
    ),
    Source(
        "kazakhstan_sites",
        "Critical Minerals Atlas",
        "Deposits, mines and plants of Kazakhstan, compiled from press, company and government pages",
        "2026-11",
        ("Facts in our own words; each site names its page", None),
        "",
        "Critical Minerals Atlas, 2026, Deposits, mines and plants of Kazakhstan, compiled in November 2026.",
        "Points: Natural Earth, NGA and USGS (public domain), ICMM (CC BY 4.0), as named in each row.",
        None,
        ("policy/kazakhstan_sites.csv",),
    ),
    Source(
        "usgs_minfac",
        "U.S. Geological Survey",
        "Mineral operations outside the United States",
        "2003-2008",
        US_PUBLIC_DOMAIN,
        "https://mrdata.usgs.gov/minfac/",
        "U.S. Geological Survey, Mineral operations outside the United States (facilities as listed from 2003 to 2008). The copy "
        "read here was not compared with the Survey's own file.",
        "U.S. Geological Survey",
        None,
        ("sites/usgs_minfac/minfac.csv",),
    ),
    *(
        Source(
            f"usgs_mcs_{year}",
            "U.S. Geological Survey",
            f"Mineral Commodity Summaries {year}",
            str(year),
            US_PUBLIC_DOMAIN,
            address,
            f"U.S. Geological Survey, {year}, Mineral commodity summaries {year}: U.S. Geological Survey.",
            "U.S. Geological Survey",
            published,
            files,
        )
        for year, address, published, files in (
            (2022, "https://doi.org/10.3133/mcs2022", date(2022, 1, 31), ("stats/usgs_mcs/mcs2022/*/*.csv",)),
            (2023, "https://doi.org/10.3133/mcs2023", date(2023, 1, 31), _world_and_salient(2023)),
            (2024, "https://doi.org/10.3133/mcs2024", date(2024, 1, 31), _world_and_salient(2024)),
            (2025, "https://doi.org/10.3133/mcs2025", date(2025, 1, 31), ("stats/usgs_mcs/mcs2025/*.csv",)),
            (2026, "https://doi.org/10.5066/P1WKQ63T", date(2026, 2, 6), ("stats/usgs_mcs/mcs2026/*.csv",)),
        )
    ),
    Source(
        "iea_2024",
        "International Energy Agency",
        "Critical Minerals Data Explorer (base year 2024)",
        "2025",
        CC_BY_4,
        "https://www.iea.org/data-and-statistics/data-tools/critical-minerals-data-explorer",
        "IEA, 2025, Critical Minerals Data Explorer (base year 2024).",
        "IEA, Critical Minerals Data Explorer (base year 2024). CC BY 4.0. Changed: converted and flattened.",
        None,
        ("stats/iea_2024/iea_supply_flat.csv",),
    ),
    Source(
        "eu_crm_2023",
        "European Commission",
        "Study on the critical raw materials for the EU 2023, Final Report",
        "2023",
        CC_BY_4,
        "https://data.europa.eu/doi/10.2873/725585",
        "European Commission, 2023, Study on the critical raw materials for the EU 2023: Final Report, doi:10.2873/725585.",
        "European Commission, Study on the critical raw materials for the EU 2023, Final Report. CC BY 4.0; tables "
        "extracted by E. Milsson (erikemilsson), changed.",
        None,
        (
            "stats/eu_crm_2023/fact_GlobalSupplyShares&t.csv",
            "stats/eu_crm_2023/fact_EUSupplyShares&t.csv",
            "stats/eu_crm_2023/dimension_CRMsOverTime.csv",
        ),
    ),
    Source(
        "worldbank_pinksheet_2026",
        "World Bank",
        "Commodity Price Data (The Pink Sheet), monthly prices 1960 to May 2026",
        "2026-06",
        CC_BY_4,
        "https://www.worldbank.org/en/research/commodity-markets",
        "World Bank, 2026, Commodity Price Data (The Pink Sheet), updated 2 June 2026.",
        "World Bank Commodity Price Data (The Pink Sheet), updated 2 June 2026. CC BY 4.0.",
        date(2026, 6, 2),
        ("stats/pinksheet/CMO-Historical-Data-Monthly.xlsx",),
    ),
    Source(
        "worldbank_wgi_2023",
        "World Bank",
        "Worldwide Governance Indicators, political stability and absence of violence, 1996 to 2022",
        "2023",
        CC_BY_4,
        "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
        "World Bank, 2023, Worldwide Governance Indicators, political stability and absence of violence/terrorism.",
        "Worldwide Governance Indicators, political stability, 1996-2022. CC BY 4.0.",
        None,
        ("stats/wgi/wgi_political_stability_estimate.csv",),
    ),
    Source(
        "wna_uranium",
        "World Nuclear Association",
        "World Uranium Mining Production, production from mines 2015 to 2024",
        "2025",
        NOT_STATED,
        "https://world-nuclear.org/information-library/nuclear-fuel-cycle/mining-of-uranium/world-uranium-mining-production",
        "World Nuclear Association, World Uranium Mining Production (table of 2015 to 2024), figures from 2018 on.",
        "World Nuclear Association",
        None,
        ("stats/uranium_coal/uranium_production.csv",),
    ),
    Source(
        "wna_uranium_resources",
        "World Nuclear Association",
        "Supply of Uranium: identified resources of 2021, from OECD-NEA and IAEA, Uranium 2022",
        "2022",
        NOT_STATED,
        "https://miningvisuals.com/post/uranium-resources-by-country",
        "World Nuclear Association, Supply of Uranium (resources of 2021; from OECD-NEA and IAEA, Uranium 2022: Resources, "
        "Production and Demand), as reproduced by Mining Visuals.",
        "World Nuclear Association; OECD-NEA and IAEA",
        None,
        ("stats/uranium_coal/uranium_reserves.csv",),
    ),
    *(
        Source(
            f"euratom_{step}_{year}",
            "Euratom Supply Agency",
            f"Market observatory, nuclear fuel cycle front-end: {step}, {year}",
            str(year),
            NOT_STATED,
            f"http://ec.europa.eu/euratom/observatory_segments_{step[0]}.html",
            f"Euratom Supply Agency, Market observatory: {step} (from WNA, The Nuclear Fuel Report {year}-2035).",
            "Euratom Supply Agency; World Nuclear Association",
            None,
            files,
        )
        for step, year, files in (
            ("conversion", 2017, ("stats/uranium_coal/uranium_conversion_enrichment.csv",)),
            ("enrichment", 2015, ()),
        )
    ),
    *(
        Source(
            f"baci_hs{revision}_v202601",
            "CEPII",
            f"BACI: international trade database at the product level, HS{revision}, release 202601",
            "202601",
            ETALAB_2,
            "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
            "Gaulier, G., and Zignago, S., 2010, BACI: International Trade Database at the Product-Level. The 1994-2007 "
            f"Version: CEPII Working Paper 2010-23; release 202601, HS{revision}.",
            f"CEPII, BACI V202601 (HS{revision}). Etalab Open Licence 2.0. Method: Gaulier and Zignago (2010). Changed: {changed}.",
            None,
            files,
        )
        for revision, changed, files in (
            ("02", "the largest partners of each country only", ()),
            (
                "17",
                "30 codes of 2022 and 2024, else the largest partners of each country; headings computed from shares",
                (
                    "trade/baci/baci_hs17_v202601_2024.parquet",
                    "trade/baci/baci_2022.csv",
                    "trade/baci/baci_top_flows_2002_2024.parquet",
                    "trade/baci/baci_hs4_2024.parquet",
                    "trade/baci/baci_hs4_totals_2024.parquet",
                    "trade/baci/baci_hs4_2024_coverage.csv",
                ),
            ),
            ("22", "the 200 largest pairs of ten codes", ()),
        )
    ),
    Source(
        "eurostat_comext_2024",
        "Eurostat",
        "Comext: EU imports by partner and product, 2022 to 2024",
        "2024",
        ("Eurostat reuse policy (CC BY 4.0)", "https://ec.europa.eu/eurostat/about-us/policies/copyright"),
        "https://ec.europa.eu/eurostat/comext/newxtweb/",
        "Eurostat, Comext, EU imports by partner and product (Combined Nomenclature), 2022 to 2024.",
        "Eurostat, Comext, 2022 to 2024. CC BY 4.0. Changed: normal procedure only, eight digits added up to six, converted from "
        "euro at the yearly mean rate of the European Central Bank.",
        None,
        ("trade/open_flows.parquet",),
    ),
    Source(
        "harmonized_system",
        "Datahub (datasets/harmonized-system)",
        "Harmonized System: codes and descriptions; the choice of codes and minerals is the atlas's",
        "2022",
        ("ODC-PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
        "https://github.com/datasets/harmonized-system",
        "datasets/harmonized-system; codes, stages and minerals chosen for the atlas in November 2026.",
        "Descriptions: Harmonized System (datasets/harmonized-system, PDDL).",
        None,
        ("trade/hs6_minerals.csv", "trade/hs6_minerals_notes.csv"),
    ),
    Source(
        "nga_wpi",
        "National Geospatial-Intelligence Agency",
        "World Port Index (Pub. 150)",
        "2025-05",
        ("US public domain", "https://msi.nga.mil/Publications/WPI"),
        "https://msi.nga.mil/Publications/WPI",
        "National Geospatial-Intelligence Agency, World Port Index (Pub. 150), as of May 2025.",
        "NGA Pub. 150",
        None,
        ("ports/wpi/UpdatedPub150.csv",),
    ),
    Source(
        "natural_earth_4",
        "Natural Earth",
        "Admin 0 countries, boundary lines and disputed areas, version 4.0.0",
        "2017-10",
        ("Public domain", "https://www.naturalearthdata.com/about/terms-of-use/"),
        "https://www.naturalearthdata.com/",
        "Natural Earth, 2017, Admin 0 countries and disputed areas, version 4.0.0.",
        "Made with Natural Earth.",
        None,
        ("geo/natural_earth/*.json",),
    ),
    Source(
        "searoute",
        "G. Halili (searoute), after Eurostat (SeaRoute) and Oak Ridge National Laboratory",
        "searoute 1.6.0: network of the world's shipping lanes",
        "2000-2026",
        ("Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
        "https://github.com/genthalili/searoute-py",
        "Halili, G., searoute 1.6.0; network from Eurostat's SeaRoute, after Oak Ridge National Labs CTA Transportation Network "
        "Group, Global Shipping Lane Network, World, 2000, with lines added around Europe from ship positions.",
        "Sea lanes: searoute (Apache 2.0), from Eurostat SeaRoute and Oak Ridge National Laboratory. Changed: ports tied on, "
        "edges joined, passages marked.",
    ),
    Source(
        "atlas_network",
        "Critical Minerals Atlas",
        "Land ways, gateways and lines across the straits",
        "2026-11",
        ("Facts in our own words", None),
        "",
        "Critical Minerals Atlas, 2026, Land ways, gateways and lines across the straits, compiled in November 2026. Lengths are "
        "straight lines between places times 1.2 (rail), 1.25 (road) or 1.4 (river) where none is stated; a few border "
        "crossings and harbours are placed from general knowledge, within about 10 km.",
        "Places: NGA Pub. 150, Natural Earth (public domain).",
    ),
    Source(
        "country_codes",
        "Datahub (datasets/country-codes)",
        "Comprehensive country codes: ISO 3166, UN M49",
        "2025",
        ("ODC-PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
        "https://github.com/datasets/country-codes",
        "datasets/country-codes, Comprehensive country codes; names in English, Russian and Kazakh from Unicode CLDR.",
        "Country names: Unicode CLDR.",
        None,
        ("geo/country_codes/country-codes.csv",),
    ),
)
