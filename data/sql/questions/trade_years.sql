-- How much of the chosen minerals was traded in each year, and where can a year not be compared with the one before?
with yearly as (
    select
        year,
        sum(measured($measure, value_usd, mass_t)) filter (is_of($side, $holders, exporter, importer)) as amount,
        list(distinct hs order by hs) as codes,
        list(distinct source_id order by source_id) as source_ids,
        bool_and(completeness = 'full') as is_full
    from shipped($minerals, 'world', $goods)
    group by all
),
broken as (
    select y.year, string_agg(distinct b.reason, '; ' order by b.reason) as reason
    from yearly y
    join trade_break b
    on b.year = y.year
    and list_contains(y.source_ids, b.source_id)
    and (b.hs is null or list_contains(y.codes, b.hs))
    group by all
)
select
    y.year,
    y.amount,
    len(y.codes) as codes,
    y.is_full,
    y.source_ids,
    coalesce(b.reason, '') as reason,
    lag(y.codes) over (order by y.year) <> y.codes as is_other_codes,
    b.reason is not null or coalesce(lag(y.codes) over (order by y.year) <> y.codes, false) as is_break
from yearly y
left join broken b using (year)
order by y.year;
