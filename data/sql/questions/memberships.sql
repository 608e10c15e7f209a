-- Who belongs to the coalitions chosen, in which role, since when, and how well is it known?
select
    g.name_en as coalition,
    coalesce(c.name_en, b.name_en, m.body) as party,
    m.iso3,
    m.role,
    m.from_earliest,
    m.from_latest,
    m.to_date,
    m.confidence,
    m.note,
    concat_ws(', ', s.publisher, s.title) as source,
    s.url,
    m.coalition_id,
    g.ended
from membership m
join coalition g using (coalition_id)
join source s on s.source_id = m.source_id
left join country c on c.iso3 = m.iso3
left join coalition b on b.coalition_id = m.body
where list_contains($coalitions, m.coalition_id)
order by m.from_latest nulls last, party, m.role;
