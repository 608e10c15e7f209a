-- What does the atlas hold of each of the 60 minerals, its group's figures included, and what is missing?
with names as (
    select mineral_id, mineral_id as told_as
    from mineral
    union all
    select mineral_id, parent_id
    from mineral
    where parent_id is not null
),
at_site as (
    select n.mineral_id, count(distinct s.site_id) filter (s.kind <> 'plant') as sites, count(distinct s.site_id) filter (s.kind = 'plant') as plants
    from names n
    join site_mineral sm on sm.mineral_id = n.told_as
    join site s using (site_id)
    group by all
),
figure as (
    select mineral_id, 'production' as what, year, source_id from production where quantity_t is not null
    union all
    select mineral_id, 'capacity', year, source_id from capacity where quantity_t is not null
    union all
    select mineral_id, 'reserves', year, source_id from reserves where quantity_t is not null
    union all
    select mineral_id, 'share', null, source_id from supply_share
    union all
    select mineral_id, 'bought', null, source_id from import_source
    union all
    select mineral_id, 'reliance', year, source_id from import_reliance where reliance_pct is not null or flag = 'net_exporter'
    union all
    select mineral_id, 'price', try_cast(period[:4] as integer), source_id from price where price is not null
),
held as (
    select
        n.mineral_id,
        min(f.year) filter (f.what = 'production') || '-' || max(f.year) filter (f.what = 'production') as production_years,
        max(f.year) filter (f.what = 'reserves') as reserves_year,
        min(f.year) filter (f.what = 'price') || '-' || max(f.year) filter (f.what = 'price') as price_years,
        bool_or(f.what = 'bought') as has_import_source,
        bool_or(f.what = 'reliance') as has_reliance,
        count(distinct f.source_id) as statistics_sources
    from names n
    join figure f on f.mineral_id = n.told_as
    group by all
),
latest as (
    select shown_for, stage, by_group
    from shown
    where asked_year = (select max(asked_year) from shown)
)
select
    m.name_en as mineral,
    coalesce(a.sites, 0)::integer as sites,
    coalesce(a.plants, 0)::integer as plants,
    h.production_years,
    h.reserves_year,
    h.price_years,
    coalesce(h.statistics_sources, 0)::integer as statistics_sources,
    array_to_string(
        list_filter(
            [
                case when coalesce(a.sites, 0) = 0 then 'no deposit or mine' end,
                case when coalesce(a.plants, 0) = 0 then 'no plant' end,
                case when mine.stage is null then 'nothing on mining' when mine.by_group then 'mining by its group' end,
                case when refining.stage is null then 'nothing on refining' when refining.by_group then 'refining by its group' end,
                case when ground.stage is null then 'no reserves by country' when ground.by_group then 'reserves by its group' end,
                case when h.production_years is null then 'no tons, shares only' end,
                case when h.price_years is null then 'no price' end,
                case when not coalesce(h.has_import_source, false) then 'no import sources' end,
                case when not coalesce(h.has_reliance, false) then 'no import reliance' end
            ],
            lambda gap: gap is not null
        ),
        '; '
    ) as gaps
from mineral m
left join at_site a using (mineral_id)
left join held h using (mineral_id)
left join latest mine on mine.shown_for = m.mineral_id and mine.stage = 'mine'
left join latest refining on refining.shown_for = m.mineral_id and refining.stage = 'refining'
left join latest ground on ground.shown_for = m.mineral_id and ground.stage = 'reserves'
where m.mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
order by m.name_en;
