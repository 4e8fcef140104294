"""One account of a large book asked fast: what it used lies beside the whole, under the same names."""

from typing import Final

import duckdb

from tenure.engine.duck import text

_LARGE: Final = ("account_feature_day", "user_feature_day")


def narrow(connection: duckdb.DuckDBPyConnection, account: str) -> None:
    """Let the daily tables of usage, of an attached publication, hold this account only, as temporary tables.

    A row of nobody keeps the first day of all usage, before which nothing is known of anybody.
    """
    for name in _LARGE:
        whole = f"published.{name}"
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {whole} WHERE account_id = {text(account)}")
        connection.execute(
            f"INSERT INTO {name} SELECT * REPLACE ('' AS account_id) FROM {whole} "
            f"WHERE day = (SELECT min(day) FROM {whole}) LIMIT 1"
        )
