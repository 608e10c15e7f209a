-- Of each mineral: what do the chosen countries sell, by which way out, and what share of the members' purchases is theirs?
with of_mineral as (
    select *, unnest(mineral_ids) as mineral_id
    from shipped($minerals, 'world', $goods)
    where year = $trade_year
),
flow as (
    select
        mineral_id,
        hs,
        exporter,
        importer,
        is_basket,
        sum(measured($measure, value_usd, mass_t)) as amount
    from of_mineral
    group by all
),
out as (
    select
        f.*,
        case
            when r.exporter is null then 'no way in the atlas'
            when len(r.corridor_ids) > 0 then (select name_en from corridor where corridor_id = r.corridor_ids[1])
            else g.name
        end as way
    from flow f
    left join route r using (exporter, importer)
    left join gateway g on g.gateway_id = r.from_gateway
    where list_contains($countries, f.exporter)
),
by_way as (
    select mineral_id, way, sum(amount) as amount
    from out
    where amount > 0
    group by all
),
ways as (
    select
        mineral_id,
        list(way || ' ' || cast(round(100 * amount / total, 0) as integer) || '%' order by amount desc)[:3] as ways_out
    from (select *, sum(amount) over (partition by mineral_id) as total from by_way)
    group by all
),
world as (
    select
        mineral_id,
        sum(amount) filter (list_contains($countries, exporter)) as amount,
        sum(amount) filter (list_contains($countries, exporter) and list_contains($members, importer)) as to_members,
        sum(amount) filter (list_contains($members, importer) and not list_contains($members, exporter)) as members_outside,
        sum(amount) filter (list_contains($members, importer)) as members_all,
        sum(amount) as world,
        list(distinct hs order by hs) as codes,
        bool_or(is_basket) as is_basket
    from flow
    group by all
)
select
    m.name_en as mineral,
    case when $measure = 'value' then round(w.amount) end as value_usd,
    case when $measure = 'mass' then round(w.amount) end as mass_t,
    round(100 * w.amount / w.world, 2) as share_traded_pct,
    round(100 * coalesce(w.to_members, 0) / w.members_all, 2) as of_members_pct,
    round(100 * coalesce(w.to_members, 0) / w.members_outside, 2) as of_outside_pct,
    y.ways_out,
    w.codes,
    w.is_basket
from world w
join mineral m using (mineral_id)
join ways y using (mineral_id)
where w.amount > 0
order by w.amount desc, mineral;
