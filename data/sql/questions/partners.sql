-- From whom do the holders buy, or to whom do they sell, and how much of it is trade with members?
with supply as (
    select
        case when $side = 'export' then importer else exporter end as iso3,
        sum(measured($measure, value_usd, mass_t)) as amount
    from shipped($minerals, 'world', $goods)
    where year = $trade_year
    and len($holders) > 0
    and list_contains($holders, case when $side = 'export' then exporter else importer end)
    group by all
)
select
    s.iso3,
    c.name_en as country,
    s.amount,
    100 * s.amount / sum(s.amount) over () as part_pct,
    list_contains($holders, s.iso3) or list_contains($members, s.iso3) as is_member,
    list_contains($countries, s.iso3) as is_chosen
from supply s
join country c using (iso3)
where s.amount > 0
order by s.amount desc, s.iso3;
