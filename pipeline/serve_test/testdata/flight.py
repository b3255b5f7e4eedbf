"""Reads the Flight SQL door with ADBC: flight.py ADDRESS USER PASSWORD TOKEN [CERTIFICATE]. Prints what it finds as JSON."""
import json
import sys

import adbc_driver_flightsql
import adbc_driver_flightsql.dbapi as flightsql
from adbc_driver_flightsql import DatabaseOptions

address, user, password, token = sys.argv[1:5]
options = {}
if len(sys.argv) > 5:
    options[DatabaseOptions.TLS_ROOT_CERTS.value] = open(sys.argv[5]).read()
out = {"version": adbc_driver_flightsql.__version__}

with flightsql.connect(address, db_kwargs={"username": user, "password": password, **options}, autocommit=True) as c:
    out["vendor"] = c.adbc_get_info()["vendor_name"]
    with c.cursor() as q:
        q.execute("SELECT count(*) AS n, sum(outstanding)::BIGINT AS s FROM report.outstanding_by_union WHERE as_of = ?", ["2020-12-31"])
        out["parameter"] = q.fetchall()
        q.execute("SELECT range AS n, repeat('x', 50) AS t FROM range(200000)")
        table = q.fetch_arrow_table()
        out["rows"] = table.num_rows
        out["sum"] = sum(table.column("n").to_pylist())
        q.execute("SELECT as_of, union_code, outstanding, overdue_ratio FROM report.outstanding_by_union ORDER BY ALL")
        out["types"] = [str(f.type) for f in q.fetch_arrow_table().schema]
        for statement in ("DELETE FROM meta.run", "SELECT * FROM query('SELECT 1')"):
            try:
                q.execute(statement)
                out["refused"] = False
            except Exception as e:
                out.setdefault("refused", True)
                out["error"] = str(e)
    objects = c.adbc_get_objects(depth="all", db_schema_filter="report", table_name_filter="outstanding_by_union").read_all().to_pylist()
    tables = [t for o in objects for s in o["catalog_db_schemas"] for t in s["db_schema_tables"]]
    out["columns"] = [col["column_name"] for t in tables for col in t["table_columns"]]
    out["table_types"] = c.adbc_get_table_types()
    out["schema"] = [f.name for f in c.adbc_get_table_schema("run", db_schema_filter="meta")]

with flightsql.connect(address, db_kwargs={DatabaseOptions.AUTHORIZATION_HEADER.value: "Bearer " + token, **options}, autocommit=True) as c:
    with c.cursor() as q:
        q.execute("SELECT DISTINCT union_code FROM report.outstanding_by_union ORDER BY 1")
        out["unions"] = [r[0] for r in q.fetchall()]

try:
    with flightsql.connect(address, db_kwargs={"username": user, "password": "wrong wrong wrong", **options}, autocommit=True) as c:
        with c.cursor() as q:
            q.execute("SELECT 1")
    out["wrong"] = False
except Exception:
    out["wrong"] = True
print(json.dumps(out))
