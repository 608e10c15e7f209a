-- How many minerals has the government of a country said it can supply, when, and who reports it?
select
    c.claimed_on,
    c.count_claimed,
    c.count_of,
    c.text,
    c.confidence,
    coalesce(s.publisher || ', ', '') || s.title as source,
    s.url,
    c.claim_id,
    c.source_id
from claim c
join source s using (source_id)
where c.iso3 = $country
order by c.claimed_on desc;
