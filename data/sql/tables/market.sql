-- how concentrated each stage of each mineral is, by source and period, with the range that its unknown part allows
with named as (
    select
        mineral_id,
        product,
        stage,
        basis,
        year,
        period,
        source_id,
        edition,
        sum(quantity_t) as quantity_t,
        count(iso3) filter (share_pct > 0) as countries,
        least(100, coalesce(sum(share_pct) filter (iso3 is not null), 0)) as named_pct,
        coalesce(sum(share_pct * share_pct) filter (iso3 is not null), 0) as hhi_low,
        arg_max(iso3, share_pct) filter (iso3 is not null) as top_iso3,
        max(share_pct) filter (iso3 is not null) as top_pct,
        list_sum(max(share_pct, 3) filter (iso3 is not null)) as top3_pct,
        list_sort(list(iso3) filter (flag = 'withheld' and iso3 is not null)) as withheld
    from share
    group by all
)
select
    n.mineral_id,
    n.product,
    n.stage,
    n.basis,
    n.year,
    n.period,
    n.source_id,
    n.edition,
    coalesce(t.quantity_t, n.quantity_t) as quantity_t,
    n.countries,
    n.named_pct,
    least(10000, n.hhi_low) as hhi_low,
    least(10000, n.hhi_low + pow(100 - n.named_pct, 2)) as hhi_high,
    n.top_iso3,
    n.top_pct,
    least(100, n.top3_pct) as top3_pct,
    coalesce(n.withheld, []) as withheld,
    coalesce(t.excludes, []) as excludes
from named n
left join world_total t using (mineral_id, product, stage, basis, year, source_id, edition)
where n.top_pct > 0
order by n.mineral_id, n.stage, n.product, n.source_id, n.period
