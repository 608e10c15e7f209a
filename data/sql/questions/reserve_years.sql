-- How many years would the world's reserves last at the newest mined output of the same product and basis?
with ground as (
    select k.*, s.publisher, s.title
    from shown k
    join source s using (source_id)
    where k.asked_year = $year
    and k.shown_for = $mineral
    and k.stage = 'reserves'
),
dug as (
    select d.*, s.title
    from market d
    join source s using (source_id)
    join ground g
    on g.mineral_id = d.mineral_id
    and g.product = d.product
    and g.basis = d.basis
    where d.stage = 'mine'
    and d.year <= $year
    and d.quantity_t > 0
    order by s.publisher = g.publisher desc, d.year desc
    limit 1
),
other as (
    select product, basis, quantity_t
    from shown
    where asked_year = $year
    and shown_for = $mineral
    and stage = 'mine'
)
select
    m.name_en as measured,
    g.by_group,
    g.quantity_t as reserves_t,
    g.year as reserves_year,
    d.quantity_t as mined_t,
    d.year as mined_year,
    g.quantity_t / d.quantity_t as reserve_years,
    names_of(d.excludes) as excludes,
    case
        when g.mineral_id is null then 'no source of the atlas gives the world''s reserves'
        when d.mineral_id is not null then ''
        when o.product is null or o.quantity_t is null then 'no source of the atlas gives the mined output of the world in tonnes'
        else 'reserves count ' || replace(g.product, '_', ' ') || ' (' || g.basis || '), mined output ' || replace(o.product, '_', ' ') || ' (' || o.basis || ')'
    end as reason,
    g.product,
    g.basis,
    g.publisher,
    g.title as source,
    d.title as mined_source
from (select 1) one
left join ground g on true
left join dug d on true
left join other o on true
left join mineral m on m.mineral_id = g.mineral_id;
