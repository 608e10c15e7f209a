-- Who has what share of a mineral at each stage, from the ground to export?
with traded as (
    select exporter, hs, value_usd, source_id, completeness, is_basket, mineral_ids
    from shipped([$mineral], 'world', $goods)
    where year = $trade_year
    and value_usd > 0
),
-- codes of its own; those that hold other goods too only where it has no other
sold as (
    select *
    from traded
    qualify not is_basket or bool_and(is_basket) over ()
),
supply as (
    select
        k.stage,
        s.iso3,
        s.is_rest,
        s.share_pct,
        s.quantity_t,
        cast(null as double) as value_usd,
        s.flag,
        k.product,
        k.basis,
        k.period,
        k.by_group,
        false as is_basket,
        true as is_full,
        cast([] as varchar[]) as codes,
        cast([] as varchar[]) as left_out,
        k.source_id
    from shown k
    join share s using (mineral_id, product, stage, basis, period, source_id)
    where k.asked_year = $year
    and k.shown_for = $mineral
    and k.stage in ('reserves', 'mine', 'refining')
    and (s.share_pct > 0 or s.flag = 'withheld' or list_contains(k.excludes, s.iso3))
    union all
    select
        'export',
        exporter,
        false,
        100 * sum(value_usd) / (select sum(value_usd) from sold),
        null,
        sum(value_usd),
        null,
        'ores to alloys',
        'value, FOB',
        cast($trade_year as varchar),
        (select not list_contains(flatten(list(mineral_ids)), $mineral) from sold),
        (select bool_or(is_basket) from sold),
        (select bool_and(completeness = 'full') from sold),
        (select list(distinct hs order by hs) from sold),
        (select coalesce(list(distinct hs order by hs), []) from traded where hs not in (select hs from sold)),
        any_value(source_id)
    from sold
    group by exporter
)
select
    s.stage,
    c.name_en as country,
    s.share_pct,
    s.quantity_t,
    s.value_usd,
    s.flag,
    s.period,
    s.product,
    s.basis,
    coalesce(list_contains($members, s.iso3), false) as is_member,
    coalesce(list_contains($countries, s.iso3), false) as is_chosen,
    s.is_rest,
    s.by_group,
    s.is_basket,
    s.is_full,
    s.codes,
    s.left_out,
    p.publisher,
    p.title as source,
    s.iso3,
    s.source_id
from supply s
join source p using (source_id)
left join country c on c.iso3 = s.iso3
order by list_position(['reserves', 'mine', 'refining', 'export'], s.stage), s.is_rest, s.share_pct desc nulls last, country;
