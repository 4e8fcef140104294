"""Current values written back: one AccountState an account, so that a list of accounts is one indexed query.

Only rows whose values changed are written, in transactions short enough that people can go on working.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
from django.db import connection as database
from django.db import transaction

from tenure.core.periods import Period
from tenure.customers import totals
from tenure.customers.models import Account, AccountState
from tenure.engine import operational
from tenure.engine.duck import connect
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.publication import Publication, attach
from tenure.engine.state_sql import state_sql
from tenure.metrics import Ask, movements
from tenure.metrics.ends import Ends
from tenure.metrics.first_paid import first_paid
from tenure.metrics.statements import statement

_CHUNK = 5_000
_JSON = ("usage_weeks", "plan_ids", "product_ids")
_DATES = ("as_of", "customer_since", "last_event_on", "last_touch_on", "renewal_on")
# Scores and the churn risk are written by engine.scores.current.
_JUDGED = ("health", "health_change", "health_coverage", "scorecard", "churn_risk")
_COLUMNS = tuple(str(field.column) for field in AccountState._meta.concrete_fields if field.column not in _JUDGED)
_VALUES = tuple(name for name in _COLUMNS if name not in ("account_id", "as_of"))


def part(publication: Publication, params: dict[str, str | int]) -> Part:
    return Part("account_state", digest(publication.inputs, sorted(params.items())))


def write_back(publication: Publication, params: dict[str, str | int], fills: Fills) -> int:
    """Bring AccountState to what this publication says; returns the number of rows written.

    `params` are the company's choices that the current state depends on (longest_pause).
    """
    now = part(publication, params)
    if fills.up_to_date(now) and fills.rows(now) == AccountState.objects.count():
        return 0
    fills.start([now])
    with connect() as connection:
        _compute(connection, publication, params)
        total, written = _write(connection)
    AccountState.objects.exclude(as_of=publication.today).update(as_of=publication.today)
    totals.keep(publication.today)
    fills.done([(now, total)])
    return written


def _compute(connection: duckdb.DuckDBPyConnection, publication: Publication, params: dict[str, str | int]) -> None:
    """Tables `new` (what should be), `gone` (accounts that have no state any more) and `changed` (rows to write)."""
    attach(connection, publication)
    ask = Ask(Period.trailing(publication.today, "12m"), "account", params=params, currency=publication.currency)
    query = state_sql(
        as_of=publication.today.isoformat(),
        movements=statement(("movements",), movements, ask),
        first_paid=statement(("first_paid",), lambda asked: first_paid(asked, Ends(asked)), ask),
        any_events=_any(connection, "SELECT 1 FROM user_feature_day LIMIT 1"),
    )
    connection.execute(f"CREATE TABLE memory.new AS {query}")
    connection.execute("USE memory")
    operational.copy("customers.AccountState", connection)
    connection.execute(
        "CREATE TABLE gone AS SELECT account_id FROM raw.customers_accountstate ANTI JOIN new USING (account_id)"
    )
    differs = " OR ".join(_differs(name) for name in _VALUES)
    connection.execute(
        f"CREATE TABLE changed AS SELECT new.* FROM new LEFT JOIN raw.customers_accountstate old USING (account_id) "
        f"WHERE old.account_id IS NULL OR {differs} ORDER BY account_id"
    )


def _any(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    return connection.execute(query).fetchone() is not None


def _differs(name: str) -> str:
    if name in _JSON:
        return f"new.{name}::JSON::VARCHAR[] IS DISTINCT FROM old.{name}::JSON::VARCHAR[]"
    return f"new.{name} IS DISTINCT FROM old.{name}"


def _write(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    gone = [row[0] for row in connection.execute("SELECT account_id FROM gone").fetchall()]
    for at in range(0, len(gone), 500):
        AccountState.objects.filter(account_id__in=gone[at : at + 500]).delete()
    # Dates go as text, which both databases read.
    columns = ", ".join(f"{name}::VARCHAR" if name in _DATES else name for name in _COLUMNS)
    found = connection.execute(f"SELECT {columns} FROM changed")
    written, alive = 0, None
    for chunk in _chunks(found):
        # An account that was deleted since its facts were copied has no state.
        alive = set(Account.objects.values_list("pk", flat=True)) if alive is None else alive
        rows = [row for row in chunk if row[_COLUMNS.index("account_id")] in alive]
        with transaction.atomic(), database.cursor() as cursor:
            cursor.executemany(_upsert(), rows)
        written += len(rows)
    (total,) = connection.execute("SELECT count(*) FROM new").fetchone() or (0,)
    return int(total), written


def _chunks(found: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := found.fetchmany(_CHUNK):
        yield rows


def _upsert() -> str:
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    places = ", ".join(_place(name) for name in _COLUMNS)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in _COLUMNS if name != "account_id")
    return (
        f"INSERT INTO {AccountState._meta.db_table} ({columns}) VALUES ({places}) "
        f"ON CONFLICT (account_id) DO UPDATE SET {updates}"
    )


def _place(name: str) -> str:
    return "%s::jsonb" if database.vendor == "postgresql" and name in _JSON else "%s"
