"""Work on several cursors at once."""

import duckdb
import pytest

from tenure.engine.duck import connect, side_by_side


def _seven_times(cursor: duckdb.DuckDBPyConnection, item: int) -> int:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE own AS SELECT {item} * 7 AS n")
    row = cursor.execute("SELECT n FROM own").fetchone()
    return int(row[0]) if row else -1


def test_results_come_in_the_order_of_the_items_and_each_cursor_has_its_own_temporary_tables() -> None:
    with connect() as connection, side_by_side(connection, _seven_times, range(50)) as made:
        assert list(made) == [item * 7 for item in range(50)]


def test_who_leaves_early_does_not_wait_for_what_has_not_begun() -> None:
    begun: list[int] = []

    def work(cursor: duckdb.DuckDBPyConnection, item: int) -> int:
        begun.append(item)
        return _seven_times(cursor, item)

    with connect() as connection, side_by_side(connection, work, range(10_000)) as made:
        next(made)
    assert len(begun) < 10_000


def test_an_error_of_one_item_is_raised_where_its_result_is_taken() -> None:
    def work(cursor: duckdb.DuckDBPyConnection, item: int) -> int:
        return 1 // item

    with connect() as connection, side_by_side(connection, work, [1, 0, 1]) as made:
        assert next(made) == 1
        with pytest.raises(ZeroDivisionError):
            next(made)
