-- What does a country produce, refine and hold of each mineral: how much, what share of the world, and which rank?
with asked as (
    select mineral_id
    from listed($minerals)
),
first_shown as (
    select
        k.mineral_id,
        k.product,
        k.stage,
        k.basis,
        k.period,
        k.source_id,
        coalesce(list(m.name_en order by m.name_en) filter (k.by_group), []) as stands_for
    from shown k
    join mineral m on m.mineral_id = k.shown_for
    where k.asked_year = $year
    and k.shown_for in (from asked)
    group by all
),
ranked as (
    select
        *,
        coalesce(quantity_t, share_pct) as size,
        rank() over (figure order by coalesce(quantity_t, share_pct) desc nulls last) as place,
        count(*) filter (coalesce(quantity_t, share_pct) > 0) over figure as countries
    from share
    where iso3 is not null
    window figure as (partition by mineral_id, product, stage, basis, period, source_id)
),
own as (
    select
        r.*,
        f.mineral_id is not null as is_headline,
        coalesce(f.stands_for, []) as stands_for
    from ranked r
    left join first_shown f using (mineral_id, product, stage, basis, period, source_id)
    where r.iso3 = $country
    and (is_headline or r.size > 0)
    and (is_headline or r.mineral_id in (from asked) or r.mineral_id in (select mineral_id from first_shown))
    qualify row_number() over (
        partition by r.mineral_id, r.product, r.stage
        order by
            is_headline desc,
            r.quantity_t is null,
            abs(coalesce(r.year, 0) - $year),
            r.edition desc,
            r.basis,
            r.source_id
    ) = 1
)
select
    m.name_en as mineral,
    o.stage,
    replace(o.product, '_', ' ') as product,
    round(o.share_pct, 3) as share_pct,
    case when o.size > 0 then o.place end as rank,
    o.countries,
    o.quantity_t,
    o.basis,
    o.period,
    replace(o.flag, '_', ' ') as flag,
    o.stands_for,
    o.is_headline,
    s.publisher,
    s.title as source,
    s.url,
    o.mineral_id,
    o.source_id
from own o
join mineral m using (mineral_id)
join source s using (source_id)
order by list_position(['mine', 'refining', 'reserves'], o.stage), o.is_headline desc, share_pct desc nulls last, mineral, product;
