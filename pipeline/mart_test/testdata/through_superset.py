# Reads the mart through Apache Superset as dashboards do, and holds what comes against the published file, which DuckDB's own
# client reads: superset.py FOLDER FILE ALL ONE UNION, where ALL and ONE are addresses of the mart as a reader of everything and as
# one of that union. Superset keeps its own data in the folder. Says what differs, or how much there was.
import datetime
import os
import secrets
import sys

import duckdb

folder, file, everything, one, union = sys.argv[1:]
with open(os.path.join(folder, "superset_config.py"), "w") as settings:
    print("SECRET_KEY = %r" % secrets.token_hex(32), file=settings)
    print("SQLALCHEMY_DATABASE_URI = %r" % ("sqlite:///" + os.path.join(folder, "superset.db")), file=settings)
    print("WTF_CSRF_ENABLED = False  # programs show a token of their login instead", file=settings)
os.environ["SUPERSET_HOME"] = folder
os.environ["SUPERSET_CONFIG_PATH"] = os.path.join(folder, "superset_config.py")

from superset.app import create_app  # noqa: E402  it reads the settings
from superset.cli.main import superset  # noqa: E402

app = create_app()
password = secrets.token_hex(16)
for command in (
    "db upgrade",
    "init",
    "fab create-admin --username admin --firstname An --lastname Nguyen --email admin@localhost --password " + password,
):
    done = app.test_cli_runner().invoke(superset, command.split())
    if done.exit_code != 0:
        sys.exit("superset %s: %s %s" % (command.split()[0], done.output, done.exception))

client = app.test_client()
theirs = duckdb.connect(file, read_only=True)
differences, checks, rows = [], 0, 0


def ask(path, question, status=200):
    """Posts a question as the administrator."""
    answer = client.post(path, json=question, headers=headers)
    if answer.status_code != status:
        sys.exit("%s says %d, not %d: %s" % (path, answer.status_code, status, answer.text))
    return answer.json


def agree(what, have, sql, *parameters):
    """Holds the rows that came against those of the published file."""
    global checks, rows
    want = [tuple(str(v) if isinstance(v, datetime.date) else v for v in row) for row in theirs.execute(sql, parameters).fetchall()]
    have = sorted(have, key=str)
    checks, rows = checks + 1, rows + len(have)
    if have != sorted(want, key=str) or not have:
        differences.append("%s: %s, not %s" % (what, have, want))


login = client.post("/api/v1/security/login", json={"username": "admin", "password": password, "provider": "db"})
headers = {"Authorization": "Bearer " + login.json["access_token"]}
latest = theirs.sql("SELECT max(as_of) FROM report.outstanding_by_union").fetchone()[0]


def connection(name, url):
    """Makes a database connection, which Superset tries at once."""
    return ask("/api/v1/database/", {"database_name": name, "sqlalchemy_uri": url, "expose_in_sqllab": True}, 201)["id"]


def chart(dataset, columns, filters=(), grain=None):
    """Asks for a chart's data: sums of money by some columns; with a grain, the day at the beginning of its month."""
    keys = [{"columnType": "BASE_AXIS", "sqlExpression": c, "label": c, "expressionType": "SQL", "timeGrain": grain} if grain and c == "as_of" else c for c in columns]
    sums = [{"expressionType": "SIMPLE", "column": {"column_name": c}, "aggregate": "SUM", "label": c} for c in ("outstanding", "overdue")]
    query = {"columns": keys, "metrics": sums, "filters": list(filters), "row_limit": 10000}
    answer = ask("/api/v1/chart/data", {"datasource": {"id": dataset, "type": "table"}, "queries": [query], "result_format": "json", "result_type": "full"})
    return [tuple(day(r[c]) if c == "as_of" else r[c] for c in [*columns, "outstanding", "overdue"]) for r in answer["result"][0]["data"]]


def day(milliseconds):
    return str((datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=milliseconds)).date())


def lab(database, sql, status=200):
    """Runs a statement in SQL Lab."""
    question = {"database_id": database, "schema": "report", "sql": sql, "runAsync": False, "queryLimit": 1000, "client_id": secrets.token_hex(5)}
    return ask("/api/v1/sqllab/execute/", question, status)


def look(name, url, dataset_of, where):
    """Reads the mart as one reader."""
    database = connection(name, url)
    made = ask("/api/v1/dataset/", {"database": database, "schema": "report", **dataset_of}, 201)
    of_latest = {"col": "as_of", "op": "TEMPORAL_RANGE", "val": "%s : %s" % (latest, latest + datetime.timedelta(days=1))}
    by = "SELECT %s, CAST(sum(outstanding) AS BIGINT), CAST(sum(overdue) AS BIGINT) FROM report.outstanding_by_union WHERE " + where + " %s GROUP BY ALL"
    agree(name + ", by union", chart(made["id"], ["union_code", "union_name"], [of_latest]), by % ("union_code, union_name", "AND as_of = ?"), latest)
    agree(name + ", by month", chart(made["id"], ["as_of", "union_code"], grain="P1M"), by % ("date_trunc('month', as_of)::DATE AS month, union_code", ""))
    statement = "SELECT union_code, households, overdue_ratio FROM report.outstanding_by_union WHERE as_of = DATE '%s'" % latest
    agree(name + ", SQL Lab", [tuple(r.values()) for r in lab(database, statement)["data"]], statement + " AND " + where)
    return database, made


_, made = look("everything", everything, {"table_name": "outstanding_by_union"}, "true")
comments = {c["column_name"]: c.get("description") for c in made["data"]["columns"]}
days = [c["column_name"] for c in made["data"]["columns"] if c["is_dttm"]]
if days != ["as_of"] or not all(comments.values()) or "[đồng]" not in comments["outstanding"]:
    differences.append("columns: days %s, comments %s" % (days, comments))

# Superset with its data in SQLite takes the name of a table once: another connection's dataset is a statement.
statement = {"table_name": "of one union", "sql": "SELECT * FROM report.outstanding_by_union"}
database, _ = look("one union", one, statement, "union_code = '%s'" % union)
refused = lab(database, "SELECT * FROM report.headline", 500)
if "permission denied for table headline" not in str(refused):
    differences.append("a table that is shut: %s" % refused)
if differences:
    sys.exit("\n".join(differences))
print("%d answers, %d rows" % (checks, rows))
