"""Text to typed values: for each column its SQL value (null when it cannot be read) and the problem to report.

DuckDB's own casts are kinder than we may be: "10.6" becomes the integer 11, "infinity" a date, and a timestamp with
an offset loses it. So the look of a value is tested first.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from tenure.core.facts import Column, FactTable, Kind
from tenure.core.money import CURRENCIES
from tenure.ingest.problems import problem, shown
from tenure.ingest.quoting import name, text, texts

_YES, _NO = ("1", "true", "t", "yes", "y"), ("0", "false", "f", "no", "n")
_DATE = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"
_MOMENT = r"^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|z|UTC|[+-]\d{2}(:?\d{2})?)?$"
_ZONED = r"(Z|z|UTC|[+-]\d{2}(:?\d{2})?)$"
_MIDNIGHT = r"[T ]0?0:00(:00([.,]0+)?)?$"
_INTEGER = r"^[+-]?\d{1,18}([.]0+)?$"
_DECIMAL = r"^[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d{1,2})?$"


@dataclass(frozen=True, slots=True)
class Parsed:
    value: str  # SQL over the column of text
    problems: tuple[str, ...]  # SQL over the text and the parsed value (value_name), each a problem or null
    type: str


def field_of(table: FactTable, column: Column) -> "models.Field[Any, Any] | None":
    """The model's field behind a canonical column; None for events and for columns that are stored elsewhere."""
    if not table.model:
        return None
    for field in apps.get_model(table.model)._meta.concrete_fields:
        if isinstance(field, models.Field) and field.attname == table.attribute(column.name):
            return field
    return None


def value_name(column: Column) -> str:
    """What the parsed value is called where the problems are looked for."""
    return name(f"v_{column.name}")


def parse(table: FactTable, column: Column, zone: str) -> Parsed:
    """How the text of `column`, a column of the same name in scope, becomes a value of the table."""
    reader = _READERS.get(column.kind, _text)
    return reader(table, column, name(column.name), field_of(table, column), zone)


def _trimmed(raw: str) -> str:
    return f"nullif(trim({raw}), '')"


def _unread(kind: str, column: Column, raw: str, mend: str) -> str:
    wrong = f"{_trimmed(raw)} IS NOT NULL AND {value_name(column)} IS NULL"
    return problem(kind, column.name, wrong, text(f"{column.name}: "), shown(raw), text(mend))


def _text(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    value = _trimmed(raw) if table.identifies(column) else f"nullif({raw}, '')"
    if column.choices:
        value = f"lower({_trimmed(raw)})"
    problems = [_too_long(column, raw, field), _unstorable(column, raw)]
    if column.choices:
        problems.append(_not_a_choice(column, raw))
    return Parsed(value, tuple(p for p in problems if p), "VARCHAR")


def _too_long(column: Column, raw: str, field: object) -> str:
    longest = getattr(field, "max_length", None)
    if not longest:
        return ""
    mend = f" is longer than {longest} characters. Shorten it."
    return problem(
        "bad_text", column.name, f"length({raw}) > {longest}", text(f"{column.name}: "), shown(raw), text(mend)
    )


def _unstorable(column: Column, raw: str) -> str:
    return problem(
        "bad_text", column.name, f"contains({raw}, chr(0))", text(f"{column.name} holds a zero byte. Take it out.")
    )


def _not_a_choice(column: Column, raw: str) -> str:
    wrong = f"lower({_trimmed(raw)}) NOT IN ({texts(column.choices)})"
    mend = f" is not known. Use one of {', '.join(column.choices)}, or map the value."
    return problem("bad_choice", column.name, wrong, text(f"{column.name}: "), shown(raw), text(mend))


def _integer(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    low, high = _range(field)
    whole = f"regexp_matches(trim({raw}), {text(_INTEGER)})"
    number = f"CASE WHEN {whole} THEN TRY_CAST(trim({raw}) AS DECIMAL(38, 18))::HUGEINT END"
    value = f"CASE WHEN {number} BETWEEN {low} AND {high} THEN ({number})::BIGINT END"
    mend = " is not a whole number. Write it in digits, such as 25."
    if column.kind is Kind.MONEY:
        mend = " is not a whole number of minor units (cents). Write 12.50 as 1250, or map the column as major units."
    if low == 0:
        mend += " It may not be negative."
    return Parsed(value, (_unread("bad_number", column, raw, mend),), "BIGINT")


def _range(field: object) -> tuple[int, int]:
    if isinstance(field, models.PositiveIntegerField):
        return 0, 2**31 - 1
    if isinstance(field, models.BigIntegerField):
        return -(10**15), 10**15
    return -(2**31), 2**31 - 1


def _decimal(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    kind = "DOUBLE"
    if isinstance(field, models.DecimalField):
        kind = f"DECIMAL({field.max_digits}, {field.decimal_places})"
    value = f"CASE WHEN regexp_matches(trim({raw}), {text(_DECIMAL)}) THEN TRY_CAST(trim({raw}) AS {kind}) END"
    mend = " is not a number that fits. Write it with a point and without thousands separators, such as 1234.5."
    return Parsed(value, (_unread("bad_number", column, raw, mend),), kind)


def _currency(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    code = f"upper({_trimmed(raw)})"
    value = f"CASE WHEN {code} IN ({texts(CURRENCIES)}) THEN {code} END"
    mend = " is not a currency. Write its ISO 4217 code, such as USD or EUR."
    return Parsed(value, (_unread("unknown_currency", column, raw, mend),), "VARCHAR")


def _date(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    """A plain date stays; an instant becomes the local date on which it falls (rule R3)."""
    clean = f"trim({raw})"
    plain = f"TRY_CAST({clean} AS DATE)"
    # A warehouse writes dates as midnights without a zone: that is no instant.
    midnight = f"regexp_matches({clean}, {text(_MIDNIGHT)}) AND NOT regexp_matches({clean}, {text(_ZONED)})"
    local = f"(TRY_CAST({clean} AS TIMESTAMPTZ) AT TIME ZONE {text(zone)})::DATE"
    value = (
        f"CASE WHEN regexp_matches({clean}, {text(_DATE)}) THEN {plain} "
        f"WHEN NOT regexp_matches({clean}, {text(_MOMENT)}) THEN NULL "
        f"WHEN {midnight} THEN TRY_CAST({clean} AS TIMESTAMP)::DATE ELSE {local} END"
    )
    value = f"CASE WHEN ({value}) BETWEEN DATE '1900-01-01' AND DATE '2199-12-31' THEN ({value}) END"
    return Parsed(value, (_unread("bad_date", column, raw, " is not a date. Write it as 2024-01-31."),), "DATE")


def _instant(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    """In UTC without a zone; written without one it is taken as UTC, and a plain date as the start of the local day."""
    clean = f"trim({raw})"
    start = f"(TRY_CAST({clean} AS TIMESTAMP) AT TIME ZONE {text(zone)})"
    value = (
        f"CASE WHEN regexp_matches({clean}, {text(_DATE)}) THEN {start} "
        f"WHEN regexp_matches({clean}, {text(_MOMENT)}) THEN TRY_CAST({clean} AS TIMESTAMPTZ) END AT TIME ZONE 'UTC'"
    )
    value = f"CASE WHEN year({value}) BETWEEN 1900 AND 2199 THEN ({value}) END"
    mend = " is not a moment. Write it as 2024-01-31T14:30:00Z."
    return Parsed(value, (_unread("bad_instant", column, raw, mend),), "TIMESTAMP")


def _flag(table: FactTable, column: Column, raw: str, field: object, zone: str) -> Parsed:
    word = f"lower(trim({raw}))"
    value = f"CASE WHEN {word} IN ({texts(_YES)}) THEN true WHEN {word} IN ({texts(_NO)}) THEN false END"
    return Parsed(value, (_unread("bad_flag", column, raw, " is neither yes nor no. Write 1 or 0."),), "BOOLEAN")


_READERS = {
    Kind.INTEGER: _integer,
    Kind.MONEY: _integer,
    Kind.DECIMAL: _decimal,
    Kind.CURRENCY: _currency,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.FLAG: _flag,
}
