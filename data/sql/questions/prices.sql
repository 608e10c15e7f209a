-- What did a mineral cost, in each publisher's own unit, in the ten years up to the one chosen and since?
with kin as (
    select mineral_id, case when mineral_id = $mineral then 1 when parent_id = $mineral then 2 else 3 end as place
    from mineral
    where mineral_id in (select mineral_id from price where price is not null)
    and (
        mineral_id = $mineral
        or parent_id = $mineral
        or mineral_id = (select parent_id from mineral where mineral_id = $mineral)
    )
)
select
    m.name_en as mineral,
    p.product,
    p.basis,
    p.period,
    p.price,
    p.unit,
    p.price_usd_t,
    p.flag,
    s.publisher,
    s.title as source,
    p.edition,
    p.mineral_id,
    p.source_id
from price p
join mineral m using (mineral_id)
join source s using (source_id)
where p.price is not null
and left(p.period, 4)::integer >= $year - 10
and p.mineral_id in (select mineral_id from kin where place = (select min(place) from kin))
order by p.mineral_id, p.product, p.basis, p.source_id, p.period;
