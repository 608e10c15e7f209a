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
