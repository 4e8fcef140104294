"""A mapping as SQL: rows of the file become rows of canonical columns, still as text."""

from collections.abc import Mapping

from tenure.core.facts import Column, FactTable, Kind
from tenure.core.money import CURRENCIES, minor_exponent
from tenure.ingest.files import ROW, RawTable
from tenure.ingest.mapping import BadMapping, BaseDate, ColumnSource, Join, TableMapping
from tenure.ingest.quoting import name, text, texts
from tenure.ingest.staging import Staging

_WHOLE = [c for c in CURRENCIES if minor_exponent(c) == 0]
_THOUSANDTHS = [c for c in CURRENCIES if minor_exponent(c) == 3]
_ZONE = r"(Z|[+-]\d\d(:?\d\d)?)\s*$"
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def mapped(
    staging: Staging,
    raw: RawTable,
    mapping: TableMapping,
    table: FactTable,
    others: Mapping[str, RawTable],
    currency: str,
) -> str:
    """A view of the row number and the canonical columns that the mapping fills; the view's name."""
    _check(raw, mapping, others)
    reader = _Reader(mapping, table, currency, others)
    shown = [f"f.{ROW} AS {ROW}"]
    shown += [f"{reader.value(table.column(c))} AS {name(c)}" for c in table.names if c in mapping.columns]
    view = staging.new_name("mapped")
    joins = " ".join(_join(reader, join, others[join.name]) for join in mapping.joins if join.name in others)
    staging.run(
        f"CREATE VIEW {view} AS SELECT {', '.join(shown)} FROM {raw.name} f {joins} WHERE NOT {reader.left_out()}"
    )
    return view


def _check(raw: RawTable, mapping: TableMapping, others: Mapping[str, RawTable]) -> None:
    for column in sorted(mapping.reads - set(raw.columns)):
        raise BadMapping(f"{raw.file} has no column {column!r}, which the mapping to {mapping.table} reads.")
    for join in mapping.joins:
        if join.name not in others and not join.optional:
            raise BadMapping(
                f"{raw.file} needs the file {join.file[0]} beside it for {join.name}: import the folder with both."
            )


def _join(reader: "_Reader", join: Join, other: RawTable) -> str:
    for column in [c for c in join.keys.values() if c not in other.columns]:
        raise BadMapping(f"{other.file} has no column {column!r}, by which it is joined.")
    keys = ", ".join(name(column) for column in join.keys.values())
    first = f"SELECT DISTINCT ON ({keys}) * FROM {other.name} ORDER BY {keys}, {ROW}"
    on = " AND ".join(f"{reader.column(mine)} = {name(join.name)}.{name(theirs)}" for mine, theirs in join.keys.items())
    return f"LEFT JOIN ({first}) {name(join.name)} ON {on}"


class _Reader:
    """Turns sources of columns into SQL; knows which names are joined files and what the row's currency is."""

    def __init__(self, mapping: TableMapping, table: FactTable, currency: str, others: Mapping[str, RawTable]) -> None:
        self.mapping, self.table, self.default_currency, self.others = mapping, table, currency, others

    def column(self, reference: str) -> str:
        if not self.mapping.is_joined(reference):
            return "f." + name(reference)
        other, column = reference.split(".", 1)
        if other not in self.others:
            return "NULL::VARCHAR"
        if column in self.others[other].columns:
            return f"{name(other)}.{name(column)}"
        if self.mapping.needs:  # such a mapping fits many shapes of a file: what is missing is empty
            return "NULL::VARCHAR"
        raise BadMapping(f"{self.others[other].file} has no column {column!r}, which the mapping reads.")

    def left_out(self) -> str:
        """True for rows that the mapping skips."""
        tests = [
            f"coalesce(lower({self.column(column)}) IN ({texts(value.lower() for value in values)}), false)"
            for column, values in self.mapping.skip.items()
        ]
        return f"({' OR '.join(tests)})" if tests else "false"

    def value(self, column: Column) -> str:
        """The text of the canonical column, with the conversions that its source asks for."""
        source = self.mapping.columns[column.name]
        found = self._found(source)
        if source.values or (source.otherwise is not None and not source.is_for_some):
            found = _translated(found, source)
        if source.from_day:
            found = self._day(found, source.from_day)
        if source.format or source.zone or source.plus_days:
            found = _moment(found, source, column)
        if column.kind is Kind.MONEY and (source.unit == "major" or source.times):
            found = self._money(found, source)
        elif source.times:
            found = f"({_number(found)} * {_number(self.column(source.times))})::VARCHAR"
        return self._only_when(found, source)

    def _found(self, source: ColumnSource) -> str:
        if source.constant is not None:
            return text(source.constant)
        if source.column:
            return self.column(source.column)
        if source.first_of:
            return "coalesce(" + ", ".join(f"nullif({self.column(c)}, '')" for c in source.first_of) + ")"
        parts = ", ".join(f"coalesce({self.column(c)}, '')" for c in source.join)
        return f"nullif(trim(concat_ws({text(source.separator)}, {parts})), '')"

    def _only_when(self, found: str, source: ColumnSource) -> str:
        if not source.is_for_some:
            return found
        tests = [f"lower({self.column(c)}) IN ({texts(v.lower() for v in vs)})" for c, vs in source.when.items()]
        if source.until:
            tests.append(f"coalesce(TRY_CAST({self.column(source.until)} AS TIMESTAMP) > now()::TIMESTAMP, true)")
        if source.once_per:
            tests.append(self._chosen(source))
        rest = "NULL" if source.otherwise is None else text(source.otherwise)
        return f"CASE WHEN {' AND '.join(tests)} THEN {found} ELSE {rest} END"

    def _chosen(self, source: ColumnSource) -> str:
        """True for one row of each group."""
        group = ", ".join(self.column(column) for column in source.once_per)
        order = f"f.{ROW}"
        if source.largest:
            order = f"{_number(self.value(self.table.column(source.largest)))} DESC NULLS LAST, {order}"
        return f"row_number() OVER (PARTITION BY {group} ORDER BY {order}) = 1"

    def _day(self, found: str, base: BaseDate) -> str:
        key = ", ".join(f"coalesce({self.column(c)}, '')" for c in base.by)
        days = "".join(
            f" WHEN {text(value)} THEN (DATE {text(day)} + TRY_CAST({found} AS INTEGER))::VARCHAR"
            for value, day in sorted(base.dates.items())
        )
        return f"CASE concat_ws('|', {key}){days} ELSE {found} END"

    def _money(self, found: str, source: ColumnSource) -> str:
        """Minor units, rounded half away from zero; what is not a number stays as it is, for the check to say so."""
        amount = _number(found)
        if source.times:
            amount += f" * coalesce({_number(self.column(source.times))}, 1)"
        if source.unit == "major":
            amount += f" * {self._minor_units()}"
        return f"coalesce((round({amount}, 0)::DECIMAL(38, 0))::VARCHAR, {found})"

    def _minor_units(self) -> str:
        if "currency" not in self.mapping.columns:
            return _minor_units(text(self.default_currency))
        return _minor_units(f"upper(trim({self._found(self.mapping.columns['currency'])}))")


def _minor_units(currency: str) -> str:
    whole, thousandths = texts(_WHOLE), texts(_THOUSANDTHS)
    return f"CASE WHEN {currency} IN ({whole}) THEN 1 WHEN {currency} IN ({thousandths}) THEN 1000 ELSE 100 END"


def _number(found: str) -> str:
    return f"TRY_CAST(trim({found}) AS DECIMAL(24, 6))"


def _translated(found: str, source: ColumnSource) -> str:
    cases = "".join(f" WHEN {text(k.lower())} THEN {text(v)}" for k, v in sorted(source.values.items()))
    rest = found if source.otherwise is None else f"CASE WHEN {found} IS NOT NULL THEN {text(source.otherwise)} END"
    return f"CASE lower(trim({found})){cases} ELSE {rest} END" if cases else rest


def _moment(found: str, source: ColumnSource, column: Column) -> str:
    """Instants get their zone, dates their shift; what is not understood stays as it is, for the check to say so."""
    if source.format in ("epoch", "epoch_ms"):
        scale = 1 if source.format == "epoch_ms" else 1000
        return _iso(f"epoch_ms(TRY_CAST({found} AS BIGINT) * {scale})", found)
    moment = f"TRY_CAST({found} AS TIMESTAMP)"
    if source.format:
        moment = f"try_strptime({found}, {text(source.format)})"
    if source.zone:
        # A value that names its own zone is already an instant.
        naive = f"({moment} AT TIME ZONE {text(source.zone)}) AT TIME ZONE 'UTC'"
        own = f"(regexp_matches({found}, '{_ZONE}') AND length({found}) > 10)"
        return f"CASE WHEN {own} OR length(trim({found})) <= 10 THEN {found} ELSE {_iso(naive, found)} END"
    if source.plus_days:
        moment = f"({moment}::DATE + {source.plus_days})"
    return f"coalesce(({moment}{'::DATE' if column.kind is Kind.DATE else ''})::VARCHAR, {found})"


def _iso(moment: str, found: str) -> str:
    return f"coalesce(strftime({moment}, '{_INSTANT}'), {found})"
