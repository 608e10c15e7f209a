-- the figures shown first for each mineral and stage in a year: tonnages of that year before published shares,
-- its own before its group's, the headline product, the nearest year, the larger figure, the newer edition
-- a year may be asked for when at least half as many minerals have a figure of it as of the best year
with covered as (
    select year as asked_year, count(distinct mineral_id) as minerals
    from production
    where quantity_t is not null
    group by all
),
asked as (
    select asked_year
    from covered
    where minerals >= 0.5 * (select max(minerals) from covered)
),
candidate as (
    select m.mineral_id as shown_for, false as by_group, k.*
    from mineral m
    join market k on k.mineral_id = m.mineral_id
    union all
    select m.mineral_id, true, k.*
    from mineral m
    join market k on k.mineral_id = m.parent_id
)
select a.asked_year, c.*
from asked a
cross join candidate c
left join headline h
on h.mineral_id = c.mineral_id
and h.stage = c.stage
and h.product = c.product
qualify row_number() over (
    partition by a.asked_year, c.shown_for, c.stage
    order by
        case
            when c.stage = 'reserves' then 1
            when c.basis <> 'share as published' and c.year = a.asked_year then 1
            when c.year is not null and c.basis = 'share as published' then 2
            when c.basis = 'share as published' then 3
            else 4
        end,
        c.by_group,
        h.product is null,
        abs(coalesce(c.year, 0) - a.asked_year),
        c.quantity_t desc nulls last,
        c.edition desc,
        c.product,
        c.basis
) = 1
order by a.asked_year, c.shown_for, c.stage
