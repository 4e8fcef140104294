"""Fact tables: the operational database's facts in the shape the numbers read, copied only when they changed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from tenure.core.periods import local_date
from tenure.customers.models import Account
from tenure.engine import attribute_history, hierarchy, operational
from tenure.engine.duck import text
from tenure.engine.fact_sql import FACTS, TESTS, FactSql
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.parts import casts, write


class Snapshot:
    """One run of copying: which fact tables are stale, what they need, and the sentences about what was refused."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, fills: Fills, zone: ZoneInfo, currency: str) -> None:
        self._connection, self._fills, self._zone, self._currency = connection, fills, zone, currency
        self._loaded: set[str] = set()
        self._tests = sorted(Account.objects.filter(is_test=True).values_list("pk", flat=True))
        self.problems: list[str] = []

    def parts(self, watermarks: Mapping[str, str]) -> dict[str, Part]:
        """The part each fact table should have now, by the watermarks of its sources."""
        marks = {**watermarks, TESTS: digest(*self._tests)}
        return {fact.name: self._part(fact, marks) for fact in FACTS}

    def take(self, parts: dict[str, Part]) -> list[str]:
        """Copy what is stale; returns the names of the tables that were."""
        stale = [fact for fact in FACTS if not self._fills.fresh(parts[fact.name])]
        self._fills.start(parts[fact.name] for fact in stale)
        for fact in stale:
            for source in fact.sources:
                self._load(source)
            self._fills.done([(parts[fact.name], self._make(fact, parts[fact.name]))])
        return [fact.name for fact in stale]

    def _part(self, fact: FactSql, marks: Mapping[str, str]) -> Part:
        inputs = (fact.name, fact.version, fact.select, casts(fact.name), fact.order, self._zone, self._currency)
        return Part(fact.name, digest(*inputs, *(marks[source] for source in fact.sources)))

    def _make(self, fact: FactSql, part: Part) -> int:
        if fact.name == "ultimate_parents":
            self._climb()
        if fact.name == "attributes":
            self._hold()
        select = fact.select.replace("{zone}", text(self._zone)).replace("{currency}", text(self._currency))
        return write(self._connection, f"SELECT {casts(fact.name)} FROM ({select}) ORDER BY {fact.order}", part)

    def _load(self, source: str) -> None:
        if source in self._loaded:
            return
        if source == TESTS:
            self._register("tests", {"id": pa.string()}, ((account,) for account in self._tests))
        else:
            operational.copy(source, self._connection)
        self._loaded.add(source)

    def _climb(self) -> None:
        found = self._connection.execute(
            "SELECT account_id, parent_account_id, valid_from, valid_to_excl FROM raw.customers_accountparent t "
            "ANTI JOIN tests ON tests.id IN (t.account_id, t.parent_account_id)"
        ).fetchall()
        links = (hierarchy.Link(a, p, start or hierarchy.EVER, end or hierarchy.NEVER) for a, p, start, end in found)
        rows, refused = hierarchy.ultimate_parents(links)
        self.problems += refused
        schema: dict[str, pa.DataType] = {
            "account_id": pa.string(),
            "parent_id": pa.string(),
            "valid_from": pa.date32(),
            "valid_to_excl": pa.date32(),
        }
        self._register("climbed", schema, ((r.account, r.parent, _open(r.start), _open(r.end)) for r in rows))

    def _hold(self) -> None:
        schema: dict[str, pa.DataType] = {
            "account_id": pa.string(),
            "attribute": pa.string(),
            "value": pa.string(),
            "valid_from": pa.date32(),
            "valid_to_excl": pa.date32(),
        }
        self._register("held", schema, self._held())

    def _held(self) -> Iterable[tuple[str, str, str, date | None, date | None]]:
        """The histories of accounts that have one; the values of the others hold since ever."""
        changes = self._changes()
        self._register("changed", {"id": pa.string()}, ((account,) for account in changes))
        columns = ", ".join(attribute_history.NAMES)
        found = self._connection.execute(
            f"SELECT id, {columns} FROM raw.customers_account a SEMI JOIN changed ON changed.id = a.id"
        ).fetchall()
        for account, *values in found:
            current = dict(zip(attribute_history.NAMES, values, strict=True))
            for held in attribute_history.history(current, changes[account]):
                yield account, held.attribute, held.value, held.start, held.end

    def _changes(self) -> dict[str, list[attribute_history.Change]]:
        found = self._connection.execute(
            'SELECT subject_id, "at", before, after FROM raw.journal_change ORDER BY "at", id'
        ).fetchall()
        changes: dict[str, list[attribute_history.Change]] = {}
        for account, at, before, after in found:
            changes.setdefault(account, []).append((self._day(at), json.loads(before), json.loads(after)))
        return changes

    def _day(self, at: datetime) -> date:
        return local_date(at.replace(tzinfo=ZoneInfo("UTC")), self._zone)

    def _register(self, name: str, types: dict[str, pa.DataType], rows: Iterable[tuple[Any, ...]]) -> None:
        schema = pa.schema(types)
        columns = list(zip(*rows, strict=True)) or [()] * len(types)
        table = pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
        self._connection.register("made", table)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM made")
        self._connection.unregister("made")


def _open(day: date) -> date | None:
    return None if day in (hierarchy.EVER, hierarchy.NEVER) else day
