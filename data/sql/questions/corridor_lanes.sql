-- By which stretches do the corridors run?
select corridor_id, path
from lane
where corridor_id is not null
order by corridor_id, lane_id;
