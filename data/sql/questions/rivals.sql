-- What does each source and edition say of the same figure, and why does the atlas show one of them first?
with first_shown as (
    select *
    from shown
    where asked_year = $year
    and shown_for = $mineral
),
kin as (
    select mineral_id, mineral_id <> $mineral as by_group
    from mineral
    where mineral_id = $mineral
    or mineral_id = (select parent_id from mineral where mineral_id = $mineral)
),
-- a total of an older edition, or one without shares of countries
older as (
    select mineral_id, product, stage, basis, year, source_id, edition, quantity_t
    from world_total
    anti join market using (mineral_id, product, stage, basis, year, source_id, edition)
    where quantity_t > 0
),
stated as (
    select mineral_id, product, stage, basis, year, source_id, edition, iso3, sum(quantity_t) as quantity_t
    from production
    where iso3 is not null
    group by all
    union all
    select mineral_id, product, 'reserves', basis, year, source_id, edition, iso3, sum(quantity_t)
    from reserves
    where iso3 is not null
    group by all
),
named as (
    select
        s.mineral_id,
        s.product,
        s.stage,
        s.basis,
        s.year,
        s.source_id,
        s.edition,
        arg_max(s.iso3, s.quantity_t) as top_iso3,
        max(100 * s.quantity_t / o.quantity_t) as top_pct,
        sum(pow(100 * s.quantity_t / o.quantity_t, 2)) as hhi_low,
        sum(100 * s.quantity_t / o.quantity_t) as named_pct
    from stated s
    join older o using (mineral_id, product, stage, basis, year, source_id, edition)
    group by s.mineral_id, s.product, s.stage, s.basis, s.year, s.source_id, s.edition
),
told as (
    select mineral_id, product, stage, basis, year, period, source_id, edition, quantity_t, top_iso3, top_pct, hhi_low, hhi_high, true as is_newest
    from market
    union all
    select
        o.mineral_id,
        o.product,
        o.stage,
        o.basis,
        o.year,
        cast(o.year as varchar),
        o.source_id,
        o.edition,
        o.quantity_t,
        p.top_iso3,
        p.top_pct,
        p.hhi_low,
        p.hhi_low + pow(greatest(0, 100 - p.named_pct), 2),
        false
    from older o
    left join named p using (mineral_id, product, stage, basis, year, source_id, edition)
),
near as (
    select t.*, k.by_group, s.publisher, s.title, h.product is not null as is_headline
    from told t
    join kin k using (mineral_id)
    join source s using (source_id)
    left join headline h using (mineral_id, stage, product)
    where t.stage in ('reserves', 'mine', 'refining')
    qualify dense_rank() over (
        partition by t.mineral_id, s.publisher, t.stage, t.product, t.basis
        order by abs(coalesce(t.year, 0) - $year)
    ) <= 2
),
ranked as (
    select
        n.*,
        coalesce(
            n.mineral_id = f.mineral_id
            and n.product = f.product
            and n.basis = f.basis
            and n.period = f.period
            and n.source_id = f.source_id
            and n.edition = f.edition,
            false
        ) as is_first
    from near n
    left join first_shown f on f.stage = n.stage
)
select
    n.stage,
    case
        when n.is_first then 'shown first'
        when n.top_pct is null then 'a total without shares of countries'
        when not n.is_newest then 'an older edition of the same publisher'
        when n.stage <> 'reserves' and n.basis = 'share as published' and f.basis <> 'share as published' then 'published shares; tonnes of the year asked for come first'
        when n.stage <> 'reserves' and n.basis <> 'share as published' and f.basis = 'share as published' then 'tonnes, but not of the year asked for'
        when n.stage <> 'reserves' and n.year is null and f.year is not null then 'not of a single year'
        when n.stage <> 'reserves' and n.basis <> 'share as published' and n.year <> $year and f.year = $year then 'not of the year asked for'
        when n.by_group and not f.by_group then 'figure of the group; the mineral''s own comes first'
        when not n.is_headline and g.product is not null then 'not the product shown first for this stage'
        when abs(coalesce(n.year, 0) - $year) > abs(coalesce(f.year, 0) - $year) then 'further from the year asked for'
        when coalesce(n.quantity_t, 0) < coalesce(f.quantity_t, 0) then 'the smaller quantity'
        when n.edition < f.edition then 'an older edition'
        else 'another product or basis of equal standing'
    end as reason,
    n.publisher,
    n.title,
    n.edition,
    n.period,
    n.product,
    n.basis,
    n.quantity_t,
    c.name_en as top,
    round(n.top_pct, 1) as top_pct,
    round(n.hhi_low) as hhi_low,
    round(n.hhi_high) as hhi_high,
    n.by_group,
    n.is_first,
    n.mineral_id,
    n.source_id
from ranked n
left join country c on c.iso3 = n.top_iso3
left join first_shown f on f.stage = n.stage
left join headline g on g.mineral_id = f.mineral_id and g.stage = f.stage and g.product = f.product
order by list_position(['reserves', 'mine', 'refining'], n.stage), n.is_first desc, n.quantity_t desc nulls last, n.title, n.edition desc;
