-- Where are the sites of one kind, the most important first?
select
    s.site_id,
    s.name,
    s.kind,
    s.iso3,
    c.name_en as country,
    s.lon,
    s.lat,
    s.location_precision,
    s.status,
    s.importance,
    string_agg(distinct m.name_en, ', ' order by m.name_en) as minerals
from site s
join site_mineral sm using (site_id)
join mineral m using (mineral_id)
left join country c on c.iso3 = s.iso3
where s.kind = $kind
and s.lon is not null
and (len($countries) = 0 or list_contains($countries, s.iso3))
and s.site_id in (
    select site_id
    from site_mineral
    where mineral_id in (select mineral_id from at_sites($minerals))
)
group by all
order by s.importance desc, s.site_id
limit $most;
