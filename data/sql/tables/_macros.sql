-- which minerals a choice of minerals, groups and families stands for (all of them when nothing is chosen)
create macro chosen(minerals) as table
select mineral_id
from mineral
where len(minerals) = 0
or list_contains(minerals, mineral_id)
or list_contains(minerals, parent_id)
or list_contains(minerals, replace(family, ' ', '_'));

-- the minerals whose figures are listed for a choice: those of the US list that it stands for, and any chosen by name
create macro listed(minerals) as table
select mineral_id
from mineral
where list_contains(minerals, mineral_id)
or mineral_id in (from chosen(minerals))
and mineral_id in (select l.mineral_id from mineral_list l where l.list_id = 'us_2025');

-- every country's share in the figures shown first in a year; hidden where it is withheld or outside the total
create macro shown_shares(of_year) as table
select
    k.shown_for,
    k.stage,
    s.iso3,
    s.share_pct,
    s.flag,
    s.flag = 'withheld' or list_contains(k.excludes, s.iso3) as is_hidden
from shown k
join share s using (mineral_id, product, stage, basis, period, source_id)
where k.asked_year = of_year
and s.iso3 is not null;

-- what a group of countries has of each figure shown first in a year
create macro held_by(holders, of_year) as table
select
    s.shown_for,
    s.stage,
    sum(s.share_pct) filter (list_contains(holders, s.iso3)) as held_pct,
    list_sort(list(c.name_en) filter (list_contains(holders, s.iso3) and s.is_hidden)) as hidden,
    bool_or(list_contains(holders, s.iso3) and s.flag = 'estimated') as is_estimated
from shown_shares(of_year) s
left join country c on c.iso3 = s.iso3
group by all;

-- under which names a choice of minerals can stand at a site: a member of a group may be listed by its group
create macro at_sites(minerals) as table
select mineral_id
from chosen(minerals)
union
select parent_id
from mineral
where parent_id is not null
and list_contains(minerals, mineral_id);

-- the names of a list of country codes
create macro names_of(codes) as (
    select coalesce(list(name_en order by name_en), [])
    from country
    where list_contains(codes, iso3)
);

-- what is known of every control on a day: announced, in force, suspended, ended, or unknown since when
create macro control_state(as_of) as table
select
    control_id,
    issuer,
    kind,
    targets,
    known_until,
    case
        when ended < as_of then 'ended'
        when known_until < as_of then 'unknown'
        when announced > as_of then 'not_announced'
        when suspended_from <= as_of then 'suspended'
        when effective <= as_of then 'in_force'
        else 'announced'
    end as state,
    case
        when state = 'ended' then ended
        when state = 'unknown' then known_until
        when state = 'not_announced' then null
        when state = 'suspended' then suspended_from
        when state = 'in_force' then effective
        else announced
    end as state_since
from control;

-- what is known of every passage and corridor on a day: its status, or unknown since when
create macro route_state(as_of) as table
select
    passage_id as route_id,
    'passage' as route,
    case
        when known_until < as_of then 'unknown'
        else status
    end as state,
    case
        when known_until < as_of then known_until
        else status_date
    end as state_since
from passage
union all
select
    corridor_id,
    'corridor',
    case
        when known_until < as_of then 'unknown'
        else status
    end,
    case
        when known_until < as_of then known_until
        else status_date
    end
from corridor;

-- which series of trade to take for a choice of minerals (all of the US list when nothing is chosen), each code once however
-- many of the minerals share it; a mineral without a code of its own stands under its group's, and a heading of four digits
-- is left out in a year in which codes of six digits below it are taken
create macro series_of(minerals, of_buyers, goods) as table
with named as (
    select mineral_id
    from chosen(minerals)
    where len(minerals) > 0
    or mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
),
meant as (
    select mineral_id
    from named
    union
    select parent_id
    from mineral
    where mineral_id in (from named)
    and parent_id is not null
    and mineral_id not in (select mineral_id from trade_best)
),
taken as (
    select
        buyers,
        year,
        hs,
        hs_level,
        source_id,
        completeness,
        revision,
        customs_stage,
        bool_or(specificity = 'basket') as is_basket,
        list(distinct mineral_id) as mineral_ids
    from trade_best
    where buyers = of_buyers
    and mineral_id in (from meant)
    and (len(goods) = 0 or list_contains(goods, customs_stage))
    group by all
)
select
    t.*,
    t.hs_level = 4 and exists (
        select 1
        from taken s
        where s.hs_level = 6
        and s.year = t.year
        and left(s.hs, 4) = t.hs
    ) as is_counted_below
from taken t;

-- the flows of those series: one row for a pair of countries, code and year
create macro shipped(minerals, of_buyers, goods) as table
select
    t.year,
    t.exporter,
    t.importer,
    t.hs,
    t.value_usd,
    t.mass_t,
    s.source_id,
    s.completeness,
    s.is_basket,
    s.customs_stage,
    s.mineral_ids
from trade t
join series_of(minerals, of_buyers, goods) s using (buyers, year, hs, source_id, completeness, revision)
where not s.is_counted_below
and (t.mineral_id is null or list_contains(s.mineral_ids, t.mineral_id));

-- whether a flow is of those who are asked for: what they buy, what they sell, or any when nobody is asked for
create macro is_of(side, holders, exporter, importer) as
case
    when side = 'world' or len(holders) = 0 then true
    when side = 'export' then list_contains(holders, exporter)
    else list_contains(holders, importer)
end;

-- what of a flow is measured: its value, or its mass
create macro measured(measure, value_usd, mass_t) as
case when measure = 'mass' then mass_t else value_usd end;
