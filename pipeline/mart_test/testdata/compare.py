# Holds every table of the mart that the user may read against a published file, value by value, with clients that others wrote:
# DuckDB's for the file and psycopg for PostgreSQL. Prints a line per table that differs, and at the end the counts.
import datetime
import re
import sys

import duckdb
import psycopg

file, url = sys.argv[1:]
theirs = duckdb.connect(file, read_only=True)
mart = psycopg.connect(url)
tables = mart.execute(
    """SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE obj_description(n.oid, 'pg_namespace') LIKE 'uythac:%' AND n.nspname <> 'uythac_store' AND c.relkind = 'r'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') GROUP BY 1, 2 ORDER BY 1, 2"""
).fetchall()


def plain(value):
    """Moments are UTC in the file, which does not say so."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return value


def order(row):
    return [(v is None, str(type(v)), v if v is not None else 0) for v in row]


rows = 0
for schema, table, columns in tables:
    statement = "SELECT %s FROM \"%%s\".\"%s\"" % (", ".join('"%s"' % c for c in columns), table)
    have = sorted((tuple(map(plain, r)) for r in mart.execute(statement % schema)), key=order)
    want = sorted(theirs.sql(statement % re.sub(r"_below_\d+$", "", schema)).fetchall(), key=order)
    rows += len(have)
    if have != want:
        first = next((pair for pair in zip(have, want) if pair[0] != pair[1]), (len(have), len(want)))
        print("%s.%s differs: %s" % (schema, table, first))
print("%d tables, %d rows" % (len(tables), rows))
