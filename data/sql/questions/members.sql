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
),
belongs as (
    select
        *,
        case $combine
            when 'all' then len(coalesce(via, [])) = len($coalitions)
            when 'but' then list_contains(via, $coalitions[1]) and len(via) = 1
            else len(coalesce(via, [])) > 0
        end as counts_before
    from country_in
    where $combine <> 'but' or list_contains(via_any, $coalitions[1])
)
select
    c.iso3,
    c.name_en,
    b.via,
    b.confidence,
    b.role,
    b.joined,
    coalesce(b.counts_before, false) as counts_before,
    (coalesce(b.counts_before, false) or list_contains($added, c.iso3)) and not list_contains($removed, c.iso3) as counts,
    case
        when list_contains($removed, c.iso3) then 'taken out'
        when list_contains($added, c.iso3) and not coalesce(b.counts_before, false) then 'added'
        else b.reason
    end as reason
from country c
left join belongs b using (iso3)
where b.iso3 is not null
or list_contains($added, c.iso3)
order by counts desc, c.name_en;
