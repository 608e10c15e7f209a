-- What does the atlas know of each of the 60 minerals: sites, figures at each stage, and from how many sources?
with at_site as (
    select m.mineral_id, s.kind, s.site_id
    from mineral m
    join site_mineral sm on sm.mineral_id = m.mineral_id or sm.mineral_id = m.parent_id
    join site s using (site_id)
),
own as (
    select mineral_id, kind, count(distinct site_id) as sites
    from site_mineral
    join site using (site_id)
    group by all
)
select
    m.name_en as mineral,
    count(distinct a.site_id) filter (a.kind = 'deposit') as deposits,
    count(distinct a.site_id) filter (a.kind = 'mine') as mines,
    count(distinct a.site_id) filter (a.kind = 'plant') as plants,
    coalesce((select sum(sites) from own where own.mineral_id = m.mineral_id), 0)::integer as own_sites,
    any_value(mine.publisher || ' ' || mine.period) as mined,
    any_value(refined.publisher || ' ' || refined.period) as refined,
    any_value(ground.publisher || ' ' || ground.period) as in_the_ground,
    bool_or(coalesce(mine.by_group, refined.by_group, ground.by_group, false)) as by_group
from mineral m
left join at_site a on a.mineral_id = m.mineral_id
left join (select * from shown join source using (source_id) where stage = 'mine' and asked_year = $year) mine on mine.shown_for = m.mineral_id
left join (select * from shown join source using (source_id) where stage = 'refining' and asked_year = $year) refined on refined.shown_for = m.mineral_id
left join (select * from shown join source using (source_id) where stage = 'reserves' and asked_year = $year) ground on ground.shown_for = m.mineral_id
where m.mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
group by m.mineral_id, m.name_en
order by m.name_en;
