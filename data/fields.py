"""Every column of the atlas, declared once: type, unit, label, meaning and number format."""

from __future__ import annotations

from dataclasses import dataclass

from data.words import say


@dataclass(frozen=True)
class Field:
    """A column: DuckDB type, label and meaning for readers, unit ('' = none) and number format (d3 style)."""

    name: str
    type: str
    label: str
    meaning: str
    unit: str = ""
    format: str = ""

    @property
    def title(self) -> str:
        """The label with its unit: what an axis, a column header or a tooltip shows."""
        return f"{say(self.label)}, {say(self.unit)}" if self.unit else say(self.label)

    @property
    def heading(self) -> str:
        """The title beginning with a capital letter."""
        return self.title[:1].upper() + self.title[1:]


STAGES = {
    "reserves": "in the ground",
    "mine": "mined",
    "refining": "refined",
    "product": "made into products",
    "scrap": "recovered from scrap",
}
"""The one short list of stages, for every statistic; `refining` goes to the first marketable metal or compound."""

SITE_STAGE = {
    "concentrator": "mine",
    "smelter": "refining",
    "refinery": "refining",
    "separation": "refining",
    "conversion": "refining",
    "metal": "refining",
    "alloy": "product",
    "magnet": "product",
}
"""What a plant does -> the stage of the statistics it belongs to."""

CUSTOMS_STAGE = {
    "ore": "mine",
    "intermediate": "refining",
    "refined": "refining",
    "compound": "refining",
    "alloy": "product",
    "product": "product",
    "scrap": "scrap",
}
"""What a customs code covers -> the stage of the statistics it belongs to; an alloy as at a plant (SITE_STAGE)."""

COMPLETENESS = {
    "full": "every pair of countries",
    "top_partners": "the largest partners of each country",
    "partial": "every partner of the importers covered, but a part of what they import",
    "derived": "computed from published shares and totals",
}
"""How much of a trade flow's code and year a series holds, the best first."""

BUYERS = {"world": "every importer", "eu27": "importers of the EU", "usa": "the United States as importer"}
"""Which importers a series of trade covers; series of different buyers overlap and are never added."""

MEASURES = ("value", "mass")
SIDES = ("import", "export", "world")
"""Whose trade is asked for: what the holders buy, what they sell, everybody's."""

KINDS = ("deposit", "mine", "plant")
ROLES = ("member", "signatory", "partner", "observer", "guest")
STATUSES = ("operating", "construction", "planned", "care_and_maintenance", "closed", "unknown")
PRECISIONS = ("site", "settlement", "area", "none")
PLANT_STAGES = tuple(SITE_STAGE)
MODES = ("sea", "rail", "road", "pipeline", "inland_water")
CONFIDENCES = ("primary", "secondary", "unverified")
CONTROL_KINDS = (
    "export_ban",
    "export_licence",
    "export_quota",
    "export_suspension",
    "extraterritorial_licence",
    "technology_control",
    "state_trading",
    "import_ban",
    "production_quota",
    "mining_suspension",
    "domestic_regulation",
    "local_processing_rule",
    "nationalisation",
    "contract_term",
    "negotiation_mandate",
    "proposed_ban",
)
CONTROL_STATUSES = ("announced", "in_force", "suspended", "ended")
AGREEMENT_KINDS = (
    "framework",
    "memorandum",
    "declaration",
    "initiative",
    "law",
    "statement",
    "action_plan",
    "contract",
    "proposal",
    "meeting",
)
EXPORT_CONTROLS = (
    "export_ban",
    "export_licence",
    "export_quota",
    "export_suspension",
    "extraterritorial_licence",
    "technology_control",
    "state_trading",
)
"""Kinds of measures that control exports; the others limit imports, mining or ownership, or are proposals."""
GRADES = ("produced", "by_product", "plant_only", "deposit_only", "project", "none_found")
ROUTE_STATUSES = ("open", "operating", "reduced", "closed", "planned", "unknown")

_ALL = (
    Field("source_id", "VARCHAR", "source", "The publication or page a row comes from"),
    Field("publisher", "VARCHAR", "publisher", "Who issued the publication"),
    Field("title", "VARCHAR", "title", "The publication's own title"),
    Field("published", "DATE", "published", "Day of publication, where known"),
    Field("vintage", "VARCHAR", "vintage", "Edition or period of the publication"),
    Field("licence", "VARCHAR", "licence", "Terms under which the publication may be used"),
    Field("licence_url", "VARCHAR", "licence text", "Address of the licence"),
    Field("url", "VARCHAR", "address", "Official address of the publication"),
    Field("citation", "VARCHAR", "citation", "How to cite the publication"),
    Field("attribution", "VARCHAR", "attribution", "Text that must stand beside the data"),
    Field("path", "DOUBLE[][]", "path", "Points of the lane: longitude, latitude", "degrees"),
    Field("size_bytes", "BIGINT", "size", "Size of the file", "bytes", ",d"),
    Field("sha256", "VARCHAR", "checksum", "SHA-256 of the file that curation read"),
    Field("mineral_id", "VARCHAR", "mineral", "Mineral, named as in the 2025 US list of critical minerals"),
    Field("name_en", "VARCHAR", "name", "Name in English"),
    Field("name_ru", "VARCHAR", "name (Russian)", "Name in Russian"),
    Field("name_kk", "VARCHAR", "name (Kazakh)", "Name in Kazakh"),
    Field("symbol", "VARCHAR", "symbol", "Chemical symbol"),
    Field("family", "VARCHAR", "family", "Family of minerals it is used with"),
    Field("parent_id", "VARCHAR", "group", "The group whose statistics it shares, such as rare earths"),
    Field("is_group", "BOOLEAN", "is a group", "True for a group that statistics report as one"),
    Field("headline_product", "VARCHAR", "headline product", "The product shown first for the mineral"),
    Field("list_id", "VARCHAR", "list", "Official list of critical or strategic minerals"),
    Field("issuer", "VARCHAR", "issuer", "Who issued it"),
    Field("year", "INTEGER", "year", "Year the figure describes", "", "d"),
    Field("listed_as", "VARCHAR", "listed as", "The list's own words"),
    Field("confidence", "VARCHAR", "confidence", "How well a row is known; the vocabulary is the table's own"),
    Field("iso3", "VARCHAR", "country", "ISO 3166 alpha-3 code (XKX: Kosovo)"),
    Field("iso2", "VARCHAR", "ISO 3166 alpha-2", "ISO 3166 alpha-2 code"),
    Field("region", "VARCHAR", "region", "UN M49 region"),
    Field("subregion", "VARCHAR", "subregion", "UN M49 subregion"),
    Field("lon", "DOUBLE", "longitude", "Longitude, WGS 84", "degrees east", ".4f"),
    Field("lat", "DOUBLE", "latitude", "Latitude, WGS 84", "degrees north", ".4f"),
    Field("is_disputed", "BOOLEAN", "disputed", "True where the status or the extent of the area is disputed"),
    Field("coalition_id", "VARCHAR", "coalition", "Group of countries"),
    Field("kind", "VARCHAR", "kind", "Kind; the vocabulary is the table's own"),
    Field("about", "VARCHAR", "about", "What it is, in a sentence"),
    Field("ended", "DATE", "ended", "Day it ended; empty while it lasts"),
    Field("body", "VARCHAR", "body", "A party that is not a country, such as the EU; its states do not join with it"),
    Field("role", "VARCHAR", "role", "Role; the vocabulary is the table's own"),
    Field("role_as_stated", "VARCHAR", "role as stated", "The source's own word for the role"),
    Field("from_earliest", "DATE", "joined, earliest", "Earliest day the party can have joined"),
    Field("from_latest", "DATE", "joined, latest", "Day from which the party counts"),
    Field("to_date", "DATE", "left", "Last day in this role; empty while it lasts"),
    Field("note", "VARCHAR", "note", "What else must be known"),
    Field("site_id", "VARCHAR", "site id", "Stable name of a site"),
    Field("place_id", "VARCHAR", "place id", "The place that a mine and its plant share"),
    Field("name", "VARCHAR", "name", "Name of the site"),
    Field("stage", "VARCHAR", "stage", "Stage of the chain: for plants what the plant does, else the statistic's stage"),
    Field("iso3_stated", "VARCHAR", "country as stated", "Country the publisher gives"),
    Field("disputed", "BOOLEAN", "in a disputed area", "True when the point lies in a disputed area"),
    Field("administered_by", "VARCHAR", "administered by", "Who administers the disputed area"),
    Field("location_precision", "VARCHAR", "location precision", "What the point stands for: site, settlement, area, none"),
    Field("status", "VARCHAR", "status", "State of the site in the status year"),
    Field("status_year", "INTEGER", "status year", "Year in which the status was stated", "", "d"),
    Field("operator", "VARCHAR", "operator", "Company that runs the site, as the source states"),
    Field("owner_iso3", "VARCHAR", "owner's country", "Country of the owner, as the source states"),
    Field(
        "importance",
        "DOUBLE",
        "importance",
        "Order of sites on the map, from what sources state: capacity rank among sites of the mineral (30), listed as major (20), confidence (15), number of sources (15), operating (10), few sites of its rarest mineral (10)",
        "0 to 100",
        ".0f",
    ),
    Field("product", "VARCHAR", "product", "What is measured: bauxite, alumina, aluminum, ...; part of every key"),
    Field("capacity_t", "DOUBLE", "capacity", "Yearly capacity as stated; never summed over sites", "t per year", ",.0f"),
    Field("capacity_basis", "VARCHAR", "capacity basis", "What the capacity counts: metal content, gross weight, ..."),
    Field("capacity_kind", "VARCHAR", "capacity kind", "Nameplate, plan or output"),
    Field("capacity_year", "INTEGER", "capacity year", "Year of the capacity", "", "d"),
    Field("capacity_is_shared", "BOOLEAN", "capacity is shared", "True when one figure covers several products or sites"),
    Field("record", "VARCHAR", "record", "The publisher's own id of the record"),
    Field("process", "VARCHAR", "process", "The publisher's own word for the stage"),
    Field("is_rest", "BOOLEAN", "other countries", "True for the publisher's line of countries not named"),
    Field("quantity_t", "DOUBLE", "quantity", "Quantity; empty when unknown or withheld, never 0 for unknown", "t", ",.0f"),
    Field("basis", "VARCHAR", "basis", "What the tonnes count: contained metal, gross weight, REO, ..."),
    Field(
        "flag",
        "VARCHAR",
        "flag",
        "estimated, derived, planned, withheld, bound, more_than, less_than, range (its lower end), net_exporter, "
        "not_available, not_reported, not_quantified, included_elsewhere; empty when none applies",
    ),
    Field("edition", "VARCHAR", "edition", "Year of the publication's edition"),
    Field("excludes", "VARCHAR[]", "excluded", "Countries the publisher leaves out of its world total"),
    Field("period", "VARCHAR", "period", "Year, years or month the figure describes"),
    Field(
        "share_pct",
        "DOUBLE",
        "share of world",
        "Share of the world's total (of an importer's purchases in import_source)",
        "%",
        ".1f",
    ),
    Field("scenario", "VARCHAR", "scenario", "Name of the publisher's scenario; a projection, not data"),
    Field("sum_t", "DOUBLE", "sum of countries", "Sum of the publisher's country rows", "t", ",.0f"),
    Field("total_t", "DOUBLE", "publisher's total", "The publisher's own world total", "t", ",.0f"),
    Field("difference_pct", "DOUBLE", "difference", "Sum of countries against the publisher's total", "%", "+.1f"),
    Field("reason", "VARCHAR", "reason", "Why"),
    Field("area_id", "VARCHAR", "disputed area", "Name of a disputed area"),
    Field("field", "VARCHAR", "field", "Column that a correction changes"),
    Field("was", "VARCHAR", "was", "What the publisher printed"),
    Field("now", "VARCHAR", "now", "What the atlas reads instead"),
    Field("source", "VARCHAR", "source", "Where it is taken from"),
    Field("rank", "INTEGER", "rank", "Rank among the countries named", "", "d"),
    Field("declared", "BOOLEAN", "declared", "True when the difference is small or explained"),
    Field("countries", "INTEGER", "countries", "Number of countries with a share", "", "d"),
    Field("through", "VARCHAR[]", "through", "Countries a route runs through, in no order"),
    Field("named_pct", "DOUBLE", "attributed", "Share of the world attributed to named countries", "%", ".1f"),
    Field(
        "hhi_low", "DOUBLE", "HHI, lower bound", "Sum of squared shares in percent of the named countries", "0 to 10,000", ",.0f"
    ),
    Field(
        "hhi_high", "DOUBLE", "HHI, upper bound", "The same with the part not attributed as one supplier", "0 to 10,000", ",.0f"
    ),
    Field("top_iso3", "VARCHAR", "largest supplier", "Country with the largest share"),
    Field("top_pct", "DOUBLE", "largest share", "Share of the largest supplier", "%", ".1f"),
    Field("top3_pct", "DOUBLE", "three largest", "Share of the three largest suppliers", "%", ".1f"),
    Field("withheld", "VARCHAR[]", "withheld", "Countries whose figure the publisher withholds"),
    Field("asked_year", "INTEGER", "year asked for", "The year a reader asks for", "", "d"),
    Field("shown_for", "VARCHAR", "shown for", "The mineral a figure is shown for; its own, or its group's"),
    Field("by_group", "BOOLEAN", "group's figure", "True when the figure is that of the mineral's group"),
    Field("hs", "VARCHAR", "customs code", "Code of the Harmonized System, six digits or the four of its heading"),
    Field("hs_level", "INTEGER", "digits", "Digits of the customs code: 6, or 4 for a heading", "", "d"),
    Field("revision", "VARCHAR", "HS edition", "Edition of the Harmonized System, or the first and last in which a code stands"),
    Field("description", "VARCHAR", "description", "What the customs code covers"),
    Field("customs_stage", "VARCHAR", "customs stage", "Stage of the goods: ore, intermediate, refined, compound, ..."),
    Field("specificity", "VARCHAR", "specificity", "dedicated to one mineral, or a basket of several goods"),
    Field("exporter", "VARCHAR", "exporter", "Country the goods come from, ISO 3166 alpha-3"),
    Field("value_usd", "DOUBLE", "value", "Value of the goods; empty where only the mass is known", "USD", ",.0f"),
    Field(
        "valuation", "VARCHAR", "valuation", "fob: at the exporter's border; cif: with freight and insurance to the importer's"
    ),
    Field("mass_t", "DOUBLE", "mass", "Mass of the goods as `basis` says; empty where not known", "t", ",.0f"),
    Field("completeness", "VARCHAR", "completeness", "full, top_partners, partial or derived: how much of the trade it holds"),
    Field("buyers", "VARCHAR", "importers covered", "world, eu27 or usa; series of different buyers overlap, never add them"),
    Field("party", "VARCHAR", "party", "A party of trade that is no country, or a country trading with itself"),
    Field("flows", "INTEGER", "flows", "Number of pairs of exporter and importer", "", ",d"),
    Field("rivals", "INTEGER", "rivals", "Other series of the same code and year that were not taken", "", "d"),
    Field("exports_usd", "DOUBLE", "exports", "All exports of the country", "USD", ",.0f"),
    Field("imports_usd", "DOUBLE", "imports", "All imports of the country", "USD", ",.0f"),
    Field("exports_unallocated_usd", "DOUBLE", "exports without partner", "Exports that no listed flow explains", "USD", ",.0f"),
    Field("imports_unallocated_usd", "DOUBLE", "imports without partner", "Imports that no listed flow explains", "USD", ",.0f"),
    Field("coverage_pct", "DOUBLE", "coverage", "Share of the world's trade in a heading that the listed flows hold", "%", ".2f"),
    Field("port_id", "VARCHAR", "port", "Name of a port in the World Port Index"),
    Field("harbor_size", "VARCHAR", "harbour size", "Size of the harbour itself, not of its traffic"),
    Field("control_id", "VARCHAR", "control", "An export control or another measure on trade in minerals"),
    Field("announced", "DATE", "announced", "Day on which it was announced"),
    Field("effective", "DATE", "in effect from", "Day from which it applies"),
    Field("suspended_from", "DATE", "suspended from", "Day from which it was suspended"),
    Field("known_until", "DATE", "known until", "Last day for which the status is known; empty where no end was set"),
    Field("targets", "VARCHAR[]", "targets", "Countries it is aimed at; `all` for every country"),
    Field("scope", "VARCHAR", "covers also", "What it covers beside, or instead of, minerals of the list"),
    Field("status_date", "DATE", "status as of", "Day on which the status was stated"),
    Field("summary", "VARCHAR", "summary", "What it says, in our own words"),
    Field("agreement_id", "VARCHAR", "agreement", "A framework, memorandum, declaration or statement on minerals"),
    Field("signed", "DATE", "signed", "Day of signature, or of issue where nothing was signed"),
    Field("content", "VARCHAR", "content", "What was agreed, in our own words"),
    Field("passage_id", "VARCHAR", "passage", "A chokepoint of shipping"),
    Field("network_name", "VARCHAR", "name in the network", "The passage's name in the network of sea lanes, where it has one"),
    Field("point_source_id", "VARCHAR", "source of the point", "The publication that the longitude and latitude come from"),
    Field("corridor_id", "VARCHAR", "corridor", "A named land route"),
    Field("second_source_id", "VARCHAR", "second source", "Another publication or page that says the same, where one was read"),
    Field("seq", "INTEGER", "order", "Place in the order along the route", "", "d"),
    Field("grade", "VARCHAR", "evidence", "How well it is known that the country has the mineral; `none_found` after a look-up"),
    Field("look_up", "VARCHAR", "look-up", "What was searched for before nothing was reported"),
    Field("claim_id", "VARCHAR", "claim", "A statement by a government about its minerals"),
    Field("claimed_on", "DATE", "claimed on", "Day of the statement"),
    Field("text", "VARCHAR", "statement", "The statement in our own words"),
    Field("count_claimed", "INTEGER", "minerals claimed", "Number of minerals that the statement claims", "", "d"),
    Field("count_of", "INTEGER", "of", "Number of minerals on the list the statement refers to", "", "d"),
    Field("importer", "VARCHAR", "importer", "Who buys: ISO 3166 alpha-3 code, or EU for the European Union"),
    Field("form", "VARCHAR", "form", "What is bought, in the publisher's words"),
    Field("covers", "VARCHAR", "covers", "What the shares are of: imports, or imports and own output"),
    Field(
        "reliance_pct",
        "DOUBLE",
        "net import reliance",
        "Net imports in percent of consumption; a bound with its flag",
        "%",
        ".0f",
    ),
    Field("price", "DOUBLE", "price", "Price in the publisher's own unit, nominal", "", ",.2f"),
    Field("unit", "VARCHAR", "unit", "Unit of the price as published"),
    Field("price_usd_t", "DOUBLE", "price per ton", "Price per metric ton of what the basis names, nominal", "USD per t", ",.0f"),
    Field(
        "estimate",
        "DOUBLE",
        "political stability",
        "Estimate of political stability and absence of violence",
        "-2.5 to 2.5",
        "+.2f",
    ),
    Field("supply_risk", "DOUBLE", "supply risk", "Supply risk for the EU; critical from 1.0 since 2017", "", ".1f"),
    Field(
        "economic_importance",
        "DOUBLE",
        "economic importance",
        "Economic importance for the EU; critical from 2.8 since 2017",
        "",
        ".1f",
    ),
    Field("plant", "VARCHAR", "plant", "Plant of an operator; empty for all its plants together"),
    Field("located_in", "VARCHAR[]", "located in", "Countries of the plant, or of the operator's plants"),
    Field(
        "capacity_tswu",
        "DOUBLE",
        "enrichment capacity",
        "Capacity of enrichment; operators and plants overlap, never added up",
        "t of separative work per year",
        ",.0f",
    ),
    Field("production_years", "VARCHAR", "years of output", "First and last year with output in tons"),
    Field("reserves_year", "INTEGER", "year of reserves", "Newest year with reserves in tons", "", "d"),
    Field("price_years", "VARCHAR", "years of prices", "First and last year with a price"),
    Field("statistics_sources", "INTEGER", "sources of statistics", "Publications that give a figure", "", "d"),
    Field("gaps", "VARCHAR", "what is missing", "What no source of the atlas gives for the mineral"),
    Field("file", "VARCHAR", "file", "A file of the publication, as curation found it"),
    Field("before_pct", "DOUBLE", "before", "Share of the members, before any country is added or taken out", "%", ".1f"),
    Field("after_pct", "DOUBLE", "after", "Share with the countries added and without those taken out", "%", ".1f"),
    Field("change_pp", "DOUBLE", "change", "After less before", "percentage points", "+.1f"),
    Field("hhi_before", "DOUBLE", "HHI before", "HHI with the members as one supplier, lower bound", "0 to 10,000", ",.0f"),
    Field(
        "hhi_after", "DOUBLE", "HHI after", "The same with the countries added and without those taken out", "0 to 10,000", ",.0f"
    ),
    Field(
        "hhi_separate",
        "DOUBLE",
        "HHI, members separate",
        "HHI with every country its own supplier, lower bound",
        "0 to 10,000",
        ",.0f",
    ),
    Field(
        "hhi_rest",
        "DOUBLE",
        "HHI, at most more by",
        "What the part not attributed to a country can add to the lower bounds, as one supplier",
        "0 to 10,000",
        ",.0f",
    ),
    Field(
        "is_bound",
        "BOOLEAN",
        "at least",
        "True when a member's figure is withheld or outside the total: the share is at least so much",
    ),
    Field("outsider", "VARCHAR", "largest outside", "The largest supplier that is no member"),
    Field("outsider_pct", "DOUBLE", "its share of the world", "Share of the largest supplier that is no member", "%", ".1f"),
    Field(
        "dependence_pct",
        "DOUBLE",
        "from outside",
        "Share of the members' imports that comes from countries that are no members; trade among members is domestic",
        "%",
        ".1f",
    ),
    Field("outsider_part_pct", "DOUBLE", "its share of the imports", "Share of the largest outside supplier", "%", ".1f"),
    Field("outsiders", "VARCHAR[]", "largest outside suppliers", "The three largest, with their shares of the members' imports"),
    Field(
        "basket_pct", "DOUBLE", "in mixed codes", "Share of the imports under customs codes that hold other goods too", "%", ".0f"
    ),
    Field("first_pct", "DOUBLE", "first", "Share of the coalition chosen first", "%", ".1f"),
    Field("second_pct", "DOUBLE", "second", "Share of the coalition chosen second", "%", ".1f"),
    Field("either_pct", "DOUBLE", "either", "Share of the countries in the first, the second or both", "%", ".1f"),
    Field("both_pct", "DOUBLE", "in both", "Share of the countries that belong to both", "%", ".1f"),
    Field("first_only_pct", "DOUBLE", "first, not second", "Share of the countries in the first but not the second", "%", ".1f"),
    Field("second_only_pct", "DOUBLE", "second, not first", "Share of the countries in the second but not the first", "%", ".1f"),
    Field(
        "mine_pp",
        "DOUBLE",
        "adds, mined",
        "Mean of what it would add to the members' shares of the minerals mined",
        "percentage points",
        ".2f",
    ),
    Field(
        "refining_pp", "DOUBLE", "adds, refined", "Mean of what it would add to the shares refined", "percentage points", ".2f"
    ),
    Field(
        "from_five",
        "INTEGER",
        "figures of 5% and more",
        "Number of figures (mineral and stage) in which it has 5% and more",
        "",
        "d",
    ),
    Field("most", "VARCHAR", "its largest shares", "Its largest shares of the world"),
    Field("stands_for", "VARCHAR[]", "figure of the group for", "Minerals that the group's figure stands for; empty for its own"),
    Field("is_headline", "BOOLEAN", "shown first", "True for the figure that the atlas shows first for the mineral and stage"),
    Field(
        "from_ten", "INTEGER", "minerals with 10% or more", "Minerals of which the country has 10% of the world or more", "", "d"
    ),
    Field("largest_of", "INTEGER", "minerals it is largest in", "Minerals of which it has the largest share", "", "d"),
    Field(
        "minerals_of_code",
        "VARCHAR[]",
        "minerals",
        "Minerals that a customs code stands for; several where one code holds them all",
    ),
    Field(
        "state",
        "VARCHAR",
        "state",
        "State on the day members are asked for, as last reported; unknown once the day is past that it is known until",
    ),
    Field("state_since", "DATE", "state since", "Day from which it is in that state; empty where the state is unknown"),
    Field("party_as", "VARCHAR", "party", "Itself, or through a body it belongs to, whose signature does not make it a party"),
    Field("parties", "VARCHAR[]", "parties", "Everyone who is a party"),
    Field(
        "stance", "VARCHAR", "concerns it as", "Issued by the country, aimed at it, or issued by others without naming countries"
    ),
    Field("issued_by", "VARCHAR", "issued by", "Who issues the control"),
    Field("minerals_named", "VARCHAR[]", "minerals named", "Minerals that the control names"),
    Field("aimed_at", "VARCHAR[]", "aimed at", "Countries it is aimed at"),
    Field("mined_pct", "DOUBLE", "mined", "Its share of the world's mine output, as shown first", "%", ".1f"),
    Field("mined_rank", "INTEGER", "rank, mined", "Its rank among the countries with a figure", "", "d"),
    Field("refined_pct", "DOUBLE", "refined", "Its share of the world's refined output, as shown first", "%", ".1f"),
    Field("refined_rank", "INTEGER", "rank, refined", "Its rank among the countries with a figure", "", "d"),
    Field("held_pct", "DOUBLE", "in the ground", "Its share of the world's reserves, as shown first", "%", ".1f"),
    Field("held_rank", "INTEGER", "rank, in the ground", "Its rank among the countries with a figure", "", "d"),
    Field("plant_names", "VARCHAR[]", "plants", "Its plants in the country, the most important first"),
    Field("place_names", "VARCHAR[]", "mines and deposits", "Its mines and deposits in the country, the most important first"),
    Field("node_id", "VARCHAR", "node", "Point where lanes meet"),
    Field("is_gateway", "BOOLEAN", "is a gateway", "True where trade of the country enters or leaves the network"),
    Field("gateway_id", "VARCHAR", "gateway", "Port, border crossing or inland hub where a country meets the network"),
    Field("way_id", "VARCHAR", "land way", "A way over land or water given by the places it goes by"),
    Field("places", "VARCHAR[]", "places", "The nodes a way goes by, in order"),
    Field("mode", "VARCHAR", "mode", "Sea, rail, road, pipeline or inland water"),
    Field("factor", "DOUBLE", "factor", "How much harder freight is on this way than its mode usually is; empty = 1", "", ".1f"),
    Field("stated_km", "DOUBLE", "stated length", "Length of the way where one is stated", "km", ",.0f"),
    Field("lane_id", "INTEGER", "lane", "One stretch of the network", "", "d"),
    Field("from_node", "VARCHAR", "from", "Node at the lane's first point"),
    Field("to_node", "VARCHAR", "to", "Node at the lane's last point"),
    Field("length_km", "DOUBLE", "length", "Length of the lane or the way", "km", ",.0f"),
    Field(
        "effort_km",
        "DOUBLE",
        "effort",
        "Length as freight feels it, by which ways are chosen: a km by rail counts as 4 at sea, by road 6, a port 1,000",
        "km at sea",
        ",.0f",
    ),
    Field("from_lon", "DOUBLE", "longitude, one end", "Longitude of one end of the line, WGS 84", "degrees east", ".2f"),
    Field("from_lat", "DOUBLE", "latitude, one end", "Latitude of one end of the line, WGS 84", "degrees north", ".2f"),
    Field("to_lon", "DOUBLE", "longitude, other end", "Longitude of the other end of the line, WGS 84", "degrees east", ".2f"),
    Field("to_lat", "DOUBLE", "latitude, other end", "Latitude of the other end of the line, WGS 84", "degrees north", ".2f"),
    Field("from_gateway", "VARCHAR", "leaves by", "Gateway of the exporter"),
    Field("to_gateway", "VARCHAR", "arrives by", "Gateway of the importer"),
    Field("lane_ids", "INTEGER[]", "lanes", "The lanes of the way, in order"),
    Field(
        "days",
        "DOUBLE",
        "days",
        "Days under way at 12 knots; by rail 25 km/h, by road 30, by river 12; no time in port",
        "days",
        ".1f",
    ),
    Field("passage_ids", "VARCHAR[]", "passages", "The passages the way goes through, in order"),
    Field("corridor_ids", "VARCHAR[]", "corridors", "The corridors the way uses, in order"),
    Field("exporter_name", "VARCHAR", "exporter", "Country that sells"),
    Field("importer_name", "VARCHAR", "importer", "Country that buys"),
    Field("part_pct", "DOUBLE", "share of the selection", "Share of the amount that is selected", "%", ".1f"),
    Field("codes", "VARCHAR[]", "customs codes", "Codes of the Harmonized System that the flow is made of, each counted once"),
    Field("left_out", "VARCHAR[]", "codes left out", "Codes left out because they hold other goods too"),
    Field("is_basket", "BOOLEAN", "basket", "True when a code holds other goods too, so that less is the mineral's"),
    Field("is_full", "BOOLEAN", "complete", "True when every pair of countries is in the series, not only the largest partners"),
    Field("corridors", "VARCHAR[]", "corridors", "The corridors the usual way uses, in order"),
    Field("passages", "VARCHAR[]", "usual way by", "Passages (and corridors) of the usual way, in order"),
    Field("new_passages", "VARCHAR[]", "by way of", "Passages and corridors of the way that is left, in order"),
    Field("new_length_km", "DOUBLE", "way left", "Length of the way that is left", "km", ",.0f"),
    Field(
        "new_days", "DOUBLE", "days on the way left", "Days under way on the way that is left, at the same speeds", "days", ".1f"
    ),
    Field("extra_km", "DOUBLE", "longer by", "How much longer the way left is than the usual one", "km", "+,.0f"),
    Field("extra_days", "DOUBLE", "days longer", "Days longer at 12 knots; by rail 25 km/h, road 30, river 12", "days", "+.1f"),
    Field("cut_off", "BOOLEAN", "cut off", "True when no way is left"),
    Field(
        "of_members_pct", "DOUBLE", "share of members' imports", "Share of all that the coalition's members import", "%", ".1f"
    ),
    Field("share_traded_pct", "DOUBLE", "share of world trade", "Share of all that countries sell each other", "%", ".1f"),
    Field(
        "of_outside_pct",
        "DOUBLE",
        "share of imports from outside",
        "Share of what the coalition's members import from countries that are no members",
        "%",
        ".1f",
    ),
    Field("ways_out", "VARCHAR[]", "ways out", "First corridor, else port, of the usual ways, with the share of the exports"),
    Field(
        "n_1_pct",
        "DOUBLE",
        "N-1",
        "Supply left without the largest supplier, in percent of demand; demand is not known, so world supply stands in its place",
        "%",
        ".1f",
    ),
    Field("in_group", "INTEGER", "members of the group", "Minerals whose group it is", "", "d"),
    Field("reserves_t", "DOUBLE", "reserves", "Reserves of the world", "t", ",.0f"),
    Field(
        "mined_t",
        "DOUBLE",
        "mined output",
        "Mined output of the world in the newest year of the same product and basis",
        "t",
        ",.0f",
    ),
    Field("mined_year", "INTEGER", "year of output", "Year of the mined output", "", "d"),
    Field(
        "reserve_years",
        "DOUBLE",
        "years of reserves",
        "Reserves of the world by mined output of the world, same basis",
        "years",
        ".0f",
    ),
    Field("named", "VARCHAR", "named", "Whether a list names the mineral itself, its group, or members of the group"),
    Field("listed_since", "INTEGER", "named since", "First of this issuer's lists in the atlas that names it", "", "d"),
    Field("minerals_named", "VARCHAR[]", "names", "What of the mineral, its group or its members the measure names"),
    Field("aimed_at", "VARCHAR[]", "aimed at", "Countries it is aimed at; empty: every country"),
    Field("state", "VARCHAR", "state", "in force, suspended, announced, ended or unknown on the day chosen"),
    Field("state_since", "DATE", "state since", "Day since which the state holds"),
    Field("shown_from", "DATE", "drawn from", "Day of the announcement, else the first day on which it is known"),
    Field("is_first", "BOOLEAN", "shown first", "True for the figure that the atlas shows first"),
    Field("top", "VARCHAR", "largest supplier", "Country with the largest share"),
    Field("version", "VARCHAR", "database version", "Fingerprint of everything the database was built from"),
    Field("data_date", "DATE", "data as of", "Day up to which the sources were read"),
)

FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
