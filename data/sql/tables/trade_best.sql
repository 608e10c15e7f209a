-- which series of trade to take for a mineral's code and year, so that overlapping sources are never added:
-- every pair of countries before the largest partners, those before a part or a derived figure, then the larger value;
-- a heading of four digits only where the mineral has no six-digit code of that heading in the year
with offered as (
    select
        buyers,
        year,
        hs,
        source_id,
        completeness,
        revision,
        mineral_id as stated_id,
        any_value(basis) as basis,
        any_value(period) as period,
        count(*) as flows,
        sum(value_usd) as value_usd,
        sum(mass_t) as mass_t
    from trade
    group by all
),
ranked as (
    select
        *,
        row_number() over (
            partition by buyers, year, hs, stated_id
            order by
                list_position(['full', 'top_partners', 'partial', 'derived'], completeness),
                value_usd desc nulls last,
                source_id
        ) as place,
        count(*) over (partition by buyers, year, hs, stated_id) - 1 as rivals
    from offered
),
meant as (
    select r.*, h.mineral_id, h.hs_level, h.customs_stage, h.stage, h.specificity
    from ranked r
    join hs_code h
    on h.hs = r.hs
    and r.revision between left(h.revision, 6) and right(h.revision, 6)
    and coalesce(r.stated_id, h.mineral_id) = h.mineral_id
    where r.place = 1
    qualify row_number() over (
        partition by r.buyers, r.year, r.hs, h.mineral_id
        order by r.stated_id is null
    ) = 1
)
select
    m.buyers,
    m.mineral_id,
    m.year,
    m.hs,
    m.hs_level,
    m.customs_stage,
    m.stage,
    m.specificity,
    m.source_id,
    m.completeness,
    m.revision,
    m.basis,
    m.period,
    m.flows,
    m.value_usd,
    m.mass_t,
    m.rivals
from meant m
anti join meant s
on m.hs_level = 4
and s.hs_level = 6
and left(s.hs, 4) = m.hs
and s.buyers = m.buyers
and s.mineral_id = m.mineral_id
and s.year = m.year
order by m.buyers, m.mineral_id, m.year, m.hs
