-- Which measures on trade name a mineral, its group or its members, and what is known of each on the day chosen?
with kin as (
    select mineral_id, mineral_id <> $mineral as by_group
    from mineral
    where mineral_id = $mineral
    or parent_id = $mineral
    or mineral_id = (select parent_id from mineral where mineral_id = $mineral)
),
naming as (
    select
        c.control_id,
        list(distinct m.name_en order by m.name_en) as minerals_named,
        bool_and(k.by_group) as by_group
    from control_mineral c
    join kin k using (mineral_id)
    join mineral m using (mineral_id)
    group by all
)
select
    coalesce(i.name_en, b.name_en, c.issuer) as issuer,
    c.title,
    c.kind,
    s.state,
    s.state_since,
    c.announced,
    c.effective,
    c.suspended_from,
    c.known_until,
    c.ended,
    coalesce(c.announced, least(c.effective, c.status_date), c.status_date) as shown_from,
    n.minerals_named,
    n.by_group,
    coalesce((select list(t.name_en order by t.name_en) from country t where list_contains(c.targets, t.iso3)), []) as aimed_at,
    c.summary,
    c.confidence,
    p.title as source,
    p.url,
    c.control_id
from control c
join control_state($as_of) s using (control_id)
join naming n using (control_id)
join source p on p.source_id = c.source_id
left join country i on i.iso3 = c.issuer
left join coalition b on b.coalition_id = c.issuer
order by list_position(['in_force', 'suspended', 'unknown', 'announced', 'ended', 'not_announced'], s.state), shown_from desc, c.control_id;
