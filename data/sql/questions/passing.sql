-- What share of the selection passes each passage and each corridor by the usual ways?
with flow as (
    select exporter, importer, sum(measured($measure, value_usd, mass_t)) as amount
    from shipped($minerals, 'world', $goods)
    where year = $trade_year
    and is_of($side, $holders, exporter, importer)
    group by all
),
total as (
    select sum(amount) as amount
    from flow
),
by_way as (
    select f.amount, unnest(r.passage_ids) as route_id
    from flow f
    join route r using (exporter, importer)
    union all
    select f.amount, unnest(r.corridor_ids)
    from flow f
    join route r using (exporter, importer)
),
through as (
    select route_id, sum(amount) as amount, count(*) as flows
    from by_way
    where amount > 0
    group by all
)
select
    coalesce(p.passage_id, c.corridor_id) as route_id,
    coalesce(p.name_en, c.name_en) as name,
    p.passage_id is not null as is_passage,
    p.lon,
    p.lat,
    coalesce(p.status, c.status) as status,
    t.amount,
    100 * t.amount / (select amount from total) as part_pct,
    t.flows
from through t
left join passage p on p.passage_id = t.route_id
left join corridor c on c.corridor_id = t.route_id
order by t.amount desc, route_id;
