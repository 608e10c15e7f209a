-- Of which minerals does a country sell most, or buy most, each customs code counted once?
with flow as (
    select
        list_sort(mineral_ids) as mineral_ids,
        sum(value_usd) as value_usd,
        sum(mass_t) as mass_t,
        sum(measured($measure, value_usd, mass_t)) as amount,
        bool_or(is_basket) as is_basket,
        list(distinct hs order by hs) as codes
    from shipped($minerals, 'world', $goods)
    where year = $trade_year
    and list_contains($countries, case when $side = 'export' then exporter else importer end)
    group by all
)
select
    (select list(name_en order by name_en) from mineral where list_contains(f.mineral_ids, mineral_id)) as minerals_of_code,
    round(100 * f.amount / sum(f.amount) over (), 3) as part_pct,
    f.value_usd,
    f.mass_t,
    f.is_basket,
    f.codes,
    f.mineral_ids,
    f.amount
from flow f
where f.amount > 0
order by f.amount desc, f.mineral_ids;
