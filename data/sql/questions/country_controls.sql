-- Which export controls does a country issue, which are aimed at it or at everyone, and what is their state on the day asked for?
with concerned as (
    select
        *,
        case
            when issuer = $country then 'issued by it'
            when list_contains(targets, $country) then 'aimed at it'
            when list_contains(targets, 'all') then 'by others, no country named'
        end as stance
    from control
),
named as (
    select x.control_id, list(m.name_en order by m.name_en) as minerals_named, list(mineral_id) as mineral_ids
    from control_mineral x
    join mineral m using (mineral_id)
    group by all
)
select
    k.stance,
    case t.state
        when 'unknown' then 'unknown after ' || strftime(t.state_since, '%-d %B %Y')
        else replace(t.state, '_', ' ')
    end as state,
    case when t.state <> 'unknown' then t.state_since end as state_since,
    coalesce(i.name_en, b.name_en) as issued_by,
    k.title,
    replace(k.kind, '_', ' ') as kind,
    n.minerals_named,
    k.scope,
    case
        when list_contains(k.targets, 'all') then ['every country']
        else (select list(c.name_en order by c.name_en) from country c where list_contains(k.targets, c.iso3))
    end as aimed_at,
    k.announced,
    k.effective,
    k.ended,
    k.known_until,
    k.summary,
    k.confidence,
    coalesce(s.publisher || ', ', '') || s.title as source,
    s.url,
    k.source_id
from concerned k
join control_state($as_of) t using (control_id)
join source s using (source_id)
left join named n using (control_id)
left join country i on i.iso3 = k.issuer
left join coalition b on b.coalition_id = k.issuer
where k.stance is not null
and (
    len($minerals) = 0
    or n.mineral_ids is null
    or list_has_any(n.mineral_ids, (select list(mineral_id) from at_sites($minerals)))
)
order by
    list_position(['issued by it', 'aimed at it', 'by others, no country named'], k.stance),
    list_position(['in_force', 'suspended', 'announced', 'unknown', 'ended', 'not_announced'], t.state),
    k.announced desc nulls last,
    k.title;
