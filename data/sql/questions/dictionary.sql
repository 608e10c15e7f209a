-- Which tables and columns are there, with what meaning, and how many rows?
select
    t.table_name as "table",
    t.comment as row_is,
    t.estimated_size as rows,
    c.column_name as "column",
    c.data_type as type,
    c.comment as meaning
from duckdb_tables() t
join duckdb_columns() c using (database_name, schema_name, table_name)
where t.comment is not null
order by t.table_name, c.column_index;
