-- To which coalitions has a country belonged, in which role, from when to when, and how well is it known?
select
    g.name_en as coalition,
    m.role,
    m.role_as_stated,
    m.from_earliest,
    m.from_latest,
    m.to_date,
    g.ended,
    m.confidence,
    g.kind,
    m.note,
    coalesce(s.publisher || ', ', '') || s.title as source,
    s.url,
    m.coalition_id,
    m.source_id
from membership m
join coalition g using (coalition_id)
join source s on s.source_id = m.source_id
where m.iso3 = $country
order by g.kind = 'list', coalesce(m.from_latest, m.from_earliest) nulls last, coalition, m.role;
