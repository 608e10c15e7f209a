-- Which minerals are at a site, as what product, and with what capacity?
select m.name_en as mineral, sm.*
from site_mineral sm
join mineral m using (mineral_id)
where sm.site_id = $site
order by sm.role, mineral, sm.product;
