-- the nodes where a country meets the network
select
node_id as gateway_id,
iso3,
name,
kind,
lon,
lat,
node_id,
source_id
from node
where is_gateway
