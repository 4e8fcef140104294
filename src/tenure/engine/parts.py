"""Writing the files of derived tables, with the columns and types of metrics.tables."""

from pathlib import Path
from typing import Final

import duckdb
from django.conf import settings

from tenure.engine.duck import text
from tenure.engine.durable import make_folder
from tenure.engine.fills import Part, keep
from tenure.metrics.tables import SCHEMAS

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "date": "DATE", "timestamp": "TIMESTAMP"}

# Daily tables, with those that no metric reads: features of an account, which are a hundredth of those of its users.
DAILY: Final[dict[str, dict[str, str]]] = {
    "user_feature_day": SCHEMAS["user_feature_day"],
    "user_day": SCHEMAS["user_day"],
    "account_feature_day": {
        "day": "!date",
        "account_id": "!string",
        "feature": "!string",
        "users": "!int64",
        "events": "!int64",
    },
    "active_user_steps": SCHEMAS["active_user_steps"],
    "active_feature_steps": SCHEMAS["active_feature_steps"],
}


def casts(table: str) -> str:
    """The columns of a table of metrics.tables with their types; all columns of a table that no metric reads."""
    if table not in SCHEMAS:
        return "*"
    return ", ".join(f'CAST("{name}" AS {sql_type(kind)}) AS "{name}"' for name, kind in SCHEMAS[table].items())


def sql_type(kind: str) -> str:
    plain = kind.lstrip("!")
    return _TYPES.get(plain, plain.upper())


def draft(connection: duckdb.DuckDBPyConnection, select: str, part: Part) -> tuple[Path, Part, int]:
    """Write the rows of a query as a draft of this part; `fills.keep` makes it the file."""
    drafts = Path(settings.HOME) / "tmp" / "drafts"
    make_folder(drafts)
    path = drafts / f"{part.table}-{part.day}-{part.hash}.parquet"
    done = connection.execute(f"COPY ({select}) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return path, part, int(done[0]) if done else 0


def write(connection: duckdb.DuckDBPyConnection, select: str, part: Part) -> int:
    """Write the rows of a query as the file of this part, whole or not at all; returns their number."""
    made = draft(connection, select, part)
    keep([made])
    return made[2]
