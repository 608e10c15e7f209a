-- What is called that: which site, country, mineral or coalition has the text in its name (blind to case and accents)?
with named as (
    select 'mineral|' || mineral_id as key, name_en || ' (mineral)' as name, 1 as place, 100 as importance, null as lon, null as lat
    from mineral
    where is_group and mineral_id in (select mineral_id from share)
    or mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
    union all
    select 'country|' || iso3, name_en || ' (country)', 2, 100, lon, lat
    from country
    union all
    select 'coalition|' || coalition_id, name_en || ' (coalition)', 3, 100, null, null
    from coalition
    where kind <> 'list'
    union all
    select 'site|' || s.site_id, s.name || ', ' || coalesce(c.name_en, 'no country') || ' (' || s.kind || ')', 4, s.importance, s.lon, s.lat
    from site s
    left join country c using (iso3)
)
select key, name, lon, lat
from named
where contains(strip_accents(lower(name)), $text)
order by
    starts_with(strip_accents(lower(name)), $text) desc,
    place,
    importance desc,
    name
limit 8;
