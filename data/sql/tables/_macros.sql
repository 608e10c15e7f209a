-- which minerals a choice of minerals, groups and families stands for (all of them when nothing is chosen)
create macro chosen(minerals) as table
select mineral_id
from mineral
where len(minerals) = 0
or list_contains(minerals, mineral_id)
or list_contains(minerals, parent_id)
or list_contains(minerals, replace(family, ' ', '_'));

-- under which names a choice of minerals can stand at a site: a member of a group may be listed by its group
create macro at_sites(minerals) as table
select mineral_id
from chosen(minerals)
union
select parent_id
from mineral
where parent_id is not null
and list_contains(minerals, mineral_id);

-- the names of a list of country codes
create macro names_of(codes) as (
    select coalesce(list(name_en order by name_en), [])
    from country
    where list_contains(codes, iso3)
);

-- what is known of every control on a day: announced, in force, suspended, ended, or unknown since when
create macro control_state(as_of) as table
select
    control_id,
    issuer,
    kind,
    targets,
    known_until,
    case
        when ended < as_of then 'ended'
        when known_until < as_of then 'unknown'
        when announced > as_of then 'not_announced'
        when suspended_from <= as_of then 'suspended'
        when effective <= as_of then 'in_force'
        else 'announced'
    end as state,
    case
        when state = 'ended' then ended
        when state = 'unknown' then known_until
        when state = 'not_announced' then null
        when state = 'suspended' then suspended_from
        when state = 'in_force' then effective
        else announced
    end as state_since
from control;

-- what is known of every passage and corridor on a day: its status, or unknown since when
create macro route_state(as_of) as table
select
    passage_id as route_id,
    'passage' as route,
    case
        when known_until < as_of then 'unknown'
        else status
    end as state,
    case
        when known_until < as_of then known_until
        else status_date
    end as state_since
from passage
union all
select
    corridor_id,
    'corridor',
    case
        when known_until < as_of then 'unknown'
        else status
    end,
    case
        when known_until < as_of then known_until
        else status_date
    end
from corridor;
