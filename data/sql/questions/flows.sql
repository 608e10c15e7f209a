-- Who ships how much of the chosen minerals to whom, and by which way?
with flow as (
    select
        exporter,
        importer,
        sum(value_usd) as value_usd,
        sum(mass_t) as mass_t,
        sum(measured($measure, value_usd, mass_t)) as amount,
        bool_or(is_basket) as is_basket,
        bool_and(completeness = 'full') as is_full,
        list(distinct hs order by hs) as codes,
        list(distinct source_id order by source_id) as source_ids
    from shipped($minerals, 'world', $goods)
    where year = $trade_year
    and is_of($side, $holders, exporter, importer)
    group by all
)
select
    a.name_en as exporter_name,
    b.name_en as importer_name,
    round(100 * f.amount / sum(f.amount) over (), 3) as part_pct,
    f.value_usd,
    f.mass_t,
    round(r.length_km) as length_km,
    round(r.days, 1) as days,
    coalesce((select list(p.name_en order by list_position(r.passage_ids, p.passage_id)) from passage p where list_contains(r.passage_ids, p.passage_id)), []) as passages,
    coalesce((select list(c.name_en order by list_position(r.corridor_ids, c.corridor_id)) from corridor c where list_contains(r.corridor_ids, c.corridor_id)), []) as corridors,
    f.codes,
    f.is_basket,
    f.is_full,
    f.source_ids,
    r.exporter is not null as has_way,
    f.exporter,
    f.importer,
    f.amount
from flow f
join country a on a.iso3 = f.exporter
join country b on b.iso3 = f.importer
left join route r on r.exporter = f.exporter and r.importer = f.importer
where f.amount > 0
and (
    $through = ''
    or list_contains(r.passage_ids, $through)
    or list_contains(r.corridor_ids, $through)
    or list_contains(r.lane_ids, try_cast($through as integer))
)
order by f.amount desc, f.exporter, f.importer;
