-- Who has what share of a mineral at a stage, and who of them belongs to the holders?
select
    s.iso3,
    c.name_en as country,
    s.is_rest,
    s.quantity_t,
    s.share_pct,
    s.flag,
    row_number() over (order by s.is_rest, s.share_pct desc nulls last, c.name_en) as rank,
    coalesce(list_contains($members, s.iso3), false) as is_member,
    coalesce(list_contains($countries, s.iso3), false) as is_chosen,
    s.basis,
    s.product,
    s.period
from shown k
join share s using (mineral_id, product, stage, basis, period, source_id)
left join country c on c.iso3 = s.iso3
where k.asked_year = $year
and k.shown_for = $mineral
and k.stage = $stage
and (s.share_pct > 0 or s.flag = 'withheld')
order by rank;
