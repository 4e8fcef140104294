"""docs/importing.md: what is written by hand, and each canonical table as it is declared."""

from collections.abc import Iterator
from pathlib import Path

from tenure.core.facts import Column, FactTable
from tenure.core.registry import fact_tables
from tenure.ingest.files import ENDINGS
from tenure.ingest.mapping import ColumnSource
from tenure.ingest.problems import KINDS

BEGINS = "<!-- From here on made from the declarations: python -m tenure.ingest.manual docs/importing.md -->"


def made() -> str:
    """The part of the page that follows from declarations."""
    parts = [BEGINS, _endings(), _mapping(), _problems(), "## Canonical tables"]
    return "\n\n".join([*parts, *(_table(table) for table in fact_tables().values())]) + "\n"


def rewritten(page: str) -> str:
    """The page with its made part as it has to be now."""
    return page.partition(BEGINS)[0] + made()


def _endings() -> str:
    return f"## Kinds of files\n\n{', '.join(f'`{ending}`' for ending in ENDINGS)}. A workbook gives one table a sheet."


def _mapping() -> str:
    fields = ColumnSource.model_fields.items()
    rows = (f"| `{name}` | {field.description or _SAID[name]} |" for name, field in fields)
    return "\n".join(["## What a mapping can say of a column", "", "| Key | Meaning |", "|---|---|", *rows])


_SAID = {
    "column": "The file's column; plain text in place of the keys is the same",
    "first_of": "The first of these columns that is not empty",
    "join": "These columns put together",
    "separator": "What stands between joined columns",
    "constant": "The same value for every row",
    "from_day": "The column counts days from a date: `by` names columns, `dates` gives day 0 for their values",
}


def _problems() -> str:
    rows = (f"| `{kind}` | {said} |" for kind, said in KINDS.items())
    return "\n".join(["## Why a row waits in quarantine", "", "| Kind | Meaning |", "|---|---|", *rows])


def _table(table: FactTable) -> str:
    key = ", ".join(f"`{column}`" for column in table.key)
    head = [f"### {table.name}", "", f"{table.sentence} A row is known by {key}.", ""]
    return "\n".join(
        [*head, "| Column | Kind | Needed | Also known as | Meaning |", "|---|---|---|---|---|", *_rows(table)]
    )


def _rows(table: FactTable) -> Iterator[str]:
    for column in table.columns:
        needed = "yes" if column.required else ""
        also = ", ".join(f"`{synonym}`" for synonym in column.synonyms)
        yield f"| `{column.name}` | {column.kind} | {needed} | {also} | {_meaning(column)} |"


def _meaning(column: Column) -> str:
    said = [column.help] if column.help else []
    if column.refers:
        said.append(f"Of [{column.refers}](#{column.refers}).")
    if column.choices:
        said.append(f"One of {', '.join(column.choices)}.")
    if column.default is not None:
        said.append(f"{column.default} if empty." if column.default else "Empty text if empty.")
    return " ".join(said)


if __name__ == "__main__":
    import sys

    import django

    django.setup()
    page = Path(sys.argv[1])
    page.write_text(rewritten(page.read_text()))
