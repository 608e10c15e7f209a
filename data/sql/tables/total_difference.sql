-- every publisher's total against the sum of its own countries, and whether a difference over 3% is declared
with figure as (
    select mineral_id, product, stage, basis, year, source_id, edition, iso3, quantity_t
    from production
    union all
    select mineral_id, product, 'reserves', basis, year, source_id, edition, iso3, quantity_t
    from reserves
),
-- a country that the publisher leaves out of its total is left out of the sum
summed as (
    select mineral_id, product, stage, basis, year, source_id, edition, sum(f.quantity_t) as sum_t
    from figure f
    join world_total t using (mineral_id, product, stage, basis, year, source_id, edition)
    where not coalesce(list_contains(t.excludes, f.iso3), false)
    group by all
)
select
    t.mineral_id,
    t.product,
    t.stage,
    t.year,
    t.edition,
    s.sum_t,
    t.quantity_t as total_t,
    100 * (s.sum_t - t.quantity_t) / t.quantity_t as difference_pct,
    abs(s.sum_t - t.quantity_t) <= 0.03 * t.quantity_t or e.reason is not null as declared,
    e.reason,
    t.source_id
from world_total t
join summed s using (mineral_id, product, stage, basis, year, source_id, edition)
left join total_exception e using (mineral_id, product, stage, year, edition, source_id)
where t.quantity_t > 0
and s.sum_t is not null
order by t.mineral_id, t.product, t.stage, t.year, t.edition
