-- For each mineral chosen: what share of each stage do the holders have, how concentrated is it, who is largest?
select
    k.shown_for as mineral_id,
    m.name_en as mineral,
    k.mineral_id as measured_id,
    g.name_en as measured,
    k.by_group,
    k.stage,
    k.product,
    k.basis,
    k.period,
    k.year,
    k.quantity_t,
    coalesce(h.held_pct, 0) as share_pct,
    coalesce(h.hidden, []) as hidden,
    coalesce(h.is_estimated, false) as is_estimated,
    k.hhi_low,
    k.hhi_high,
    k.named_pct,
    k.top_iso3,
    t.name_en as top,
    k.top_pct,
    k.top3_pct,
    names_of(k.withheld) as withheld,
    names_of(k.excludes) as excludes,
    k.source_id,
    k.edition,
    p.title as source,
    p.publisher
from shown k
join mineral m on m.mineral_id = k.shown_for
join mineral g on g.mineral_id = k.mineral_id
join source p on p.source_id = k.source_id
left join country t on t.iso3 = k.top_iso3
left join held_by($holders, $year) h on h.shown_for = k.shown_for and h.stage = k.stage
where k.asked_year = $year
and k.shown_for in (from listed($minerals))
order by k.stage, share_pct desc, mineral;
