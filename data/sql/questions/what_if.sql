-- What would the countries added or taken out change: each mineral's share and concentration at each stage, before and after?
with held as (
    select
        s.shown_for,
        s.stage,
        coalesce(sum(s.share_pct) filter (list_contains($before, s.iso3)), 0) as before_pct,
        coalesce(sum(s.share_pct) filter (list_contains($members, s.iso3)), 0) as after_pct,
        coalesce(sum(s.share_pct * s.share_pct) filter (not list_contains($before, s.iso3)), 0) as outside_before,
        coalesce(sum(s.share_pct * s.share_pct) filter (not list_contains($members, s.iso3)), 0) as outside_after,
        arg_max(s.iso3, s.share_pct) filter (not list_contains($members, s.iso3) and s.share_pct > 0) as outsider_iso3,
        max(s.share_pct) filter (not list_contains($members, s.iso3) and s.share_pct > 0) as outsider_pct,
        count(*) filter (
            (list_contains($before, s.iso3) or list_contains($members, s.iso3))
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
    h.before_pct,
    h.after_pct,
    h.after_pct - h.before_pct as change_pp,
    least(10000, h.outside_before + h.before_pct * h.before_pct) as hhi_before,
    least(10000, h.outside_after + h.after_pct * h.after_pct) as hhi_after,
    k.hhi_low as hhi_separate,
    least(10000 - k.hhi_low, pow(100 - k.named_pct, 2)) as hhi_rest,
    o.name_en as outsider,
    h.outsider_pct,
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
left join country o on o.iso3 = h.outsider_iso3
where k.asked_year = $year
and k.shown_for in (from listed($minerals))
order by abs(change_pp) desc, k.stage, mineral;
