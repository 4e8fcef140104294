"""One pass over a mapped file: text becomes values, and every row gets the list of what is wrong with it."""

from collections.abc import Collection

from tenure.core.facts import Column, FactTable
from tenure.ingest.files import ROW
from tenure.ingest.parsing import Parsed, parse, value_name
from tenure.ingest.problems import TYPE, problem, struct
from tenure.ingest.quoting import name, text
from tenure.ingest.rules import broken, derived
from tenure.ingest.staging import Staging

CHECKED = "checked"


def check(staging: Staging, view: str, table: FactTable, zone: str) -> list[str]:
    """Fill the table `checked`: row number, `id`, the canonical columns that have values, problems.

    Returns the names of those columns. Later checks add problems of rows that are fine by themselves.
    """
    given = [c for c in table.columns if c.name in set(staging.columns(view))]
    parsed = {column.name: parse(table, column, zone) for column in given}
    made = derived(table, parsed.keys(), lambda c: f"v_{c}" if c in parsed else "NULL")
    names = [c.name for c in table.columns if c.name in parsed or c.name in made]
    values = ", ".join(f"{_final(table, n, parsed, made)} AS f_{n}" for n in names)
    typed = ", ".join(f"{parsed[c.name].value} AS {value_name(c)}" for c in given)
    found = [p for c in given for p in parsed[c.name].problems] + _empties(table, parsed, made)
    inner = f"SELECT *, {values} FROM (SELECT *, {typed} FROM {view})"
    outer = ", ".join(f"f_{n} AS {name(n)}" for n in names)
    first = f"SELECT {ROW}, {outer}, [{', '.join(found)}]::{TYPE} AS found FROM ({inner})"
    rules = f"[{', '.join(broken(table, names))}]::{TYPE}"
    problems = f"list_filter(list_concat(found, {rules}), lambda p: p IS NOT NULL)"
    kept = ", ".join(name(n) for n in names)
    staging.run(
        f"CREATE OR REPLACE TABLE {CHECKED} AS "
        f"SELECT {ROW}, {row_key(table, names)} AS id, {kept}, {problems} AS problems FROM ({first})"
    )
    return names


def _final(table: FactTable, column: str, parsed: dict[str, Parsed], made: dict[str, str]) -> str:
    value = made.get(column, f"v_{column}")
    default = table.column(column).default
    if default is None or column not in parsed:
        return value
    return f"coalesce({value}, {text(default)}::{parsed[column].type})"


def _empties(table: FactTable, parsed: dict[str, Parsed], made: dict[str, str]) -> list[str]:
    return [_empty(table, c) for c in table.columns if c.required and c.name in parsed and c.name not in made]


def _empty(table: FactTable, column: Column) -> str:
    sentence = text(f"{column.name} is empty: every row of {table.name} needs one.")
    return problem("empty", column.name, f"nullif(trim({name(column.name)}), '') IS NULL", sentence)


def row_key(table: FactTable, present: Collection[str]) -> str:
    """SQL of the primary key: the key's values, joined by | when there are several."""
    parts = [f"coalesce({name(c)}::VARCHAR, '')" if c in present else "''" for c in table.key]
    if len(parts) == 1:
        return name(table.key[0]) if table.key[0] in present else "NULL::VARCHAR"
    return f"concat_ws('|', {', '.join(parts)})"


def missing(table: FactTable, present: Collection[str]) -> list[str]:
    """Required columns that neither the file nor a rule fills."""
    made = derived(table, present, lambda c: "NULL")
    return [c.name for c in table.columns if c.required and c.name not in present and c.name not in made]


def add_problems(staging: Staging, kind: str, column: str, rows: str) -> int:
    """Give the rows of `rows`, a query of (row, sentence), one more problem; returns how many there are."""
    staging.run(f"CREATE OR REPLACE TABLE found_wrong AS SELECT * FROM ({rows}) AS f(wrong_row, sentence)")
    count = int(staging.value("SELECT count(*) FROM found_wrong"))
    if count:
        staging.run(
            f"UPDATE {CHECKED} SET problems = list_append(problems, {struct(kind, column, 'w.sentence')}) "
            f"FROM found_wrong w WHERE w.wrong_row = {CHECKED}.{ROW}"
        )
    return count


def repeated_keys(staging: Staging, table: FactTable) -> int:
    """Of the rows that are fine otherwise, the first with a key stays; the others have to be mended."""
    key = " and ".join(table.key)
    sentence = (
        text(f"{key}: the same as in row ") + " || r.first::VARCHAR || " + text(". Give one of them another key.")
    )
    repeats = (
        f"SELECT id, min({ROW}) AS first FROM {CHECKED} WHERE len(problems) = 0 AND id IS NOT NULL "
        "GROUP BY id HAVING count(*) > 1"
    )
    return add_problems(
        staging,
        "duplicate_key",
        table.key[0],
        f"SELECT c.{ROW}, {sentence} FROM {CHECKED} c JOIN ({repeats}) r ON r.id = c.id AND c.{ROW} <> r.first "
        "WHERE len(c.problems) = 0",
    )


def long_keys(staging: Staging, table: FactTable, longest: int = 190) -> int:
    sentence = text(f"{' and '.join(table.key)}: the key is longer than {longest} characters. Shorten it.")
    return add_problems(
        staging, "bad_text", table.key[0], f"SELECT {ROW}, {sentence} FROM {CHECKED} WHERE length(id) > {longest}"
    )
