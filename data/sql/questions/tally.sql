-- How many sites of each kind match, how many are drawn, how many have no confirmed place?
select
    s.kind,
    count(*) as sites,
    least(count(s.lon), $most) as drawn,
    count(*) - count(s.lon) as unplaced
from site s
where (len($countries) = 0 or list_contains($countries, s.iso3))
and list_contains($kinds, s.kind)
and s.site_id in (
    select site_id
    from site_mineral
    where mineral_id in (select mineral_id from at_sites($minerals))
)
group by s.kind;
