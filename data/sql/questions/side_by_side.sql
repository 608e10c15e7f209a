-- What share of each mineral at each stage do two groups of countries hold: each, both together, and each without the other?
with held as (
    select
        s.shown_for,
        s.stage,
        coalesce(sum(s.share_pct) filter (list_contains($first, s.iso3)), 0) as first_pct,
        coalesce(sum(s.share_pct) filter (list_contains($second, s.iso3)), 0) as second_pct,
        coalesce(sum(s.share_pct) filter (list_contains($first, s.iso3) and list_contains($second, s.iso3)), 0) as both_pct,
        count(*) filter (
            (list_contains($first, s.iso3) or list_contains($second, s.iso3))
            and s.is_hidden
        ) > 0 as is_bound
    from shown_shares($year) s
    group by all
)
select
    k.shown_for as mineral_id,
    m.name_en as mineral,
    k.mineral_id as measured_id,
    g.name_en as measured,
    k.by_group,
    k.stage,
    h.first_pct,
    h.second_pct,
    h.first_pct + h.second_pct - h.both_pct as either_pct,
    h.both_pct,
    h.first_pct - h.both_pct as first_only_pct,
    h.second_pct - h.both_pct as second_only_pct,
    h.is_bound,
    k.product,
    k.basis,
    k.period,
    k.source_id,
    p.publisher,
    p.title as source
from shown k
join held h using (shown_for, stage)
join mineral m on m.mineral_id = k.shown_for
join mineral g on g.mineral_id = k.mineral_id
join source p on p.source_id = k.source_id
where k.asked_year = $year
and k.shown_for in (from listed($minerals))
order by either_pct desc, k.stage, mineral;
