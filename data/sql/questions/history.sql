-- How did the output of a mineral at a stage develop, by country, year by year?
with k as (
    select mineral_id, product, stage, basis
    from shown
    where asked_year = $year
    and shown_for = $mineral
    and stage = $stage
)
select
    p.year,
    p.iso3,
    c.name_en as country,
    p.is_rest,
    sum(p.quantity_t) as quantity_t,
    max(p.flag) as flag,
    max(p.edition) as edition,
    coalesce(list_contains($members, p.iso3), false) as is_member,
    any_value(p.basis) as basis,
    any_value(p.product) as product
from production_latest p
join k using (mineral_id, product, stage, basis)
left join country c on c.iso3 = p.iso3
where p.quantity_t is not null
group by all
order by p.year, quantity_t desc;
