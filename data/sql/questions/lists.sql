-- Which official lists name a mineral, itself or its group, in which edition, and since which of the editions here?
with kin as (
    select
        mineral_id,
        case when mineral_id = $mineral then 'itself' when parent_id = $mineral then 'members of the group' else 'its group' end as named
    from mineral
    where mineral_id = $mineral
    or parent_id = $mineral
    or is_group and (select m.parent_id from mineral m where m.mineral_id = $mineral) in (mineral_id, parent_id)
),
naming as (
    select
        l.list_id,
        arg_min(k.named, list_position(['itself', 'its group', 'members of the group'], k.named)) as named,
        list(distinct l.listed_as order by l.listed_as) as listed_as,
        any_value(l.source_id) as source_id,
        any_value(l.confidence) as confidence
    from mineral_list l
    join kin k using (mineral_id)
    group by all
),
edition as (
    select list_id, any_value(issuer) as issuer, any_value(title) as title, any_value(year) as year, any_value(source_id) as source_id
    from mineral_list
    group by all
)
select
    e.issuer,
    e.title,
    e.year,
    coalesce(n.named, 'not named') as named,
    coalesce(n.listed_as, []) as listed_as,
    min(e.year) filter (n.list_id is not null) over (partition by e.issuer) as listed_since,
    n.confidence,
    s.title as source,
    s.url,
    e.list_id
from edition e
left join naming n using (list_id)
join source s on s.source_id = coalesce(n.source_id, e.source_id)
order by n.list_id is null, e.issuer, e.year desc, e.title;
