"""SQL of what moves a formula: rows `account_id, day, ...` whose running sum, latest or largest is the value on a day.

`first` and `last` are the first and last day asked. Rows that cannot matter on any of the days are left out, which
is what makes a question about one day cheap. A row of `deltas` counts from its day on.
"""

from datetime import date

from tenure.core.periods import DAY
from tenure.engine.measures.filters import sql
from tenure.metrics.measures.kinds import Distinct, Latest, Level, Recency, Rows, Share, Sum

_EVER = "DATE '1900-01-01'"
# Distinct users in these windows are kept as steps already (engine.active_steps).
_KEPT_WINDOWS = (7, 30)


def counted(formula: Sum | Distinct, first: date, last: date) -> str:
    """What moves a count or a sum over a window."""
    return _sum(formula, first, last) if isinstance(formula, Sum) else _distinct(formula, first, last)


def level(formula: Level, last: date) -> str:
    source, amount = formula.source, f'"{formula.amount}"' if formula.amount else "1"
    if source.steps:
        return f"SELECT account_id, day, {amount} AS delta FROM {source.table} WHERE day <= DATE '{last}'"
    rows = _rows(formula)
    return f"""
        SELECT account_id, coalesce("{source.day}", {_EVER}) AS day, {amount} AS delta {rows}
        AND coalesce("{source.day}" <= DATE '{last}', true)
        UNION ALL SELECT account_id, "{source.until}", -({amount}) {rows} AND "{source.until}" <= DATE '{last}'"""


def _sum(formula: Sum, first: date, last: date) -> str:
    day, amount = f'"{formula.source.day}"', f'"{formula.amount}"' if formula.amount else "1"
    table = _smallest(formula) if formula.amount else formula.source.table
    return f"""
        WITH summed AS MATERIALIZED (
            SELECT account_id, {day} AS day, sum({amount}) AS delta FROM {table} WHERE {sql(formula.condition())}
            AND {day} > DATE '{first - formula.days * DAY}' AND {day} <= DATE '{last}' GROUP BY ALL)
        SELECT * FROM summed UNION ALL SELECT account_id, day + {formula.days}, -delta FROM summed"""


def _distinct(formula: Distinct, first: date, last: date) -> str:
    if formula.of == "usage" and formula.count == "user_id" and not formula.where and formula.days in _KEPT_WINDOWS:
        return (
            f'SELECT account_id, day, delta FROM active_user_steps WHERE "window" = {formula.days} '
            f"AND day <= DATE '{last}'"
        )
    return _seen(_things(formula, first, last), formula.days)


def _things(formula: Distinct, first: date, last: date) -> str:
    source, thing = formula.source, f'"{formula.count}"'
    table = _smallest(formula)
    return f"""
        SELECT DISTINCT account_id, {thing} AS thing, "{source.day}" AS day FROM {table}
        WHERE {sql(formula.condition())} AND {thing} IS NOT NULL AND {thing}::VARCHAR <> ''
        AND "{source.day}" > DATE '{first - formula.days * DAY}' AND "{source.day}" <= DATE '{last}'"""


def _smallest(rows: Rows) -> str:
    """Usage of features, whoever used them, is a hundredth as long as that of people."""
    asks = {check.field for check in rows.condition().tests()} | {getattr(rows, "count", "")}
    return "account_feature_day" if rows.of == "usage" and "user_id" not in asks else rows.source.table


def _seen(things: str, days: int, by: str = "account_id, thing") -> str:
    """+1 on the day a thing comes into the window, -1 on the day it falls out of it; `by` tells things apart."""
    return f"""
        WITH neighbours AS (
            SELECT *, coalesce(lag(day) OVER near + {days} < day, true) AS comes,
                   coalesce(lead(day) OVER near > day + {days}, true) AS goes
            FROM ({things}) WINDOW near AS (PARTITION BY {by} ORDER BY day)),
        ends AS MATERIALIZED (SELECT * FROM neighbours WHERE comes OR goes)
        SELECT * EXCLUDE (comes, goes), 1 AS delta FROM ends WHERE comes
        UNION ALL SELECT * EXCLUDE (comes, goes) REPLACE (day + {days} AS day), -1 FROM ends WHERE goes"""


def share_used(share: Share, first: date, last: date) -> str:
    """Features in use that the account was entitled to on the day of use, as deltas.

    Account and feature together are one number before they are sorted: texts take four times as long.
    """
    used = f"""
        SELECT thing, day FROM account_feature_day JOIN rights USING (account_id, feature)
        WHERE day > DATE '{first - share.days * DAY}' AND day <= DATE '{last}'"""
    entitled = f"""
        SELECT used.thing, used.day FROM ({used}) AS used SEMI JOIN held ON held.thing = used.thing
            AND coalesce(start_date <= day, true) AND coalesce(end_date_excl > day, true)"""
    return f"""
        WITH held AS MATERIALIZED (
            SELECT *, dense_rank() OVER (ORDER BY account_id, feature)::INT AS thing FROM entitlements),
        rights AS MATERIALIZED (SELECT DISTINCT account_id, feature, thing FROM held)
        SELECT account_id, day, delta FROM ({_seen(entitled, share.days, "thing")}) JOIN rights USING (thing)"""


def entitled() -> str:
    """Different features an account is entitled to, as deltas; entitlements of one feature that overlap count once."""
    return f"""
        WITH turns AS (
            SELECT account_id, feature, unnest([coalesce(start_date, {_EVER}), end_date_excl]) AS day,
                   unnest([1, -1]) AS n FROM entitlements),
        levels AS (
            SELECT account_id, feature, day,
                   sum(sum(n)) OVER (PARTITION BY account_id, feature ORDER BY day) > 0 AS held
            FROM turns WHERE day IS NOT NULL GROUP BY account_id, feature, day),
        changes AS (
            SELECT *, held::INT - lag(held::INT, 1, 0) OVER (PARTITION BY account_id, feature ORDER BY day) AS delta
            FROM levels)
        SELECT account_id, day, delta FROM changes WHERE delta <> 0"""


def latest(formula: Latest, last: date) -> str:
    """The amount of the last row of each day; of several on one day, their mean."""
    day = f'"{formula.source.day}"'
    return f"""
        SELECT account_id, {day} AS day, avg("{formula.amount}")::DOUBLE AS value {_rows(formula)}
        AND "{formula.amount}" IS NOT NULL AND {day} <= DATE '{last}' GROUP BY ALL"""


def occurrences(formula: Recency, last: date) -> str:
    """Days on which something happened."""
    day = f'"{formula.source.day}"'
    return (
        f"SELECT DISTINCT account_id, {day} AS day FROM {_smallest(formula)} WHERE {sql(formula.condition())} "
        f"AND {day} <= DATE '{last}'"
    )


def lasting(formula: Recency) -> str:
    """Rows that last or lie ahead, with the day they are settled."""
    day, until = f'"{formula.source.day}"', f'"{formula.source.until}"'
    return f"SELECT account_id, {day} AS day, {until} AS until {_rows(formula)} AND {day} IS NOT NULL"


def first_row(rows: Rows) -> str:
    """The first day of the whole source: before it, nothing is known of anybody."""
    return f'SELECT min("{rows.source.day}") FROM {rows.source.table}'


def _rows(rows: Rows) -> str:
    return f"FROM {rows.source.table} WHERE {sql(rows.condition())}"
