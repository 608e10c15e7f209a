-- Who belongs to the chosen coalitions on the as-of date, and who is not counted, and why?
with party as (
    select
        m.iso3,
        m.coalition_id,
        m.confidence,
        m.role,
        m.from_latest,
        m.source_id,
        case
            when m.confidence = 'unverified' and not $unverified then 'unverified'
            when m.from_earliest <= $as_of and m.from_latest > $as_of then 'date uncertain'
            else ''
        end as reason
    from membership m
    join coalition c using (coalition_id)
    where list_contains($coalitions, m.coalition_id)
    and list_contains($roles, m.role)
    and m.iso3 is not null
    and coalesce(m.from_earliest, m.from_latest, $as_of) <= $as_of
    and coalesce(m.to_date, c.ended, date '9999-12-31') >= $as_of
),
country_in as (
    select
        iso3,
        list(distinct coalition_id order by coalition_id) filter (reason = '') as via,
        list(distinct coalition_id order by coalition_id) as via_any,
        arg_min(confidence, case confidence when 'primary' then 1 when 'secondary' then 2 else 3 end) as confidence,
        arg_min(role, case role when 'member' then 1 when 'signatory' then 2 else 3 end) as role,
        max(from_latest) as joined,
        max(reason) as reason
    from party
    group by iso3
)
select
    iso3,
    c.name_en,
    via,
    confidence,
    role,
    joined,
    case $combine
        when 'all' then len(coalesce(via, [])) = len($coalitions)
        when 'but' then list_contains(via, $coalitions[1]) and len(via) = 1
        else len(coalesce(via, [])) > 0
    end as counts,
    reason
from country_in
join country c using (iso3)
where $combine <> 'but' or list_contains(via_any, $coalitions[1])
order by counts desc, name_en;
