-- What of the selection is not drawn, or drawn with a reservation, and how much is it?
with flow as (
    select
        f.*,
        measured($measure, f.value_usd, f.mass_t) as amount,
        r.exporter is not null as has_way
    from shipped($minerals, 'world', $goods) f
    left join route r using (exporter, importer)
    where f.year = $trade_year
    and is_of($side, $holders, f.exporter, f.importer)
),
taken as (
    select *
    from series_of($minerals, 'world', $goods)
    where year = $trade_year
)
select
    (select count(*) from flow) as flows,
    (select count(distinct exporter || importer) from flow) as pairs,
    (select count(distinct exporter || importer) from flow where has_way and amount > 0) as drawn,
    (select sum(amount) from flow) as amount,
    (select count(*) from flow where amount is null) as unmeasured,
    (select count(*) from flow where not has_way) as wayless,
    (select coalesce(sum(amount), 0) from flow where not has_way) as wayless_amount,
    (select coalesce(sum(amount), 0) from flow where is_basket) as basket_amount,
    (select coalesce(sum(amount), 0) from flow where completeness <> 'full') as part_amount,
    (select list(hs order by hs) from taken where is_basket and not is_counted_below) as baskets,
    (select list(hs order by hs) from taken where is_counted_below) as counted_below,
    (select list(hs order by hs) from taken where not is_counted_below) as codes,
    (
        select list(name_en order by name_en)
        from mineral
        where len($minerals) > 0
        and list_contains($minerals, mineral_id)
        and mineral_id not in (select unnest(mineral_ids) from taken)
        and coalesce(parent_id, '') not in (select unnest(mineral_ids) from taken)
    ) as without,
    (
        select list(distinct concat_ws(' ', publisher || ', ' || split_part(title, ':', 1), vintage))
        from source
        where source_id in (select source_id from flow)
    ) as sources;
