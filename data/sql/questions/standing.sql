-- Of how many minerals does each country have a tenth of the world or more, or the largest share, at each stage?
with figure as (
    select distinct mineral_id, product, stage, basis, period, source_id, top_iso3
    from shown
    where asked_year = $year
    and shown_for in (from listed($minerals))
)
select
    c.name_en as country,
    s.iso3,
    f.stage,
    count(*) filter (s.share_pct >= 10) as from_ten,
    count(*) filter (s.iso3 = f.top_iso3) as largest_of,
    string_agg(m.name_en || ' ' || round(s.share_pct)::integer || '%', ', ' order by s.share_pct desc, m.name_en) as most,
    list_contains($members, s.iso3) as is_member
from figure f
join share s using (mineral_id, product, stage, basis, period, source_id)
join mineral m using (mineral_id)
join country c on c.iso3 = s.iso3
where s.share_pct >= 10
or s.iso3 = f.top_iso3
group by all
order by f.stage, from_ten desc, largest_of desc, country;
