-- Where do a publisher's countries miss its own world total by over 3%, and why?
select m.name_en as mineral, d.product, d.stage, d.year, d.edition, d.sum_t, d.total_t, d.difference_pct, d.reason, d.source_id
from total_difference d
join mineral m using (mineral_id)
where d.reason is not null
order by abs(d.difference_pct) desc;
