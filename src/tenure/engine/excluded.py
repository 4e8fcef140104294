"""Whose events do not count (test accounts and internal users), and on which days they have any.

Only the days on which somebody has events depend on whether that somebody counts. So each UTC day of the lake has a
digest of those of them who appear in it; when people are left out or taken in, only days whose digest changed are
rolled up again. The digests follow from the lake and the excluded alone; a file keeps them, so that a day is looked
through again only when its content or the excluded changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from tenure.engine.duck import parquet, side_by_side, text
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.lake import LakeFile, fingerprints
from tenure.engine.parts import write

_VERSION = 1
_TABLE = "excluded_days"
_WHO = "coalesce(md5(string_agg(concat_ws('|', account_id, user_id), ';' ORDER BY account_id, user_id)), '')"
# Only the few rows of their accounts go on to the second comparison.
_SEEN = f"""
    WITH theirs AS (
        SELECT DISTINCT account_id, user_id FROM {{events}}
        WHERE account_id IN (SELECT account_id FROM excluded))
    SELECT {_WHO} FROM (
        SELECT account_id, user_id FROM excluded SEMI JOIN theirs USING (account_id, user_id)
        UNION ALL
        SELECT account_id, NULL FROM excluded SEMI JOIN theirs USING (account_id) WHERE user_id IS NULL)"""


class Excluded:
    """The excluded of one refresh, on its connection as the table `excluded`; a row without a user is an account."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, fills: Fills, fact: Part, files: Sequence[LakeFile]
    ) -> None:
        self._connection, self._fills, self._files = connection, fills, files
        connection.execute(f"CREATE OR REPLACE TABLE excluded AS SELECT * FROM {parquet([fact.path])}")
        self._who = self._value(f"SELECT {_WHO} FROM excluded")
        self._keys = {day: digest(_VERSION, self._who, day, *held) for day, held in fingerprints(files).items()}
        self.part = Part(_TABLE, digest(*sorted(self._keys.values())))

    @property
    def any(self) -> bool:
        return self._who != ""

    def seen(self) -> dict[date, str]:
        """Of each UTC day the digest of the excluded who have events on it."""
        known = self._known()
        found = {day: known[key] for day, key in self._keys.items() if key in known}
        found |= self._look([day for day in self._keys if day not in found])
        if not self._fills.fresh(self.part):
            self._keep(found)
        return found

    def _known(self) -> dict[str, str]:
        last = self._fills.last(_TABLE)
        if last is None:
            return {}
        rows = self._connection.execute(f"SELECT key, seen FROM {parquet([last.path])}").fetchall()
        return dict(rows)

    def _look(self, days: Sequence[date]) -> dict[date, str]:
        if not self.any:
            return dict.fromkeys(days, "")
        files: dict[date, list[Path]] = {}
        for file in self._files:
            files.setdefault(file.day, []).append(file.path)
        with side_by_side(self._connection, _seen, [files[day] for day in days]) as found:
            return dict(zip(days, found, strict=True))

    def _keep(self, found: Mapping[date, str]) -> None:
        rows = ", ".join(f"({text(self._keys[day])}, {text(seen)})" for day, seen in found.items())
        select = f"SELECT * FROM (VALUES {rows}) AS days(key, seen)" if rows else "SELECT '' AS key, '' AS seen LIMIT 0"
        self._fills.start([self.part])
        self._fills.done([(self.part, write(self._connection, select, self.part))])

    def _value(self, query: str) -> str:
        found = self._connection.execute(query).fetchone()
        return str(found[0]) if found else ""


def _seen(cursor: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> str:
    found = cursor.execute(_SEEN.format(events=parquet(paths))).fetchone()
    return str(found[0]) if found else ""
