"""Reads a SQLite database by ADBC, in a process of its own: the query comes in on stdin, Arrow goes out on stdout.

ADBC brings its own copy of SQLite. Two copies in one process do not see each other's locks: the one that closes first
takes the write-ahead log away under the other, and the database is damaged. So this never runs beside Django.

    python -m tenure.engine.sqlite_reader DATABASE < query.sql > rows.arrow
"""

import sys
from io import IOBase
from typing import cast

import adbc_driver_sqlite.dbapi as sqlite
import pyarrow as pa


def main() -> None:
    with sqlite.connect(sys.argv[1]) as connection, connection.cursor() as cursor:
        cursor.execute(sys.stdin.read())
        reader = cursor.fetch_record_batch()
        with pa.ipc.new_stream(cast(IOBase, sys.stdout.buffer), reader.schema) as out:
            for batch in reader:
                out.write_batch(batch)


if __name__ == "__main__":
    main()
