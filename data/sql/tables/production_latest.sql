-- the newest edition, whole, of each publisher's figures for a mineral, product, stage and year
with newest as (
    select p.mineral_id, p.product, p.stage, p.basis, p.year, s.publisher, max(p.edition) as edition
    from production p
    join source s using (source_id)
    where p.quantity_t is not null
    group by all
)
select p.*
from production p
join source s using (source_id)
semi join newest n
on n.mineral_id = p.mineral_id
and n.product = p.product
and n.stage = p.stage
and n.basis = p.basis
and n.year = p.year
and n.publisher = s.publisher
and n.edition = p.edition
order by p.mineral_id, p.product, p.stage, p.year, p.iso3
