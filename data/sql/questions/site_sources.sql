-- Who says what is known of a site?
select coalesce(s.publisher || ', ', '') || s.title as title, s.url, s.licence, s.vintage, t.source_id, t.record
from site_source t
join source s using (source_id)
where t.site_id = $site
order by title, t.record;
