-- Who reports the sites that match, and how many of them, the most first?
select s.publisher, count(distinct t.site_id) as sites, count(distinct t.source_id) as publications
from site_source t
join source s using (source_id)
join site using (site_id)
where (len($countries) = 0 or list_contains($countries, site.iso3))
and list_contains($kinds, site.kind)
and site.site_id in (
    select site_id
    from site_mineral
    where mineral_id in (select mineral_id from at_sites($minerals))
)
group by s.publisher
order by sites desc, s.publisher;
