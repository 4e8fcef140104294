"""The fill state of derived tables: what is there, what is stale, where its files lie."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tenure.engine.durable import make_folder, settle
from tenure.engine.models import Fill


def digest(*inputs: object) -> str:
    """A short hash of the inputs, equal for equal inputs on any machine."""
    return hashlib.blake2b("\x1f".join(str(item) for item in inputs).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a derived table: the whole table, or one day of it. The hash is that of its inputs."""

    table: str
    hash: str
    day: str = ""

    @property
    def path(self) -> Path:
        # Asked for thousands of days: one text made into a path is three times faster than parts put together.
        day = f"day={self.day}/" if self.day else ""
        return Path(f"{settings.HOME}/derived/{self.table}/{day}{self.hash}.parquet")


class Fills:
    """Every fill row, read once a refresh.

    A part is fresh when it is done from the same inputs and its file is there.
    """

    def __init__(self) -> None:
        self._rows = {
            (table, part): (state, hash_, rows)
            for table, part, state, hash_, rows in Fill.objects.values_list(
                "table", "part", "state", "input_hash", "rows"
            )
        }

    def up_to_date(self, part: Part) -> bool:
        """Whether the part was finished from these inputs; for what is kept in no file."""
        state, hash_, _ = self._rows.get((part.table, part.day), ("", "", 0))
        return state == Fill.State.DONE and hash_ == part.hash

    def fresh(self, part: Part) -> bool:
        """Whether the part was finished from these inputs and its file is there; a day without rows has none."""
        return self.up_to_date(part) and ((bool(part.day) and not self.rows(part)) or part.path.exists())

    def last(self, table: str) -> Part | None:
        """The file of a whole table that was finished last, if it is there: of which inputs it may be."""
        state, hash_, _ = self._rows.get((table, ""), ("", "", 0))
        part = Part(table, hash_)
        return part if state == Fill.State.DONE and part.path.exists() else None

    def rows(self, part: Part) -> int:
        return self._rows.get((part.table, part.day), ("", "", 0))[2]

    def kept(self, table: str, day: str) -> Part | None:
        """The part of a day as it was finished, whatever its inputs would be now, if its file is there."""
        state, hash_, _ = self._rows.get((table, day), ("", "", 0))
        part = Part(table, hash_, day)
        return part if state == Fill.State.DONE and self.fresh(part) else None

    def start(self, parts: Iterable[Part]) -> None:
        self._write((part, Fill.State.STARTED, 0) for part in parts)

    def done(self, counted: Iterable[tuple[Part, int]]) -> None:
        self._write((part, Fill.State.DONE, rows) for part, rows in counted)

    def forget(self, table: str, days: Iterable[str]) -> None:
        """Days that no longer have anything of this table."""
        gone = list(days)
        Fill.objects.filter(table=table, part__in=gone).delete()
        for day in gone:
            self._rows.pop((table, day), None)

    def days(self, table: str) -> set[str]:
        return {day for name, day in self._rows if name == table and day}

    def _write(self, marks: Iterable[tuple[Part, str, int]]) -> None:
        now = timezone.now()
        rows = []
        for part, state, count in marks:
            self._rows[(part.table, part.day)] = (state, part.hash, count)
            rows.append(Fill(table=part.table, part=part.day, state=state, rows=count, input_hash=part.hash, at=now))
        Fill.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["table", "part"],
            update_fields=["state", "rows", "input_hash", "at"],
        )


def keep(drafts: Iterable[tuple[Path, Part, int]]) -> None:
    """Make finished drafts the files of their parts, synced together; a day without rows has no file."""
    kept = [(draft, part) for draft, part, rows in drafts if rows or not part.day]
    for draft, part in kept:
        folder = part.path.parent
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        draft.replace(part.path)
    settle(part.path for _, part in kept)
