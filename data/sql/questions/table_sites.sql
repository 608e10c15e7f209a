-- Which sites match, with what is known of them, the most important first?
select
    s.name,
    s.kind,
    c.name_en as country,
    string_agg(distinct m.name_en, ', ' order by m.name_en) as minerals,
    s.stage,
    s.status,
    s.status_year,
    s.operator,
    s.location_precision,
    s.lon,
    s.lat,
    s.disputed,
    s.importance,
    any_value(t.sources) as sources,
    s.site_id
from site s
join site_mineral sm using (site_id)
join mineral m using (mineral_id)
left join country c on c.iso3 = s.iso3
left join (
    select site_id, string_agg(distinct source_id, ', ' order by source_id) as sources
    from site_source
    group by site_id
) t on t.site_id = s.site_id
where (len($countries) = 0 or list_contains($countries, s.iso3))
and list_contains($kinds, s.kind)
and s.site_id in (
    select site_id
    from site_mineral
    where mineral_id in (select mineral_id from at_sites($minerals))
)
group by all
order by s.importance desc, s.site_id;
