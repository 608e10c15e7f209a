-- Which one mineral is chosen, or which group that is reported as one?
select
    m.mineral_id,
    m.name_en as mineral,
    m.symbol,
    m.family,
    m.is_group,
    p.mineral_id as parent_id,
    p.name_en as parent,
    (select count(*) from mineral c where c.parent_id = m.mineral_id) as in_group
from mineral m
left join mineral p on p.mineral_id = m.parent_id
where len($minerals) = 1
and list_contains($minerals, m.mineral_id);
