-- each country's share of the world at a stage, by source: computed from tonnages, or as published where there are none
with output as (
    select mineral_id, product, stage, basis, year, source_id, edition, iso3, is_rest, sum(quantity_t) as quantity_t, max(flag) as flag
    from production_latest
    group by all
    union all
    select mineral_id, product, 'reserves', basis, year, source_id, edition, iso3, is_rest, sum(quantity_t), max(flag)
    from reserves_latest
    group by all
),
world as (
    select
        o.mineral_id,
        o.product,
        o.stage,
        o.basis,
        o.year,
        o.source_id,
        o.edition,
        sum(o.quantity_t) filter (not coalesce(list_contains(t.excludes, o.iso3), false)) as sum_t,
        any_value(t.quantity_t) as total_t,
        any_value(t.excludes) as excludes
    from output o
    left join world_total t using (mineral_id, product, stage, basis, year, source_id, edition)
    group by all
),
-- the publisher's total, unless its own countries exceed it by more than rounding explains; without a total, no shares:
-- what the countries named are of the world is then not known
denominator as (
    select *, case when total_t > 0 then case when sum_t <= 1.03 * total_t then total_t else sum_t end end as world_t
    from world
)
select
    o.mineral_id,
    o.product,
    o.stage,
    o.basis,
    o.year,
    cast(o.year as varchar) as period,
    o.iso3,
    o.is_rest,
    o.quantity_t,
    case when o.quantity_t <= d.world_t and not coalesce(list_contains(d.excludes, o.iso3), false) then 100 * o.quantity_t / d.world_t end as share_pct,
    o.flag,
    o.source_id,
    o.edition
from output o
join denominator d using (mineral_id, product, stage, basis, year, source_id, edition)
union all by name
select
    mineral_id,
    product,
    stage,
    'share as published' as basis,
    try_cast(period as integer) as year,
    period,
    iso3,
    is_rest,
    null as quantity_t,
    share_pct,
    flag,
    source_id,
    edition
from supply_share
order by mineral_id, stage, product, source_id, period, share_pct desc
