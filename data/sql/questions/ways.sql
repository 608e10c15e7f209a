-- Which passages and corridors do lanes go through, and what is their state?
select passage_id as route_id, name_en as name, true as is_passage, lon, lat, status
from passage
where passage_id in (select passage_id from lane)
union all
select corridor_id, name_en, false, null, null, status
from corridor
where corridor_id in (select corridor_id from lane)
order by route_id;
