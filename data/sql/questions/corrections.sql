-- What did the atlas change of what publishers printed, and why?
select c.source_id, c.record, c.field, c.was, c.now, c.reason, c.source
from correction c
order by c.source_id, c.record, c.field;
