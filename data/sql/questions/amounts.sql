-- How much goes from each country to each other, for the lanes?
select exporter, importer, sum(measured($measure, value_usd, mass_t)) as amount
from shipped($minerals, 'world', $goods)
where year = $trade_year
and is_of($side, $holders, exporter, importer)
group by all
having sum(measured($measure, value_usd, mass_t)) > 0
order by exporter, importer;
