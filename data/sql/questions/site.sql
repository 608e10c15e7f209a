-- What is known of one site?
select s.*, c.name_en as country, a.name_en as administered_by_name, o.name_en as owner_country
from site s
left join country c on c.iso3 = s.iso3
left join country a on a.iso3 = s.administered_by
left join country o on o.iso3 = s.owner_iso3
where s.site_id = $site;
