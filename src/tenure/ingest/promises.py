"""A trial that looks at the first rows only must still know what the other rows of its files will bring."""

from collections.abc import Mapping
from pathlib import Path

from tenure.core.registry import fact_tables
from tenure.ingest.checks import row_key
from tenure.ingest.files import RawTable, read
from tenure.ingest.mapping import TableMapping
from tenure.ingest.meaning import mapped
from tenure.ingest.staging import Staging


def promise(
    staging: Staging, path: Path, mapping: TableMapping, cut: RawTable, others: Mapping[str, RawTable], first: int
) -> None:
    """Make the ids of all rows of the file known to rows that refer to them, where `cut` has only its first rows."""
    table = fact_tables()[mapping.table]
    referred = {column.refers for one in fact_tables().values() for column in one.columns}
    if table.name not in referred or int(staging.value(f"SELECT count(*) FROM {cut.name}")) < first:
        return
    whole = next(one for one in read(staging, path) if one.stem == cut.stem)
    # Which currency is meant changes no id.
    view = mapped(staging, whole, mapping, table, others, "")
    staging.run(f"CREATE TABLE IF NOT EXISTS promised_{table.name} (id VARCHAR)")
    key = row_key(table, mapping.columns.keys())
    staging.run(f"INSERT INTO promised_{table.name} SELECT DISTINCT trim({key}) FROM {view}")
    staging.run(f"DROP VIEW {view}")
    staging.run(f"DROP TABLE {whole.name}")
