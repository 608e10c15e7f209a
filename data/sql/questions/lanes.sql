-- Which stretches is the network made of?
select
lane_id,
from_node,
to_node,
mode,
length_km,
effort_km,
passage_id,
corridor_id,
path
from lane
order by lane_id
