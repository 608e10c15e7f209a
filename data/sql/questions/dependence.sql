-- What part of each mineral that the members buy comes from outside, and from whom most of it?
with flow as (
    select
        t.exporter,
        list_contains($members, t.exporter) as is_inside,
        t.hs,
        s.is_basket,
        s.completeness = 'full' as is_full,
        s.source_id,
        measured($measure, t.value_usd, t.mass_t) as amount,
        unnest(case when t.mineral_id is null then s.mineral_ids else [t.mineral_id] end) as mineral_id
    from trade t
    join series_of($minerals, 'world', $goods) s using (buyers, year, hs, source_id, completeness, revision)
    where t.year = $trade_year
    and list_contains($members, t.importer)
    and (t.mineral_id is null or list_contains(s.mineral_ids, t.mineral_id))
),
bought as (
    select
        mineral_id,
        sum(amount) as amount,
        sum(amount) filter (not is_inside) as outside,
        list(distinct hs order by hs) as codes,
        100 * coalesce(sum(amount) filter (is_basket), 0) / sum(amount) as basket_pct,
        bool_and(is_full) as is_full,
        list(distinct source_id order by source_id) as source_ids
    from flow
    where amount > 0
    group by all
),
seller as (
    select
        f.mineral_id,
        c.name_en as country,
        100 * sum(f.amount) / b.amount as part_pct,
        row_number() over (partition by f.mineral_id order by sum(f.amount) desc, f.exporter) as place
    from flow f
    join bought b using (mineral_id)
    join country c on c.iso3 = f.exporter
    where not f.is_inside
    and f.amount > 0
    group by f.mineral_id, f.exporter, c.name_en, b.amount
),
largest as (
    select
        mineral_id,
        any_value(country) filter (place = 1) as outsider,
        any_value(part_pct) filter (place = 1) as outsider_part_pct,
        list(country || ' ' || round(part_pct)::integer || '%' order by place) filter (place <= 3) as outsiders
    from seller
    group by all
)
select
    b.mineral_id,
    m.name_en as mineral,
    100 * coalesce(b.outside, 0) / b.amount as dependence_pct,
    l.outsider,
    coalesce(l.outsider_part_pct, 0) as outsider_part_pct,
    coalesce(l.outsiders, []) as outsiders,
    case when $measure = 'value' then b.amount end as value_usd,
    case when $measure = 'mass' then b.amount end as mass_t,
    b.codes,
    b.basket_pct,
    b.is_full,
    (
        select list(distinct concat_ws(' ', publisher || ', ' || split_part(title, ':', 1), vintage))
        from source
        where list_contains(b.source_ids, source_id)
    ) as sources
from bought b
join mineral m using (mineral_id)
left join largest l using (mineral_id)
order by dependence_pct desc, mineral;
