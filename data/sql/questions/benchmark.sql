-- Which benchmark for buying from one country does a law of a coalition chosen set?
select
    a.title,
    a.content,
    a.signed,
    s.publisher,
    s.url
from agreement a
join source s using (source_id)
where a.agreement_id = 'eu_crma'
and $coalitions = ['eu'];
