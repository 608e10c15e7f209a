-- Of each mineral chosen, at each stage from the ground to export: what do the holders have, how concentrated is it, who is largest?
with asked as (
    select mineral_id, name_en as mineral, parent_id
    from mineral
    where list_contains($minerals, mineral_id)
    or (len($minerals) <> 1 or $minerals[1] not in (select m.mineral_id from mineral m))
    and mineral_id in (from chosen($minerals))
    and mineral_id in (select l.mineral_id from mineral_list l where l.list_id = 'us_2025')
),
-- the customs codes of each mineral: its own, else its group's; of a group its members' too
coded as (
    select
        a.mineral_id as shown_for,
        b.hs,
        b.hs_level,
        b.source_id,
        b.completeness,
        b.revision,
        bool_or(b.specificity = 'basket') as is_basket,
        bool_and(coalesce(b.mineral_id = a.parent_id, false)) as by_group,
        list(distinct b.mineral_id) as mineral_ids
    from asked a
    join mineral m using (mineral_id)
    join trade_best b
    on b.mineral_id = a.mineral_id
    or b.mineral_id in (select c.mineral_id from mineral c where c.parent_id = a.mineral_id)
    or b.mineral_id = a.parent_id and a.mineral_id not in (select t.mineral_id from trade_best t)
    where b.buyers = 'world'
    and b.year = $trade_year
    and (len($goods) = 0 or list_contains($goods, b.customs_stage))
    group by all
),
taken as (
    select *
    from coded c
    where not (c.hs_level = 4 and exists (from coded s where s.shown_for = c.shown_for and s.hs_level = 6 and left(s.hs, 4) = c.hs))
    qualify not is_basket or bool_and(is_basket) over (partition by shown_for)
),
sold as (
    select
        k.shown_for,
        t.exporter as iso3,
        bool_or(k.is_basket) as is_basket,
        bool_and(k.by_group) as by_group,
        sum(t.value_usd) as value_usd
    from taken k
    join trade t
    on t.hs = k.hs
    and t.source_id = k.source_id
    and t.completeness = k.completeness
    and t.revision = k.revision
    where t.buyers = 'world'
    and t.year = $trade_year
    and t.value_usd > 0
    and (t.mineral_id is null or list_contains(k.mineral_ids, t.mineral_id))
    group by all
),
exported as (
    select *, 100 * value_usd / sum(value_usd) over (partition by shown_for) as share_pct
    from sold
),
figure as (
    select
        k.shown_for,
        k.stage,
        k.mineral_id as measured_id,
        k.by_group,
        false as is_basket,
        k.product,
        k.basis,
        k.period,
        k.quantity_t,
        cast(null as double) as value_usd,
        k.hhi_low,
        k.hhi_high,
        k.named_pct,
        k.top_iso3,
        k.top_pct,
        k.top3_pct,
        k.withheld,
        k.excludes,
        k.source_id
    from shown k
    where k.asked_year = $year
    and k.stage in ('reserves', 'mine', 'refining')
    union all
    select
        e.shown_for,
        'export',
        case when bool_and(e.by_group) then any_value(a.parent_id) else e.shown_for end,
        bool_and(e.by_group),
        bool_or(e.is_basket),
        'ores to alloys',
        'value, FOB',
        cast($trade_year as varchar),
        null,
        sum(e.value_usd),
        sum(e.share_pct * e.share_pct),
        sum(e.share_pct * e.share_pct),
        100,
        arg_max(e.iso3, e.share_pct),
        max(e.share_pct),
        list_sum(max(e.share_pct, 3)),
        [],
        [],
        (select any_value(source_id) from taken t where t.shown_for = e.shown_for)
    from exported e
    join asked a on a.mineral_id = e.shown_for
    group by e.shown_for
),
held as (
    select shown_for, stage, held_pct, hidden
    from held_by($holders, $year)
    union all
    select shown_for, 'export', sum(share_pct) filter (list_contains($holders, iso3)), []
    from exported
    group by all
)
select
    a.mineral,
    f.stage,
    case when len($countries) + len($coalitions) > 0 then coalesce(h.held_pct, 0) end as share_pct,
    f.hhi_low,
    f.hhi_high,
    t.name_en as top,
    f.top_pct,
    f.top3_pct,
    100 - f.top_pct as n_1_pct,
    f.named_pct,
    f.period,
    f.product,
    f.basis,
    f.quantity_t,
    f.value_usd,
    f.by_group,
    g.name_en as measured,
    f.is_basket,
    coalesce(h.hidden, []) as hidden,
    names_of(f.withheld) as withheld,
    names_of(f.excludes) as excludes,
    p.publisher,
    p.title as source,
    f.top_iso3,
    a.mineral_id,
    f.measured_id,
    f.source_id
from asked a
join figure f on f.shown_for = a.mineral_id
join mineral g on g.mineral_id = f.measured_id
join source p on p.source_id = f.source_id
left join country t on t.iso3 = f.top_iso3
left join held h on h.shown_for = f.shown_for and h.stage = f.stage
order by a.mineral, list_position(['reserves', 'mine', 'refining', 'export'], f.stage);
