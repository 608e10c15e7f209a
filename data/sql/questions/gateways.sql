-- Where do countries meet the network?
select
gateway_id,
iso3,
name,
kind,
lon,
lat,
node_id
from gateway
order by gateway_id
