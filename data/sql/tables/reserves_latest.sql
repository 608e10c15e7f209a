-- the newest edition, whole, of each publisher's reserves of a mineral and product
with newest as (
    select r.mineral_id, r.product, r.basis, s.publisher, max(r.edition) as edition
    from reserves r
    join source s using (source_id)
    where r.quantity_t is not null
    group by all
)
select r.*
from reserves r
join source s using (source_id)
semi join newest n
on n.mineral_id = r.mineral_id
and n.product = r.product
and n.basis = r.basis
and n.publisher = s.publisher
and n.edition = r.edition
order by r.mineral_id, r.product, r.iso3
