"""What people changed here since a file came in stays until the file says something new about it.

A row that was changed here carries what the file said of the changed columns before (`EditableFact.file_said`). Where a
file says the same again, the stored value takes the place of the file's, so the rest of an import sees no difference.
Where it says something else, the file is the later of the two: its value stands, and what it said before is forgotten.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from tenure.core.facts import FactTable
from tenure.core.model import EditableFact
from tenure.ingest.checks import CHECKED
from tenure.ingest.quoting import name, text
from tenure.ingest.references import by_parts, model_of
from tenure.ingest.staging import Staging
from tenure.ingest.storing import SAID, Stored

_CHANGED: Final = f"s.{SAID} <> '{{}}'"


def editable(table: FactTable) -> type[EditableFact] | None:
    model = model_of(table)
    return model if issubclass(model, EditableFact) else None


def said_column(model: type[EditableFact]) -> Stored:
    return Stored(SAID, model._meta.get_field(SAID))


def keep_changes(staging: Staging, columns: Sequence[Stored]) -> int:
    """Let what was changed here stand in the accepted rows where the file says nothing new; the number of such rows.

    The accepted rows get the column `file_said` as it is to be stored: without what is forgotten.
    """
    mine = [column for column in columns if not column.only_new and column.column != SAID]
    staging.run(f"ALTER TABLE {CHECKED} ADD COLUMN {SAID} VARCHAR DEFAULT '{{}}'")
    kept = " OR ".join(f"({_says_the_same(c)} AND {_here(c)} IS DISTINCT FROM {c.value})" for c in mine)
    count = staging.value(
        f"SELECT count(*) FROM {CHECKED} c JOIN stored s ON s.id = c.id "
        f"WHERE len(c.problems) = 0 AND {_CHANGED} AND ({kept or 'false'})"
    )
    sets = [f"{name(c.column)} = {_kept(c)}" for c in mine]
    sets.append(f"{SAID} = {_still_said(mine)}")
    staging.run(f"UPDATE {CHECKED} AS c SET {', '.join(sets)} FROM stored s WHERE s.id = c.id AND {_CHANGED}")
    return int(count)


def told(kept: int) -> list[str]:
    """The sentence about rows that were changed here, if there are any."""
    if not kept:
        return []
    rows = "1 row keeps" if kept == 1 else f"{kept:,} rows keep"
    return [f"{rows} what was changed in Tenure since: the file says nothing new about it."]


def told_of_left(left: int) -> list[str]:
    if not left:
        return []
    rows, stay = ("1 row was", "stays as it is") if left == 1 else (f"{left:,} rows were", "stay as they are")
    return [f"{rows} changed in Tenure meanwhile and {stay}. Import the file again."]


def overtaken(staging: Staging, model: type[EditableFact], ids: Sequence[str]) -> Collection[str]:
    """Those of the rows, locked, that are not as they were compared any more.

    Each save gives a row another `loaded_at`. Whether that is later than the comparison says nothing: what was saved
    before it may be committed after it.
    """
    compared, later = _compared(staging, ids), set[str]()
    for part in by_parts(ids):
        held = model._default_manager.select_for_update().filter(pk__in=part).values_list("pk", "loaded_at")
        later.update(key for key, saved in held if saved.replace(tzinfo=None) != compared[key])
    return later


def _compared(staging: Staging, ids: Sequence[str]) -> Mapping[str, datetime]:
    """When each of the rows had been saved last, in UTC, as it was read for the comparison."""
    moment = "timezone('UTC', TRY_CAST(loaded_at AS TIMESTAMPTZ))"
    return dict(staging.rows(f"SELECT id, {moment} FROM stored WHERE id IN (SELECT unnest($1))", [list(ids)]))


def _kept(column: Stored) -> str:
    return f"CASE WHEN {_says_the_same(column)} THEN {_here(column)} ELSE c.{name(column.column)} END"


def _still_said(columns: Sequence[Stored]) -> str:
    """SQL of `file_said` without the columns of which the file says something new; as it is if there are none."""
    if not columns:
        return f"s.{SAID}"
    forgotten = [f"CASE WHEN {_says_otherwise(c)} THEN {text(_without(c))} ELSE '{{}}' END" for c in columns]
    return (
        f"CASE WHEN {' OR '.join(map(_says_otherwise, columns))} "
        f"THEN json_merge_patch(s.{SAID}, {', '.join(forgotten)}) ELSE s.{SAID} END"
    )


def _says_the_same(column: Stored) -> str:
    return f"({_is_known(column)} AND {_said(column)} IS NOT DISTINCT FROM {column.value})"


def _says_otherwise(column: Stored) -> str:
    return f"({_is_known(column)} AND {_said(column)} IS DISTINCT FROM {column.value})"


def _is_known(column: Stored) -> str:
    return f"json_exists(s.{SAID}, {text('$.' + column.field.attname)})"


def _said(column: Stored) -> str:
    return f"TRY_CAST(json_extract_string(s.{SAID}, {text('$.' + column.field.attname)}) AS {column.type})"


def _here(column: Stored) -> str:
    return f"TRY_CAST(s.{name(str(column.field.column))} AS {column.type})"


def _without(column: Stored) -> str:
    return f'{{"{column.field.attname}": null}}'
