-- Which version of the data is this, and up to which day were its sources read?
select version, data_date
from build;
