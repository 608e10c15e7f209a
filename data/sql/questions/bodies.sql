-- Which bodies that are no countries, such as the EU, belong to the chosen coalitions on the as-of date?
with party as (
    select m.body, list(distinct m.coalition_id) as via
    from membership m
    join coalition c using (coalition_id)
    where list_contains($coalitions, m.coalition_id)
    and list_contains($roles, m.role)
    and m.body is not null
    and (m.confidence <> 'unverified' or $unverified)
    and coalesce(m.from_latest, m.from_earliest, $as_of) <= $as_of
    and coalesce(m.to_date, c.ended, date '9999-12-31') >= $as_of
    group by m.body
)
select coalesce(b.name_en, p.body) as body
from party p
left join coalition b on b.coalition_id = p.body
where case $combine
    when 'all' then len(p.via) = len($coalitions)
    when 'but' then p.via = [$coalitions[1]]
    else true
end
order by body;
