"""Which files can be read, and what is inside: each becomes one or more tables of text."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import duckdb

from tenure.ingest.quoting import name, text
from tenure.ingest.sheets import read_workbook
from tenure.ingest.staging import Staging

ROW = "__row"
ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".jsonl", ".jsonl.gz", ".ndjson", ".json", ".parquet", ".xlsx")


class Unreadable(ValueError):
    """The file as a whole cannot be read; the sentence says why and how to mend it."""


@dataclass(slots=True)
class RawTable:
    """A file's rows as text in the staging area, with their number as a spreadsheet counts them."""

    file: str
    stem: str
    name: str  # of the table in the staging area
    columns: list[str]
    broken: list[tuple[int, str, str]] = field(default_factory=list)  # row number, line, sentence


def ending(path: Path) -> str:
    return next((end for end in sorted(ENDINGS, key=len, reverse=True) if path.name.lower().endswith(end)), "")


def stem(path: Path) -> str:
    return path.name[: len(path.name) - len(ending(path))]


def find(paths: list[Path]) -> list[Path]:
    """The files behind the paths; folders give every file with a known ending, in order of name."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise Unreadable(f"{path} does not exist. Check the path.")
        if path.is_dir():
            found += [file for file in sorted(path.iterdir()) if file.is_file() and ending(file)]
        elif not ending(path):
            raise Unreadable(f"{path.name} is not a kind of file that can be read: use {', '.join(ENDINGS)}.")
        else:
            found.append(path)
    return found


def look(staging: Staging, path: Path) -> list[tuple[str, list[str]]]:
    """The tables inside a file, without reading all of it where that can be avoided: (stem, columns)."""
    kind = ending(path)
    if kind in (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".parquet"):
        select = f"SELECT * FROM read_parquet({text(path)})"
        try:
            if kind != ".parquet":
                _refuse_empty(path)
                select = f"SELECT * FROM read_csv({text(path)}, {_csv_options(kind)}, store_rejects = true)"
            return [(stem(path), [row[0] for row in staging.rows(f"DESCRIBE {select}")])]
        except (duckdb.Error, OSError, EOFError) as error:
            raise _unreadable(path, error) from error
    tables = read(staging, path)
    for table in tables:
        staging.run(f"DROP TABLE {table.name}")
    return [(table.stem, table.columns) for table in tables]


def read(staging: Staging, path: Path, first: int = 0) -> list[RawTable]:
    """All rows of the file (or the first so many) as tables of text: one table, or one a sheet of a workbook."""
    kind = ending(path)
    try:
        if kind == ".xlsx":
            return [_sheet(staging, path, sheet, rows, first) for sheet, rows in read_workbook(path)]
        if kind == ".parquet":
            return [_parquet(staging, path, first)]
        if kind.startswith((".json", ".ndjson")):
            return [_json(staging, path, first)]
        return [_csv(staging, path, kind, first)]
    except (duckdb.Error, OSError, EOFError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: BaseException) -> Unreadable:
    return Unreadable(f"{path.name} cannot be read: {str(error).strip().splitlines()[0]}")


def _csv_options(kind: str) -> str:
    return "all_varchar = true, header = true" + (", delim = '\t'" if kind.startswith(".tsv") else "")


def _csv(staging: Staging, path: Path, kind: str, first: int) -> RawTable:
    _refuse_empty(path)
    options = _csv_options(kind)
    table = _scan(staging, path, options, first)
    if staging.value("SELECT count(*) FROM reject_errors WHERE error_type = 'INVALID ENCODING'"):
        table = _scan(staging, path, options + ", encoding = 'latin-1'", first)
    table.broken = _broken(staging)
    if table.broken:
        _count_broken_lines(staging, table)
    return table


def _refuse_empty(path: Path) -> None:
    with path.open("rb") as file:
        packed = path.name.lower().endswith(".gz")
        first = gzip.GzipFile(fileobj=file).read(4096) if packed else file.read(4096)
        if not first.strip():
            raise Unreadable(f"{path.name} is empty. The first line must name the columns.")


def _scan(staging: Staging, path: Path, options: str, first: int) -> RawTable:
    for rejects in ("reject_errors", "reject_scans"):
        staging.run(f"DROP TABLE IF EXISTS {rejects}")
    return _select(staging, path, f"SELECT * FROM read_csv({text(path)}, {options}, store_rejects = true)", first)


def _broken(staging: Staging) -> list[tuple[int, str, str]]:
    rows = staging.rows(
        "SELECT line, any_value(csv_line), any_value(error_message) FROM reject_errors GROUP BY line ORDER BY line"
    )
    return [(line, content, _broken_sentence(reason)) for line, content, reason in rows]


def _broken_sentence(reason: str) -> str:
    return f"The line cannot be taken apart: {reason}. Check its separators and quotation marks."


def _count_broken_lines(staging: Staging, table: RawTable) -> None:
    """Lines that were left out still count in the numbers of the rows after them."""
    before = [(str(line - 2 - i),) for i, (line, _, _) in enumerate(table.broken)]
    staging.fill("broken_lines", ["good_rows_before"], before)
    staging.run(
        f"UPDATE {table.name} SET {ROW} = {ROW} + (SELECT count(*) FROM broken_lines "
        f"WHERE good_rows_before::BIGINT < {table.name}.{ROW} - 1)"
    )


def _parquet(staging: Staging, path: Path, first: int) -> RawTable:
    """The file itself says where a row stands, which lets several threads read it."""
    relation = f"read_parquet({text(path)})"
    columns = [row[0] for row in staging.rows(f"DESCRIBE FROM {relation}")]
    number = "row_number() OVER () + 1" if "file_row_number" in columns else "file_row_number + 2"
    return _keep(staging, path, relation, columns, number, first)


def _select(staging: Staging, path: Path, select: str, first: int) -> RawTable:
    """Keep every column as text; DuckDB gives each its number in the order of the file."""
    columns = [row[0] for row in staging.rows(f"DESCRIBE {select}")]
    return _keep(staging, path, f"({select})", columns, "row_number() OVER () + 1", first)


def _keep(staging: Staging, path: Path, relation: str, columns: list[str], number: str, first: int) -> RawTable:
    kept = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column in columns)
    raw = staging.new_name("raw")
    cut = f" LIMIT {int(first)}" if first else ""
    staging.run(f"CREATE TABLE {raw} AS SELECT {number} AS {ROW}, {kept} FROM {relation}{cut}")
    return RawTable(path.name, stem(path), raw, columns)


def _json(staging: Staging, path: Path, first: int) -> RawTable:
    objects = f"read_json_objects({text(path)}, format = 'auto')"
    keys = staging.rows(f"SELECT DISTINCT unnest(json_keys(json)) AS key FROM {objects} ORDER BY key")
    if not keys:
        raise Unreadable(f"{path.name} holds no objects. Write one object a line, or a list of objects.")
    taken = ", ".join(f"json->>{text(_pointer(key))} AS {name(key)}" for (key,) in keys)
    return _select(staging, path, f"SELECT {taken} FROM {objects}", first)


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _sheet(staging: Staging, path: Path, sheet: str, rows: Iterator[list[str | None]], first: int) -> RawTable:
    header = [str(value or f"column_{i + 1}") for i, value in enumerate(next(rows))]
    columns = [h if h not in header[:i] else f"{h}_{i + 1}" for i, h in enumerate(header)]
    loaded = staging.new_name("sheet")
    staging.fill(
        loaded, [ROW, *columns], ([str(i), *row] for i, row in enumerate(islice(rows, first or None), start=2))
    )
    raw = staging.new_name("raw")
    kept = ", ".join(name(column) for column in columns)
    filled = " OR ".join(f"{name(column)} IS NOT NULL" for column in columns)
    staging.run(f"CREATE TABLE {raw} AS SELECT {ROW}::BIGINT AS {ROW}, {kept} FROM {loaded} WHERE {filled}")
    staging.run(f"DROP TABLE {loaded}")
    return RawTable(f"{path.name} ({sheet})", sheet, raw, columns)
