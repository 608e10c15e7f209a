-- Which countries outside would add most to the members' shares of the minerals chosen, and of what?
with asked as (
    select distinct mineral_id, product, stage, basis, period, source_id, excludes
    from shown
    where asked_year = $year
    and stage in ('mine', 'refining')
    and shown_for in (from chosen($minerals))
),
adds as (
    select s.iso3, s.mineral_id, s.stage, s.share_pct, s.source_id
    from asked a
    join share s using (mineral_id, product, stage, basis, period, source_id)
    where s.iso3 is not null
    and not list_contains($members, s.iso3)
    and s.share_pct > 0
),
size as (
    select
        count(*) filter (stage = 'mine') as mined,
        count(*) filter (stage = 'refining') as refined
    from asked
),
named as (
    select
        a.*,
        m.name_en as mineral,
        row_number() over (partition by a.iso3 order by a.share_pct desc) as place
    from adds a
    join mineral m using (mineral_id)
)
select
    n.iso3,
    c.name_en as country,
    coalesce(sum(n.share_pct) filter (n.stage = 'mine') / nullif(any_value(z.mined), 0), 0) as mine_pp,
    coalesce(sum(n.share_pct) filter (n.stage = 'refining') / nullif(any_value(z.refined), 0), 0) as refining_pp,
    count(*) filter (n.share_pct >= 5) as from_five,
    string_agg(
        n.mineral || case n.stage when 'mine' then ' mined ' else ' refined ' end || round(n.share_pct)::integer || '%',
        ', ' order by n.share_pct desc
    ) filter (n.place <= 4) as most,
    list(distinct p.publisher || ', ' || p.title order by p.publisher || ', ' || p.title) as sources
from named n
cross join size z
join country c using (iso3)
join source p on p.source_id = n.source_id
group by n.iso3, c.name_en
order by mine_pp + refining_pp desc, country
limit 25;
