-- How well is it known that a country has each mineral, at which sites, and what share of the world is reported?
with ranked as (
    select
        k.shown_for as mineral_id,
        k.stage,
        s.iso3,
        s.share_pct,
        s.quantity_t,
        k.period,
        rank() over (partition by k.shown_for, k.stage order by coalesce(s.quantity_t, s.share_pct) desc nulls last) as place
    from shown k
    join share s using (mineral_id, product, stage, basis, period, source_id)
    where k.asked_year = $year
    and s.iso3 is not null
),
own as (
    select
        mineral_id,
        max(share_pct) filter (stage = 'mine') as mined_pct,
        max(place) filter (stage = 'mine') as mined_rank,
        max(share_pct) filter (stage = 'refining') as refined_pct,
        max(place) filter (stage = 'refining') as refined_rank,
        max(share_pct) filter (stage = 'reserves') as held_pct,
        max(place) filter (stage = 'reserves') as held_rank
    from ranked
    where iso3 = $country
    and coalesce(quantity_t, share_pct) > 0
    group by all
),
at_site as (
    select distinct
        m.mineral_id,
        s.kind,
        s.name || case when x.mineral_id = m.mineral_id then '' else ' (' || lower(g.name_en) || ')' end as name,
        s.importance
    from mineral m
    join site_mineral x on x.mineral_id = m.mineral_id or x.mineral_id = m.parent_id
    join mineral g on g.mineral_id = x.mineral_id
    join site s using (site_id)
    where s.iso3 = $country
),
named as (
    select
        mineral_id,
        count(*) filter (kind = 'plant') as plants,
        count(*) filter (kind <> 'plant') as places,
        list(name order by importance desc, name) filter (kind = 'plant') as plant_names,
        list(name order by importance desc, name) filter (kind <> 'plant') as place_names
    from at_site
    group by all
)
select
    replace(e.grade, '_', ' ') as grade,
    m.name_en as mineral,
    round(o.mined_pct, 2) as mined_pct,
    o.mined_rank,
    round(o.refined_pct, 2) as refined_pct,
    o.refined_rank,
    case
        when n.plants > 5 then list_append(n.plant_names[:4], 'and ' || (n.plants - 4) || ' more')
        else n.plant_names
    end as plant_names,
    case
        when n.places > 5 then list_append(n.place_names[:4], 'and ' || (n.places - 4) || ' more')
        else n.place_names
    end as place_names,
    e.reason,
    round(o.held_pct, 2) as held_pct,
    o.held_rank,
    e.look_up,
    e.year,
    e.confidence,
    e.by_group,
    coalesce(s.publisher || ', ', '') || s.title as source,
    s.url,
    e.mineral_id,
    e.source_id
from evidence e
join mineral m using (mineral_id)
join source s using (source_id)
left join own o using (mineral_id)
left join named n using (mineral_id)
where e.iso3 = $country
order by
    list_position(['produced', 'by_product', 'plant_only', 'project', 'deposit_only', 'none_found'], e.grade),
    greatest(coalesce(o.mined_pct, 0), coalesce(o.refined_pct, 0)) desc,
    mineral;
