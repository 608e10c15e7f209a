-- Who says it, when, under what licence, and how many sites or figures rest on it?
with used as (
    select source_id, count(distinct site_id) as sites, 0 as figures
    from site_source
    group by all
    union all
    select source_id, 0, count(*)
    from (
        select source_id from production
        union all select source_id from capacity
        union all select source_id from reserves
        union all select source_id from world_total
        union all select source_id from supply_share
        union all select source_id from projection
        union all select source_id from import_source
        union all select source_id from import_reliance
        union all select source_id from price
        union all select source_id from eu_supply_risk
        union all select source_id from enrichment
        union all select source_id from governance
    )
    group by all
    union all
    select source_id, 0, count(*)
    from (
        select source_id from membership
        union all select source_id from mineral_list
        union all select source_id from coalition
    )
    group by all
)
select
    s.publisher,
    s.title,
    s.vintage,
    s.published,
    s.licence,
    coalesce(sum(u.sites), 0)::integer as sites,
    coalesce(sum(u.figures), 0)::integer as figures,
    s.citation,
    s.attribution,
    s.url,
    s.licence_url,
    s.source_id
from source s
left join used u using (source_id)
where starts_with(s.source_id, 'page_') = $pages
group by all
order by sites desc, figures desc, s.title;
