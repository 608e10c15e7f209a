-- What can be chosen: minerals and their groups, countries, coalitions, years?
select 'mineral' as what, replace(family, ' ', '_') as id, upper(family[1]) || family[2:] || 's (all)' as name, 1 as place, null as ended
from mineral
where mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
group by family
having count(*) > 2
and count(parent_id) = 0
union all
select 'mineral', mineral_id, name_en || case when is_group then ' (group)' else '' end, case when is_group then 2 else 3 end, null
from mineral
where is_group and mineral_id in (select mineral_id from share)
or mineral_id in (select mineral_id from mineral_list where list_id = 'us_2025')
union all
select 'country', iso3, name_en, 1, null
from country
union all
select 'coalition', coalition_id, name_en, case coalition_id when 'g7' then 1 when 'pax_silica' then 2 else 3 end, ended
from coalition
where kind <> 'list'
and coalition_id in (select coalition_id from membership where iso3 is not null)
union all
select distinct 'year', cast(asked_year as varchar), cast(asked_year as varchar), asked_year, null
from shown
union all
select distinct 'trade_year', cast(year as varchar), cast(year as varchar), year, null
from trade_best
where buyers = 'world'
union all
select 'way', passage_id, name_en, 1, null
from passage
where passage_id in (select passage_id from lane)
union all
select 'way', corridor_id, name_en, 2, null
from corridor
where corridor_id in (select corridor_id from lane)
order by what, place, name;
