"""The tables of the atlas: fields, key, and the promises each must keep before a database may be opened."""

from __future__ import annotations

from dataclasses import dataclass

from data.fields import (
    AGREEMENT_KINDS,
    BUYERS,
    COMPLETENESS,
    CONFIDENCES,
    CONTROL_KINDS,
    CONTROL_STATUSES,
    CUSTOMS_STAGE,
    FIELDS,
    GRADES,
    KINDS,
    MODES,
    PLANT_STAGES,
    PRECISIONS,
    ROLES,
    ROUTE_STATUSES,
    STAGES,
    STATUSES,
    Field,
)


@dataclass(frozen=True)
class Check:
    """A promise in words, and the query for the rows that break it."""

    promise: str
    broken: str


@dataclass(frozen=True)
class Table:
    """A table: what one row is, its columns, its key, columns always present, references and checks.

    Its rows come from `data/sql/tables/<name>.sql` where that file exists, else from the curated files
    `data/curated/<name>.*` as they are. An edition loaded by the user takes the place of the curated rows that agree
    with one of its own in `replaces`.
    """

    name: str
    row: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    refers: tuple[tuple[str, str], ...] = ()
    checks: tuple[Check, ...] = ()
    replaces: tuple[str, ...] = ("source_id",)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The table's columns as declared in `data/fields.py`."""
        return tuple(FIELDS[column] for column in self.columns)

    def promises(self) -> tuple[Check, ...]:
        """All checks: the key, the columns always present, the references and the table's own."""
        name, key = self.name, ", ".join(self.key)
        checks = []
        if self.key:
            checks.append(
                Check(f"one row for each {key}", f"select {key}, count(*) as rows from {name} group by all having rows > 1")
            )
        checks += [Check(f"{column} is present", f"from {name} where {column} is null") for column in self.present]
        checks += [
            Check(
                f"every {column} is in {table}",
                f"from {name} where {column} is not null and {column} not in (select {key} from {table})",
            )
            for column, table in self.refers
            for key in [TABLE[table].key[0]]
        ]
        return (*checks, *self.checks)


def _one_of(column: str, values: tuple[str, ...], table: str) -> Check:
    allowed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} is one of {', '.join(values)}", f"from {table} where {column} not in ({allowed})")


def _positive(table: str) -> Check:
    return Check(
        "no negative quantity, and a withheld one is empty",
        f"from {table} where quantity_t < 0 or (flag = 'withheld' and quantity_t is not null)",
    )


_SHARES = Check("a share lies between 0 and 100", "from {table} where not share_pct between 0 and 100")

_STATISTIC = (
    "mineral_id",
    "product",
    "stage",
    "process",
    "iso3",
    "is_rest",
    "year",
    "quantity_t",
    "basis",
    "flag",
    "source_id",
    "edition",
)
_STATISTIC_KEY = ("mineral_id", "product", "stage", "process", "basis", "iso3", "is_rest", "year", "source_id", "edition")
_STATISTIC_REFERS = (("mineral_id", "mineral"), ("iso3", "country"), ("source_id", "source"))
_NAMED_OR_REST = "a country is named, or it is the line of other countries"

TABLES: tuple[Table, ...] = (
    Table(
        "source",
        "a publication or a page",
        ("source_id", "publisher", "title", "published", "vintage", "licence", "licence_url", "url", "citation", "attribution"),
        ("source_id",),
        ("title", "licence"),
        (),
        (
            Check(
                "a publication names its publisher (a page may not)",
                "from source where publisher is null and source_id not like 'page_%'",
            ),
        ),
    ),
    Table(
        "source_file",
        "a file that curation read",
        ("source_id", "file", "size_bytes", "sha256"),
        ("file",),
        ("source_id", "sha256"),
        (("source_id", "source"),),
    ),
    Table(
        "mineral",
        "a mineral, or a group that statistics report as one",
        ("mineral_id", "name_en", "name_ru", "name_kk", "symbol", "family", "parent_id", "is_group", "headline_product"),
        ("mineral_id",),
        ("name_en", "family", "is_group"),
        (("parent_id", "mineral"),),
        (
            Check("a parent is a group", "from mineral where parent_id in (select mineral_id from mineral where not is_group)"),
            Check(
                "all 60 minerals of the 2025 US list are there",
                "select count(*) as listed from mineral_list where list_id = 'us_2025' having listed <> 60",
            ),
        ),
    ),
    Table(
        "mineral_list",
        "a mineral on an official list",
        ("list_id", "issuer", "title", "year", "mineral_id", "listed_as", "source_id", "confidence"),
        ("list_id", "mineral_id", "listed_as"),
        ("issuer", "year", "source_id", "confidence"),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (_one_of("confidence", ("primary", "secondary", "unverified"), "mineral_list"),),
    ),
    Table(
        "country",
        "a country or area",
        ("iso3", "iso2", "name_en", "name_ru", "name_kk", "region", "subregion", "lon", "lat", "is_disputed", "source_id"),
        ("iso3",),
        ("name_en", "is_disputed", "source_id"),
        (("source_id", "source"),),
        (
            Check("codes have three and two letters", "from country where length(iso3) <> 3 or length(iso2) <> 2"),
            Check("Namibia is NA", "select 1 where not exists (from country where iso3 = 'NAM' and iso2 = 'NA')"),
        ),
    ),
    Table(
        "coalition",
        "a group of countries",
        ("coalition_id", "name_en", "name_ru", "name_kk", "kind", "about", "ended", "source_id"),
        ("coalition_id",),
        ("name_en", "kind", "about", "source_id"),
        (("source_id", "source"),),
        (_one_of("kind", ("treaty", "forum", "declaration", "list"), "coalition"),),
    ),
    Table(
        "membership",
        "a party in a coalition over time",
        (
            "coalition_id",
            "iso3",
            "body",
            "role",
            "role_as_stated",
            "from_earliest",
            "from_latest",
            "to_date",
            "confidence",
            "source_id",
            "note",
        ),
        ("coalition_id", "iso3", "body", "role", "from_latest"),
        ("role", "confidence", "source_id"),
        (("coalition_id", "coalition"), ("iso3", "country"), ("source_id", "source")),
        (
            _one_of("role", (*ROLES, "former"), "membership"),
            _one_of("confidence", ("primary", "secondary", "unverified"), "membership"),
            Check("a party is a country or a body, not both", "from membership where (iso3 is null) = (body is null)"),
            Check("dates are in order", "from membership where from_earliest > from_latest or from_latest > to_date"),
            Check(
                "the G7 has seven members",
                "select count(*) as members from membership where coalition_id = 'g7' and role = 'member' and to_date is null having members <> 7",
            ),
            Check(
                "no state of the EU is in the G7 because the EU is",
                "from membership where coalition_id = 'g7' and body = 'eu' and role = 'member'",
            ),
        ),
    ),
    Table(
        "site",
        "one side of a place: its deposit or mine, or its plant",
        (
            "site_id",
            "place_id",
            "name",
            "kind",
            "stage",
            "iso3",
            "iso3_stated",
            "disputed",
            "administered_by",
            "lon",
            "lat",
            "location_precision",
            "status",
            "status_year",
            "operator",
            "owner_iso3",
            "importance",
            "confidence",
            "note",
        ),
        ("site_id",),
        ("place_id", "name", "kind", "disputed", "location_precision", "status", "importance"),
        (("iso3", "country"), ("iso3_stated", "country"), ("owner_iso3", "country")),
        (
            _one_of("kind", KINDS, "site"),
            _one_of("stage", PLANT_STAGES, "site"),
            _one_of("status", STATUSES, "site"),
            _one_of("location_precision", PRECISIONS, "site"),
            Check(
                "a point is whole, on the globe, and only missing where the precision says so",
                "from site where (lon is null) <> (lat is null) or (lon is null) <> (location_precision = 'none') "
                "or not lon between -180 and 180 or not lat between -90 and 90",
            ),
            Check(
                "a place has at most one mine side and one plant side",
                "select place_id, count(*) as sides from site group by place_id having count(*) filter (kind = 'plant') > 1 or count(*) filter (kind <> 'plant') > 1",
            ),
            Check(
                "country and stated country agree, or the row says why",
                "from site where iso3 <> iso3_stated and not disputed and site_id not in "
                "(select site_id from site_source join site_exception using (source_id, record))",
            ),
            Check("every site has a mineral", "from site where site_id not in (select site_id from site_mineral)"),
            Check("every site has a source", "from site where site_id not in (select site_id from site_source)"),
        ),
    ),
    Table(
        "site_mineral",
        "a mineral at a site",
        (
            "site_id",
            "mineral_id",
            "role",
            "product",
            "capacity_t",
            "capacity_basis",
            "capacity_kind",
            "capacity_year",
            "capacity_is_shared",
        ),
        ("site_id", "mineral_id", "product"),
        ("role", "capacity_is_shared"),
        (("site_id", "site"), ("mineral_id", "mineral")),
        (
            _one_of("role", ("main", "by_product"), "site_mineral"),
            _one_of("capacity_kind", ("nameplate", "plan", "output"), "site_mineral"),
            Check("a capacity is positive", "from site_mineral where capacity_t <= 0"),
        ),
    ),
    Table(
        "site_source",
        "where a site's facts came from",
        ("site_id", "source_id", "record"),
        ("site_id", "source_id", "record"),
        (),
        (("site_id", "site"), ("source_id", "source")),
    ),
    Table(
        "site_exception",
        "a record whose stated country is known to differ from its point",
        ("source_id", "record", "iso3", "iso3_stated", "reason", "source"),
        ("source_id", "record"),
        ("reason",),
        (("source_id", "source"),),
    ),
    Table(
        "production",
        "output of a country in a year",
        _STATISTIC,
        _STATISTIC_KEY,
        ("basis", "stage", "is_rest"),
        _STATISTIC_REFERS,
        (
            _one_of("stage", tuple(STAGES), "production"),
            _positive("production"),
            Check(_NAMED_OR_REST, "from production where (iso3 is null) <> is_rest"),
        ),
    ),
    Table(
        "capacity",
        "capacity of a country in a year (quantity in t per year)",
        _STATISTIC,
        _STATISTIC_KEY,
        ("basis", "stage", "is_rest"),
        _STATISTIC_REFERS,
        (
            _one_of("stage", tuple(STAGES), "capacity"),
            _positive("capacity"),
            Check(_NAMED_OR_REST, "from capacity where (iso3 is null) <> is_rest"),
        ),
    ),
    Table(
        "reserves",
        "reserves of a country",
        ("mineral_id", "product", "iso3", "is_rest", "year", "quantity_t", "basis", "flag", "source_id", "edition"),
        ("mineral_id", "product", "basis", "iso3", "is_rest", "year", "source_id", "edition"),
        ("basis", "is_rest"),
        _STATISTIC_REFERS,
        (_positive("reserves"), Check(_NAMED_OR_REST, "from reserves where (iso3 is null) <> is_rest")),
    ),
    Table(
        "world_total",
        "the world's total as the publisher gives it",
        ("mineral_id", "product", "stage", "year", "quantity_t", "basis", "flag", "excludes", "source_id", "edition"),
        ("mineral_id", "product", "stage", "year", "basis", "source_id", "edition"),
        ("basis",),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (
            _one_of("stage", tuple(STAGES), "world_total"),
            Check(
                "the countries add up to the publisher's total within 3%, or the difference is declared",
                "from total_difference where not declared",
            ),
        ),
    ),
    Table(
        "total_exception",
        "a total that its countries miss by over 3%, and why",
        ("mineral_id", "product", "stage", "year", "edition", "sum_t", "total_t", "difference_pct", "reason", "source_id"),
        ("mineral_id", "product", "stage", "year", "edition", "source_id"),
        ("reason",),
        (("source_id", "source"),),
    ),
    Table(
        "supply_share",
        "a published share where no tonnage is",
        ("mineral_id", "product", "stage", "iso3", "is_rest", "period", "share_pct", "flag", "source_id", "edition"),
        ("mineral_id", "product", "stage", "iso3", "is_rest", "period", "source_id"),
        ("share_pct", "is_rest", "product"),
        _STATISTIC_REFERS,
        (_one_of("stage", tuple(STAGES), "supply_share"), Check(_SHARES.promise, _SHARES.broken.format(table="supply_share"))),
    ),
    Table(
        "projection",
        "a scenario's figure, never mixed with data",
        ("scenario", "mineral_id", "product", "stage", "iso3", "is_rest", "year", "quantity_t", "source_id"),
        ("scenario", "mineral_id", "product", "stage", "iso3", "is_rest", "year"),
        ("quantity_t",),
        _STATISTIC_REFERS,
    ),
    Table(
        "import_source",
        "a country from which an importer buys a mineral in a form",
        (
            "importer",
            "mineral_id",
            "form",
            "stage",
            "covers",
            "iso3",
            "is_rest",
            "period",
            "share_pct",
            "flag",
            "source_id",
            "edition",
        ),
        ("importer", "mineral_id", "form", "stage", "iso3", "is_rest", "period", "source_id"),
        ("importer", "form", "covers", "is_rest", "share_pct"),
        _STATISTIC_REFERS,
        (
            _one_of("importer", ("USA", "EU"), "import_source"),
            _one_of("covers", ("imports", "imports and own output"), "import_source"),
            _one_of("stage", tuple(STAGES), "import_source"),
            Check(_NAMED_OR_REST, "from import_source where (iso3 is null) <> is_rest"),
            Check(_SHARES.promise, _SHARES.broken.format(table="import_source")),
            Check(
                "the shares of one form add up to at most 105",
                "select importer, mineral_id, form, stage, sum(share_pct) as total from import_source group by all having total > 105",
            ),
        ),
    ),
    Table(
        "import_reliance",
        "an importer's net import reliance for a product in a year, by edition",
        ("importer", "mineral_id", "product", "year", "reliance_pct", "flag", "source_id", "edition"),
        ("importer", "mineral_id", "product", "year", "source_id", "edition"),
        ("importer", "product", "year"),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (
            Check("a reliance lies between 0 and 100", "from import_reliance where not reliance_pct between 0 and 100"),
            Check(
                "a figure, or a word in its place",
                "from import_reliance where (reliance_pct is null) <> coalesce(flag in ('net_exporter', 'not_available', 'withheld'), false)",
            ),
        ),
    ),
    Table(
        "price",
        "a price of a product in a year or month",
        ("mineral_id", "product", "period", "price", "unit", "price_usd_t", "basis", "flag", "source_id", "edition"),
        ("mineral_id", "product", "period", "basis", "source_id"),
        ("unit", "basis", "period"),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (
            Check("a price is positive", "from price where price <= 0 or price_usd_t <= 0"),
            Check("a period is a year or a month", r"from price where not regexp_full_match(period, '\d{4}(-(0[1-9]|1[0-2]))?')"),
            Check(
                "a price has its price per ton, unless it is of a laboratory lot",
                "from price where price is not null and price_usd_t is null and not regexp_matches(unit, 'gram|liter')",
            ),
        ),
    ),
    Table(
        "eu_supply_risk",
        "a material in an assessment of the European Commission",
        ("mineral_id", "listed_as", "year", "supply_risk", "economic_importance", "source_id"),
        ("listed_as", "year"),
        ("mineral_id", "supply_risk", "economic_importance"),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (
            Check(
                "both lie between 0 and 12",
                "from eu_supply_risk where not supply_risk between 0 and 12 or not economic_importance between 0 and 12",
            ),
        ),
    ),
    Table(
        "enrichment",
        "enrichment capacity of an operator as a whole, or of one of its plants",
        ("operator", "plant", "located_in", "year", "capacity_tswu", "flag", "source_id", "note"),
        ("operator", "plant", "year", "source_id"),
        ("operator", "located_in", "capacity_tswu"),
        (("source_id", "source"),),
        (
            Check(
                "every country it is located in is in country",
                "select * from (select operator, unnest(located_in) as iso3 from enrichment) where iso3 not in (select iso3 from country)",
            ),
            Check("a capacity is positive", "from enrichment where capacity_tswu <= 0"),
        ),
    ),
    Table(
        "governance",
        "political stability of a country in a year",
        ("iso3", "year", "estimate", "source_id"),
        ("iso3", "year"),
        ("estimate",),
        (("iso3", "country"), ("source_id", "source")),
        (Check("an estimate lies between -3.5 and 3.5", "from governance where not estimate between -3.5 and 3.5"),),
    ),
    Table(
        "headline",
        "the product shown first for a mineral at a stage",
        ("mineral_id", "stage", "product"),
        ("mineral_id", "stage"),
        ("product",),
        (("mineral_id", "mineral"),),
        (_one_of("stage", tuple(STAGES), "headline"),),
    ),
    Table(
        "total_difference",
        "a publisher's total against the sum of its countries",
        (
            "mineral_id",
            "product",
            "stage",
            "year",
            "edition",
            "sum_t",
            "total_t",
            "difference_pct",
            "declared",
            "reason",
            "source_id",
        ),
    ),
    Table("production_latest", "output of a country in a year, in the newest edition that gives it", _STATISTIC, _STATISTIC_KEY),
    Table(
        "reserves_latest",
        "reserves of a country, in the newest edition that gives them",
        ("mineral_id", "product", "iso3", "is_rest", "year", "quantity_t", "basis", "flag", "source_id", "edition"),
        ("mineral_id", "product", "basis", "iso3", "is_rest", "source_id", "year"),
    ),
    Table(
        "share",
        "a country's share of the world at a stage, by source",
        (
            "mineral_id",
            "product",
            "stage",
            "basis",
            "year",
            "period",
            "iso3",
            "is_rest",
            "quantity_t",
            "share_pct",
            "flag",
            "source_id",
            "edition",
        ),
        ("mineral_id", "product", "stage", "basis", "period", "iso3", "is_rest", "source_id"),
        (),
        (),
        (
            Check(_SHARES.promise, _SHARES.broken.format(table="share")),
            Check(
                "shares of one figure add up to at most 100, give or take rounding",
                "select mineral_id, product, stage, period, source_id, sum(share_pct) as total from share group by all having total > 104",
            ),
        ),
    ),
    Table(
        "market",
        "how concentrated a stage of a mineral is, by source and period",
        (
            "mineral_id",
            "product",
            "stage",
            "basis",
            "year",
            "period",
            "source_id",
            "edition",
            "quantity_t",
            "countries",
            "named_pct",
            "hhi_low",
            "hhi_high",
            "top_iso3",
            "top_pct",
            "top3_pct",
            "withheld",
            "excludes",
        ),
        ("mineral_id", "product", "stage", "basis", "period", "source_id"),
        ("hhi_low", "hhi_high", "top_iso3"),
        (("top_iso3", "country"),),
        (
            Check(
                "HHI lies between 0 and 10,000, its lower bound first",
                "from market where hhi_low < 0 or hhi_high > 10000 or hhi_low > hhi_high",
            ),
        ),
    ),
    Table(
        "shown",
        "the figures shown first for a mineral and stage when a year is asked for",
        (
            "asked_year",
            "shown_for",
            "by_group",
            "mineral_id",
            "product",
            "stage",
            "basis",
            "year",
            "period",
            "source_id",
            "edition",
            "quantity_t",
            "countries",
            "named_pct",
            "hhi_low",
            "hhi_high",
            "top_iso3",
            "top_pct",
            "top3_pct",
            "withheld",
            "excludes",
        ),
        ("asked_year", "shown_for", "stage"),
        (),
        (("shown_for", "mineral"),),
    ),
    Table(
        "control",
        "an export control, or another measure on trade in minerals",
        (
            "control_id",
            "issuer",
            "title",
            "announced",
            "effective",
            "ended",
            "suspended_from",
            "known_until",
            "kind",
            "targets",
            "scope",
            "status",
            "status_date",
            "summary",
            "source_id",
            "confidence",
            "second_source_id",
        ),
        ("control_id",),
        ("issuer", "title", "kind", "targets", "status", "summary", "source_id", "confidence"),
        (("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("kind", CONTROL_KINDS, "control"),
            _one_of("status", CONTROL_STATUSES, "control"),
            _one_of("confidence", CONFIDENCES, "control"),
            Check(
                "issuers and targets are countries, bodies or all",
                "select control_id, party from (select control_id, unnest(list_prepend(issuer, targets)) as party from control) "
                "where party not in (select iso3 from country) and party not in (select coalition_id from coalition) and party <> 'all'",
            ),
            Check(
                "dates are in order",
                "from control where announced > status_date or ended < effective or suspended_from < announced",
            ),
            Check(
                "a status other than announced has its date", "from control where status <> 'announced' and status_date is null"
            ),
            Check(
                "a suspended control says from when and until when",
                "from control where status = 'suspended' and (suspended_from is null or known_until is null)",
            ),
            Check("an ended control says when it ended", "from control where (status = 'ended') <> (ended is not null)"),
            Check(
                "a control names its minerals, or what it covers instead",
                "from control where scope is null and control_id not in (select control_id from control_mineral)",
            ),
            Check(
                "a control past the day its status is known for is not in force",
                "from control_state(current_date) where state = 'in_force' and known_until < current_date",
            ),
        ),
    ),
    Table(
        "control_mineral",
        "a mineral that a control names",
        ("control_id", "mineral_id"),
        ("control_id", "mineral_id"),
        (),
        (("control_id", "control"), ("mineral_id", "mineral")),
    ),
    Table(
        "agreement",
        "a framework, memorandum, declaration or statement on minerals",
        (
            "agreement_id",
            "signed",
            "title",
            "kind",
            "content",
            "status",
            "known_until",
            "source_id",
            "confidence",
            "second_source_id",
        ),
        ("agreement_id",),
        ("signed", "title", "kind", "status", "source_id", "confidence"),
        (("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("kind", AGREEMENT_KINDS, "agreement"),
            _one_of("confidence", CONFIDENCES, "agreement"),
            Check(
                "an agreement has a party", "from agreement where agreement_id not in (select agreement_id from agreement_party)"
            ),
        ),
    ),
    Table(
        "agreement_party",
        "a party of an agreement",
        ("agreement_id", "iso3", "body"),
        ("agreement_id", "iso3", "body"),
        (),
        (("agreement_id", "agreement"), ("iso3", "country")),
        (
            Check("a party is a country or a body, not both", "from agreement_party where (iso3 is null) = (body is null)"),
            Check("a body is a coalition", "from agreement_party where body not in (select coalition_id from coalition)"),
        ),
    ),
    Table(
        "claim",
        "a statement by a government about how many minerals it can supply; no list of them stands behind it",
        ("claim_id", "iso3", "claimed_on", "text", "count_claimed", "count_of", "source_id", "confidence", "second_source_id"),
        ("claim_id",),
        ("iso3", "claimed_on", "text", "count_claimed", "source_id", "confidence"),
        (("iso3", "country"), ("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("confidence", CONFIDENCES, "claim"),
            Check("a claim is no more than the list it refers to", "from claim where count_claimed > count_of"),
        ),
    ),
    Table(
        "evidence",
        "how well it is known that a country has a mineral",
        ("iso3", "mineral_id", "grade", "by_group", "year", "reason", "look_up", "source_id", "confidence", "second_source_id"),
        ("iso3", "mineral_id"),
        ("grade", "by_group", "reason", "source_id", "confidence"),
        (("iso3", "country"), ("mineral_id", "mineral"), ("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("grade", GRADES, "evidence"),
            _one_of("confidence", CONFIDENCES, "evidence"),
            Check(
                "Kazakhstan has evidence for each of the 60 minerals of the 2025 US list, and for no other",
                "select coalesce(e.mineral_id, l.mineral_id) as mineral_id from (from evidence where iso3 = 'KAZ') as e "
                "full join (select distinct mineral_id from mineral_list where list_id = 'us_2025') as l using (mineral_id) "
                "where (e.mineral_id is null or l.mineral_id is null) and exists (from evidence)",
            ),
            Check("what was not found was looked for", "from evidence where grade = 'none_found' and look_up is null"),
            Check(
                "what rests on the group's evidence has a group",
                "from evidence where by_group and mineral_id in (select mineral_id from mineral where parent_id is null)",
            ),
        ),
    ),
    Table(
        "passage",
        "a chokepoint of shipping",
        (
            "passage_id",
            "name_en",
            "name_ru",
            "name_kk",
            "lon",
            "lat",
            "about",
            "status",
            "status_date",
            "known_until",
            "network_name",
            "point_source_id",
            "source_id",
            "second_source_id",
        ),
        ("passage_id",),
        ("name_en", "lon", "lat", "about", "status", "point_source_id", "source_id"),
        (("point_source_id", "source"), ("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("status", ROUTE_STATUSES, "passage"),
            Check("a point is on the globe", "from passage where not lon between -180 and 180 or not lat between -90 and 90"),
            Check(
                "a status that is not the usual one has its date",
                "from passage where status in ('reduced', 'closed') and (status_date is null or known_until is null)",
            ),
            Check(
                "a name in the network is one passage's",
                "select network_name, count(*) as passages from passage where network_name is not null group by all having passages > 1",
            ),
        ),
    ),
    Table(
        "corridor",
        "a named land route",
        (
            "corridor_id",
            "name_en",
            "name_ru",
            "name_kk",
            "about",
            "through",
            "status",
            "status_date",
            "known_until",
            "source_id",
            "second_source_id",
        ),
        ("corridor_id",),
        ("name_en", "about", "through", "status", "source_id"),
        (("source_id", "source"), ("second_source_id", "source")),
        (
            _one_of("status", ROUTE_STATUSES, "corridor"),
            Check(
                "a route runs through countries",
                "select corridor_id, iso3 from (select corridor_id, unnest(through) as iso3 from corridor) "
                "where iso3 not in (select iso3 from country)",
            ),
            Check(
                "a route has a waypoint in every country it runs through, and in no other",
                "with named as (select corridor_id, unnest(through) as iso3 from corridor), "
                "placed as (select distinct corridor_id, iso3 from corridor_waypoint) "
                "(from named except from placed) union all (from placed except from named)",
            ),
        ),
    ),
    Table(
        "corridor_waypoint",
        "a place a land route runs through, in order",
        ("corridor_id", "seq", "name", "iso3", "lon", "lat", "source_id"),
        ("corridor_id", "seq"),
        ("name", "iso3", "lon", "lat", "source_id"),
        (("corridor_id", "corridor"), ("iso3", "country"), ("source_id", "source")),
        (
            Check(
                "a point is on the globe",
                "from corridor_waypoint where not lon between -180 and 180 or not lat between -90 and 90",
            ),
            Check(
                "a route begins at 1 and leaves no number out",
                "select corridor_id from corridor_waypoint group by all having min(seq) <> 1 or max(seq) <> count(*)",
            ),
        ),
    ),
    Table(
        "node",
        "a point where lanes meet: at sea, a port, a border crossing, a town",
        ("node_id", "iso3", "name", "kind", "is_gateway", "lon", "lat", "source_id", "record"),
        ("node_id",),
        ("kind", "is_gateway", "lon", "lat", "source_id"),
        (("iso3", "country"), ("source_id", "source")),
        (
            _one_of("kind", ("sea", "port", "border", "inland"), "node"),
            Check("a point lies on the globe", "from node where not lon between -180 and 180 or not lat between -90 and 90"),
            Check(
                "a place on land has a name and a country, a point at sea neither",
                "from node where (kind = 'sea') = (iso3 is not null) or (kind = 'sea') = (name is not null)",
            ),
        ),
    ),
    Table(
        "way",
        "a way over land or inland water, given by the places it goes by",
        ("way_id", "mode", "corridor_id", "factor", "stated_km", "places", "note", "source_id"),
        ("way_id",),
        ("mode", "places", "source_id"),
        (("source_id", "source"),),
        (
            _one_of("mode", MODES, "way"),
            Check("a way has two ends", "from way where len(places) < 2"),
            Check("a factor is at least 1 and says why", "from way where factor < 1 or (factor is not null and note is null)"),
            Check(
                "every place of a way is a node",
                "select way_id, place from (select way_id, unnest(places) as place from way) "
                "where place not in (select node_id from node)",
            ),
        ),
    ),
    Table(
        "passage_gate",
        "a line across a strait or canal: a lane that crosses it lies in the passage",
        ("passage_id", "from_lon", "from_lat", "to_lon", "to_lat", "source_id"),
        ("passage_id",),
        ("from_lon", "from_lat", "to_lon", "to_lat"),
        (("passage_id", "passage"), ("source_id", "source")),
        (
            Check(
                "something crosses it",
                "from passage_gate where passage_id not in (select passage_id from lane where passage_id is not null)",
            ),
        ),
    ),
    Table(
        "lane",
        "one stretch of the network",
        (
            "lane_id",
            "from_node",
            "to_node",
            "mode",
            "length_km",
            "effort_km",
            "passage_id",
            "corridor_id",
            "way_id",
            "path",
            "source_id",
        ),
        ("lane_id",),
        ("from_node", "to_node", "mode", "length_km", "effort_km", "path", "source_id"),
        (
            ("from_node", "node"),
            ("to_node", "node"),
            ("way_id", "way"),
            ("passage_id", "passage_gate"),
            ("corridor_id", "corridor"),
            ("source_id", "source"),
        ),
        (
            _one_of("mode", MODES, "lane"),
            Check(
                "a length is positive, and effort no less", "from lane where not length_km > 0 or effort_km < length_km - 0.01"
            ),
            Check("a lane joins two nodes", "from lane where from_node = to_node"),
            Check(
                "a path runs from node to node",
                "select lane_id, a.lon, a.lat, b.lon, b.lat, path[1], path[-1] from lane "
                "join node a on a.node_id = from_node join node b on b.node_id = to_node "
                "where abs(path[1][1] - a.lon) + abs(path[1][2] - a.lat) > 0.001 "
                "or abs(path[-1][1] - b.lon) + abs(path[-1][2] - b.lat) > 0.001",
            ),
            Check(
                "a lane is no shorter than the straight line",
                "select lane_id, length_km from lane join node a on a.node_id = from_node join node b on b.node_id = to_node "
                "where length_km < 0.995 * 2 * 6371 * asin(least(1, sqrt(power(sin(radians(b.lat - a.lat) / 2), 2) + "
                "cos(radians(a.lat)) * cos(radians(b.lat)) * power(sin(radians(b.lon - a.lon) / 2), 2)))) - 1",
            ),
        ),
    ),
    Table(
        "gateway",
        "a place where a country meets the network",
        ("gateway_id", "iso3", "name", "kind", "lon", "lat", "node_id", "source_id"),
        ("gateway_id",),
        ("iso3", "name", "kind", "lon", "lat", "node_id"),
        (("iso3", "country"), ("node_id", "node"), ("source_id", "source")),
        (
            _one_of("kind", ("port", "border", "inland"), "gateway"),
            Check(
                "a gateway is an end of a lane",
                "from gateway where node_id not in (select from_node from lane union select to_node from lane)",
            ),
        ),
    ),
    Table(
        "without_gateway",
        "a country or area that the network does not serve, and why",
        ("iso3", "reason"),
        ("iso3",),
        ("reason",),
        (("iso3", "country"),),
        (
            Check(
                "every country has a gateway or stands here, not both",
                "select iso3 from country where exists (from node) and "
                "(iso3 in (select iso3 from gateway)) = (iso3 in (select iso3 from without_gateway))",
            ),
        ),
    ),
    Table(
        "route",
        "the usual way between two countries",
        (
            "exporter",
            "importer",
            "from_gateway",
            "to_gateway",
            "lane_ids",
            "length_km",
            "days",
            "passage_ids",
            "corridor_ids",
        ),
        ("exporter", "importer"),
        ("from_gateway", "to_gateway", "lane_ids", "length_km", "days", "passage_ids", "corridor_ids"),
        (("exporter", "country"), ("importer", "country"), ("from_gateway", "gateway"), ("to_gateway", "gateway")),
        (
            Check(
                "every two countries with gateways have a way",
                "select a.iso3, b.iso3 from (select distinct iso3 from gateway) a, (select distinct iso3 from gateway) b "
                "where a.iso3 <> b.iso3 and (a.iso3, b.iso3) not in (select (exporter, importer) from route)",
            ),
            Check(
                "every two countries that trade have a way, or one of them is known to have no gateway",
                "select distinct exporter, importer from trade where exists (from node) and exporter <> importer "
                "and (exporter, importer) not in (select (exporter, importer) from route) "
                "and exporter not in (select iso3 from without_gateway) and importer not in (select iso3 from without_gateway)",
            ),
            Check(
                "a way and the way back are the same",
                "select r.exporter, r.importer from route r left join route s on s.exporter = r.importer and s.importer = r.exporter "
                "where s.exporter is null or r.lane_ids <> list_reverse(s.lane_ids) or r.passage_ids <> list_reverse(s.passage_ids)",
            ),
            Check(
                "a way is as long as its lanes",
                "select exporter, importer, length_km, sum(km) as lanes_km from "
                "(select r.exporter, r.importer, r.length_km, l.length_km as km from "
                "(select exporter, importer, length_km, unnest(lane_ids) as lane_id from route where exporter < importer) r "
                "left join lane l using (lane_id)) group by all having sum(km) is null or abs(sum(km) - length_km) > 0.1",
            ),
            Check(
                "the lanes of a way connect, from gateway to gateway",
                "select exporter, importer, list(distinct node_id) as ends, from_gateway, to_gateway from "
                "(select exporter, importer, from_gateway, to_gateway, node_id from "
                "(select exporter, importer, from_gateway, to_gateway, unnest(lane_ids) as lane_id from route where exporter < importer) "
                "join (select lane_id, unnest([from_node, to_node]) as node_id from lane) using (lane_id) "
                "group by all having count(*) % 2 = 1) "
                "group by all having len(ends) <> 2 or not list_contains(ends, from_gateway) or not list_contains(ends, to_gateway)",
            ),
        ),
    ),
    Table(
        "hs_code",
        "a customs code and a mineral it stands for",
        (
            "hs",
            "hs_level",
            "revision",
            "description",
            "mineral_id",
            "customs_stage",
            "stage",
            "specificity",
            "note",
            "source_id",
        ),
        ("hs", "mineral_id"),
        ("hs_level", "revision", "customs_stage", "stage", "specificity", "source_id"),
        (("mineral_id", "mineral"), ("source_id", "source")),
        (
            _one_of("customs_stage", tuple(CUSTOMS_STAGE), "hs_code"),
            Check(
                "the stage is the one that every customs stage belongs to",
                "from hs_code where (customs_stage, stage) not in ("
                + ", ".join(f"('{customs}', '{stage}')" for customs, stage in CUSTOMS_STAGE.items())
                + ")",
            ),
            _one_of("specificity", ("dedicated", "basket"), "hs_code"),
            Check(
                "a code has as many digits as it says, four or six",
                "from hs_code where not regexp_full_match(hs, '[0-9]{4}|[0-9]{6}') or length(hs) <> hs_level",
            ),
            Check(
                "editions are named by year, the first before the last",
                "from hs_code where not regexp_full_match(revision, 'HS[0-9]{4}(-HS[0-9]{4})?') or left(revision, 6) > right(revision, 6)",
            ),
            Check(
                "a code of several minerals is a basket",
                "from hs_code where specificity = 'dedicated' and hs in (select hs from hs_code group by hs having count(*) > 1)",
            ),
            Check(
                "a code has one stage",
                "select hs from hs_code group by hs having count(distinct customs_stage) > 1",
            ),
        ),
    ),
    Table(
        "trade",
        "a flow between two countries; series overlap, so take them through trade_best",
        (
            "year",
            "exporter",
            "importer",
            "hs",
            "value_usd",
            "valuation",
            "mass_t",
            "source_id",
            "completeness",
            "revision",
            "buyers",
            "basis",
            "mineral_id",
            "period",
        ),
        ("source_id", "year", "hs", "mineral_id", "exporter", "importer"),
        ("year", "exporter", "importer", "hs", "source_id", "completeness", "revision", "buyers", "period"),
        (("exporter", "country"), ("importer", "country"), ("hs", "hs_code"), ("mineral_id", "mineral"), ("source_id", "source")),
        (
            _one_of("completeness", tuple(COMPLETENESS), "trade"),
            _one_of("buyers", tuple(BUYERS), "trade"),
            _one_of("valuation", ("fob", "cif"), "trade"),
            Check(
                "no negative value or mass, and one of the two is known",
                "from trade where value_usd < 0 or mass_t < 0 or coalesce(value_usd, mass_t) is null",
            ),
            Check("a value says how it is valued", "from trade where (value_usd is null) <> (valuation is null)"),
            Check("a mass says what it counts", "from trade where mass_t is not null and basis is null"),
            Check("nobody trades with itself", "from trade where exporter = importer"),
            Check(
                "a series of one importer or union has its importers only",
                "from trade where buyers = 'usa' and importer <> 'USA'",
            ),
            Check(
                "Taiwan and Namibia are there since 2018",
                "select iso3, year from unnest(['TWN', 'NAM']) as c(iso3), (select distinct year from trade "
                "where buyers = 'world' and length(hs) = 6 and year >= 2018) "
                "where exists (select 1 from trade where year = 2018 and source_id = 'baci_hs17_v202601') "
                "and (iso3, year) not in (select unnest([exporter, importer]), year from trade)",
            ),
            Check(
                "at four digits no country's listed flows exceed its own total",
                "select t.hs, t.year, t.exporter, sum(t.value_usd) as listed_usd, any_value(w.exports_usd) as exports_usd "
                "from trade t join trade_total w on w.hs = t.hs and w.year = t.year and w.source_id = t.source_id and w.iso3 = t.exporter "
                "group by all having listed_usd > 1.001 * exports_usd + 20000",
            ),
        ),
        replaces=("source_id", "year"),
    ),
    Table(
        "trade_left_out",
        "trade of a party that is no country, or that is no customs code: left out of trade, and counted",
        ("source_id", "year", "party", "reason", "flows", "value_usd"),
        ("source_id", "year", "party", "reason"),
        ("reason", "flows"),
        (("source_id", "source"),),
        replaces=("source_id", "year"),
    ),
    Table(
        "trade_break",
        "a year from which a series of trade cannot be compared with the years before: no line may cross it",
        ("source_id", "hs", "year", "reason"),
        ("source_id", "hs", "year"),
        ("year", "reason"),
        (("source_id", "source"), ("hs", "hs_code")),
        (
            Check(
                "a change of source within the world's yearly series is a break",
                "select b.year, b.source_id from (select year, source_id, lag(source_id) over (order by year) as before from "
                "(select distinct year, source_id from trade where buyers = 'world' and length(hs) = 6 and source_id like 'baci_hs%' "
                "and source_id <> 'baci_hs22_v202601' qualify row_number() over (partition by year order by source_id desc) = 1)) b "
                "where b.before <> b.source_id and (b.source_id, b.year) not in (select source_id, year from trade_break)",
            ),
        ),
    ),
    Table(
        "trade_total",
        "all a country trades in a heading, and how much of it the listed flows leave unexplained",
        (
            "year",
            "iso3",
            "hs",
            "exports_usd",
            "imports_usd",
            "exports_unallocated_usd",
            "imports_unallocated_usd",
            "note",
            "source_id",
        ),
        ("source_id", "year", "hs", "iso3"),
        ("exports_usd", "imports_usd"),
        (("iso3", "country"), ("hs", "hs_code"), ("source_id", "source")),
        (
            Check(
                "nothing is negative, and no part exceeds the whole",
                "from trade_total where exports_usd < 0 or imports_usd < 0 or exports_unallocated_usd > exports_usd + 1 "
                "or imports_unallocated_usd > imports_usd + 1",
            ),
            Check(
                "headings of one code equal the six-digit flows: manganese and aluminium ores",
                "select h.hs, h.year, h.total_usd, s.total_usd as six_usd from "
                "(select hs, year, source_id, sum(imports_usd) as total_usd from trade_total where hs in ('2602', '2606') group by all) h join "
                "(select left(hs, 4) as hs, year, source_id, sum(value_usd) as total_usd from trade where hs in ('260200', '260600') "
                "and completeness = 'full' group by all) s using (hs, year, source_id) "
                "where abs(h.total_usd - s.total_usd) > 0.0001 * s.total_usd",
            ),
            Check(
                "what a country exports is what all import",
                "select hs, year, sum(exports_usd) as exports_usd, sum(imports_usd) as imports_usd from trade_total where note is null "
                "group by hs, year, source_id having abs(sum(exports_usd) - sum(imports_usd)) > 0.0001 * sum(imports_usd)",
            ),
        ),
        replaces=("source_id", "year"),
    ),
    Table(
        "trade_coverage",
        "how much of the world's trade in a heading the listed flows hold",
        ("source_id", "year", "hs", "countries", "flows", "coverage_pct"),
        ("source_id", "year", "hs"),
        ("flows", "coverage_pct"),
        (("source_id", "source"), ("hs", "hs_code")),
        (
            Check(
                "the flows and the countries' totals give the coverage that is stated, within rounding",
                "with listed as (select source_id, year, hs, count(*) as found, sum(value_usd) as value_usd from trade "
                "where completeness = 'top_partners' and length(hs) = 4 group by all), "
                "world as (select source_id, year, hs, greatest(sum(imports_usd), sum(exports_usd)) as world_usd from trade_total group by all) "
                "select c.hs, c.year, c.flows, l.found, c.coverage_pct, 100 * l.value_usd / w.world_usd as computed_pct "
                "from trade_coverage c join listed l using (source_id, year, hs) join world w using (source_id, year, hs) "
                "where l.found <> c.flows or abs(100 * l.value_usd / w.world_usd - c.coverage_pct) > 0.011",
            ),
        ),
        replaces=("source_id", "year"),
    ),
    Table(
        "trade_best",
        "the one series to take for a mineral's code and year, among the same buyers; codes of one mineral do not overlap",
        (
            "buyers",
            "mineral_id",
            "year",
            "hs",
            "hs_level",
            "customs_stage",
            "stage",
            "specificity",
            "source_id",
            "completeness",
            "revision",
            "basis",
            "period",
            "flows",
            "value_usd",
            "mass_t",
            "rivals",
        ),
        ("buyers", "mineral_id", "year", "hs"),
        ("source_id", "completeness", "stage"),
        (("mineral_id", "mineral"), ("hs", "hs_code"), ("source_id", "source")),
        (
            Check(
                "a heading is never taken beside a six-digit code of its own for one mineral",
                "select b.* from trade_best b join trade_best s on s.buyers = b.buyers and s.mineral_id = b.mineral_id and s.year = b.year "
                "and s.hs_level = 6 and left(s.hs, 4) = b.hs where b.hs_level = 4",
            ),
            Check(
                "one source for a code, year and buyers, whatever the mineral, but where the publisher names the mineral",
                "select buyers, year, hs from trade_best group by all having count(distinct source_id) > 1",
            ),
        ),
    ),
    Table(
        "port",
        "a port of the World Port Index",
        ("port_id", "name", "iso3", "lon", "lat", "harbor_size", "source_id"),
        ("port_id",),
        ("name", "iso3", "lon", "lat", "source_id"),
        (("iso3", "country"), ("source_id", "source")),
        (
            _one_of("harbor_size", ("very small", "small", "medium", "large"), "port"),
            Check("a port is on the globe", "from port where not lon between -180 and 180 or not lat between -90 and 90"),
        ),
    ),
    Table(
        "correction",
        "a declared change to what a publisher printed",
        ("source_id", "record", "field", "was", "now", "reason", "source"),
        ("source_id", "record", "field"),
        ("reason",),
        (("source_id", "source"),),
    ),
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}
