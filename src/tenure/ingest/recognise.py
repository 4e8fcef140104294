"""Which canonical table a file is, and which of its columns means what."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from tenure.core.facts import Column, FactTable, Kind
from tenure.core.registry import fact_tables
from tenure.ingest.checks import missing
from tenure.ingest.headers import plain, signature, subject
from tenure.ingest.mapping import ColumnSource, MappingFile, TableMapping, shipped
from tenure.ingest.models import SavedMapping

SURE_ENOUGH = 0.6
_EXACT, _SHIPPED = 1.0, 0.95


@dataclass(frozen=True, slots=True)
class Recognised:
    mapping: TableMapping
    confidence: float  # 0 to 1
    because: str


def recognise(
    stem: str, columns: Sequence[str], *, source: str = "", table: str = "", given: MappingFile | None = None
) -> list[Recognised]:
    """The most likely meaning of a file, empty when nothing fits well enough; a mapping may fill several tables of it.

    A mapping that was given wins, then the one remembered for this source and header, then canonical names, then the
    shipped mappings, then synonyms.
    """
    if given:
        return _among(stem, columns, [given], table)
    found = _remembered(columns, source, table)
    by_name = by_names(stem, columns, table)
    best = found or (by_name if by_name and by_name.confidence == _EXACT else None)
    if best:
        return [best]
    return _among(stem, columns, shipped(), table) or ([by_name] if by_name else [])


def by_names(stem: str, columns: Sequence[str], table: str = "") -> Recognised | None:
    """By canonical names and their synonyms, and by the file's name."""
    tables = [fact_tables()[table]] if table else list(fact_tables().values())
    scored = [(_score(stem, columns, candidate), candidate) for candidate in tables]
    score, best = max(scored, key=lambda pair: pair[0])
    if not table and score < SURE_ENOUGH:
        return None
    because = "canonical names" if score == _EXACT else "names that mean the same"
    return Recognised(TableMapping(table=best.name, columns=match(best, columns)), score, because)


def match(table: FactTable, columns: Sequence[str]) -> dict[str, ColumnSource]:
    """Each canonical column's source among the file's columns, by name and then by synonym."""
    names = {plain(column): column for column in reversed(columns)}
    found = {c.name: names.pop(c.name) for c in table.columns if c.name in names}
    for column in table.columns:
        synonym = next((s for s in column.synonyms if plain(s) in names), "")
        if synonym and column.name not in found:
            found[column.name] = names.pop(plain(synonym))
    return {c.name: _source(c, found[c.name]) for c in table.columns if c.name in found}


def _source(column: Column, header: str) -> ColumnSource:
    # "mrr" is written in units of the currency, "mrr_minor" in cents; "start_ts_utc" is an instant, whatever its look.
    major = column.kind is Kind.MONEY and not plain(header).endswith("_minor")
    zone = "UTC" if plain(header).endswith("_utc") else ""
    return ColumnSource(column=header, unit="major" if major else "minor", zone=zone)


def _score(stem: str, columns: Sequence[str], table: FactTable) -> float:
    found = match(table, columns)
    called = subject(stem) in (table.name, table.name.rstrip("s"), *table.also)
    if not found or missing(table, found.keys()):
        return 0.5 if called and found else 0.0
    own = [name for name, source in found.items() if plain(source.column) == name]
    if called and set(table.key) & set(found) <= set(own):
        return _EXACT
    # A table is told by its own columns: account_id alone is in nearly all of them.
    share = len(found) / len(columns)
    return min(0.94, (0.35 if called else 0.0) + 0.6 * share + 0.1 * (set(table.key) <= set(own)))


def _remembered(columns: Sequence[str], source: str, table: str) -> Recognised | None:
    saved = SavedMapping.objects.filter(source=source, signature=signature(columns)).first() if source else None
    if not saved or (table and saved.table != table):
        return None
    return Recognised(TableMapping.model_validate(saved.document), _EXACT, f"as remembered for {source}")


def remember(source: str, columns: Sequence[str], mapping: TableMapping) -> None:
    """Use this mapping the next time the source sends the same header."""
    SavedMapping.objects.update_or_create(
        source=source,
        signature=signature(columns),
        defaults={"table": mapping.table, "document": mapping.model_dump(mode="json", exclude_defaults=True)},
    )


def _among(stem: str, columns: Sequence[str], files: Sequence[MappingFile], table: str) -> list[Recognised]:
    for file in files:
        fitting = [m for m in file.tables if (not table or m.table == table) and _fits(m, stem, columns)]
        if fitting:
            return [Recognised(mapping.fitted(columns), _SHIPPED, f"mapping {file.name}") for mapping in fitting]
    return []


def _fits(mapping: TableMapping, stem: str, columns: Sequence[str]) -> bool:
    needed = set(mapping.needs or mapping.reads)
    return named(stem, mapping.file) and needed <= set(columns)


def named(stem: str, patterns: Sequence[str]) -> bool:
    """Whether a file of this name (without its ending) is meant."""
    about = subject(stem)
    return not patterns or any(fnmatch(about, p) or fnmatch(stem, p) for p in patterns)
