-- Which agreements is a country party to, itself or by a body it belongs to, and what is their state on the day asked for?
with bodies as (
    select distinct m.coalition_id, c.name_en
    from membership m
    join coalition c using (coalition_id)
    where m.iso3 = $country
    and m.role in ('member', 'signatory')
    and coalesce(m.from_latest, $as_of) <= $as_of
    and coalesce(m.to_date, c.ended, date '9999-12-31') >= $as_of
),
party as (
    select p.agreement_id, bool_or(coalesce(p.iso3 = $country, false)) as is_itself, min(b.name_en) as through_body
    from agreement_party p
    left join bodies b on b.coalition_id = p.body
    where p.iso3 = $country
    or b.coalition_id is not null
    group by all
),
parties as (
    select p.agreement_id, list(coalesce(c.name_en, b.name_en) order by coalesce(c.name_en, b.name_en)) as parties
    from agreement_party p
    left join country c using (iso3)
    left join coalition b on b.coalition_id = p.body
    group by all
)
select
    a.signed,
    a.title,
    replace(a.kind, '_', ' ') as kind,
    case
        when a.signed > $as_of then 'not yet signed'
        when a.known_until < $as_of then 'unknown after ' || strftime(a.known_until, '%-d %B %Y')
        else a.status
    end as state,
    case when p.is_itself then 'itself' else 'through ' || p.through_body end as party_as,
    r.parties,
    a.content,
    a.confidence,
    coalesce(s.publisher || ', ', '') || s.title as source,
    s.url,
    p.is_itself,
    a.source_id
from party p
join agreement a using (agreement_id)
join parties r using (agreement_id)
join source s using (source_id)
order by p.is_itself desc, a.signed desc, a.title;
