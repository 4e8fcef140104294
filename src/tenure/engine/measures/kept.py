"""Measures over the past kept in files, so that a scorecard that is edited can be replayed at once.

The name of a file is the digest of all that its values depend on: the formula, the days, the accounts, and the content
of the tables that the formula reads. So what is found under a name is right, whatever happened meanwhile. A formula
that was never asked is evaluated and kept.
"""

import re
import time
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from django.conf import settings

from tenure.engine.durable import make_folder, put
from tenure.engine.fills import digest
from tenure.engine.measures.panel import Grid, Panel, coverage_of, evaluate
from tenure.engine.publication import Publication
from tenure.metrics.measures import Measure
from tenure.metrics.measures.kinds import Change, Formula, Latest, Ratio, Share

FOLDER = "measure_weeks"
_VERSION = 1
_KEPT_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Past:
    """Some days of the past and the accounts to look at, in a publication that is attached to the connection."""

    connection: duckdb.DuckDBPyConnection
    publication: Publication
    days: Sequence[date]
    accounts: Sequence[str]

    def panel(self, measures: Sequence[Measure]) -> Panel:
        """As `evaluate` gives it. Arrays may be files mapped into memory, so they are only to be read."""
        files = dict(zip((measure.id for measure in measures), self.files(measures), strict=True))
        missing = [measure for measure in measures if not files[measure.id].exists()]
        made = evaluate(self.connection, missing, self.days, self.accounts)
        for measure in missing:
            _save(files[measure.id], measure, made)
        known = {measure.id: _load(files[measure.id], measure) for measure in measures if measure not in missing}
        return Panel(
            made.accounts, made.days, {**made.values, **{name: values for name, (values, _) in known.items()}},
            {**made.coverage, **{name: covered for name, (_, covered) in known.items()}},
        )  # fmt: skip

    def files(self, measures: Sequence[Measure]) -> list[Path]:
        """Where the values of each of these measures are kept, or would be."""
        asked = digest(_VERSION, *self.days, *self.accounts)
        return [_folder() / f"{self._digest(measure.formula, asked)}.npy" for measure in measures]

    def _digest(self, formula: Formula, asked: str) -> str:
        return digest(formula.model_dump_json(), asked, *content(self.publication, formula, self.days[-1]))


def clear_away(kept: Collection[Path]) -> None:
    """Remove files that nothing reads any more: those of earlier days, of facts that changed, of formulas given up."""
    before = time.time() - _KEPT_HOURS * 3600
    wanted = {*kept, *map(_coverage, kept)}
    for path in _folder().glob("*.npy"):
        if path not in wanted and path.stat().st_mtime < before:
            path.unlink()


def content(now: Publication, formula: Formula, day: date) -> list[str | None]:
    """What the value of a formula up to a day depends on: the content of the tables that it reads."""
    read = sorted({name for text in _reads(formula) for name in re.findall(r"\w+", text)})
    return [now.tables.get(name) or now.tables.get(f"{name}@{day}") for name in read]


def _reads(formula: Formula) -> Iterator[str]:
    """The tables whose content decides, as the texts of their sources."""
    match formula:
        case Ratio(over=over, under=under):
            yield from (*_reads(over), *_reads(under))
        case Change(of=of):
            yield from _reads(of)
        case Share():
            yield from ("user_feature_day", "entitlements")
        case _:
            yield formula.source.table


def _folder() -> Path:
    return Path(settings.HOME) / "derived" / FOLDER


def _coverage(path: Path) -> Path:
    return path.with_suffix(".coverage.npy")


def _save(path: Path, measure: Measure, made: Panel) -> None:
    """Coverage first, so that values under their name are complete."""
    make_folder(path.parent)
    if isinstance(measure.formula, Latest):
        _put(_coverage(path), made.coverage[measure.id])
    _put(path, made.values[measure.id])


def _put(path: Path, grid: Grid) -> None:
    draft = path.with_name(f"{uuid.uuid4().hex}.draft")
    with draft.open("wb") as file:
        np.save(file, grid)
    put(draft, path)


def _load(path: Path, measure: Measure) -> tuple[Grid, Grid]:
    values: Grid = np.load(path, mmap_mode="r")
    return values, np.load(_coverage(path), mmap_mode="r") if isinstance(measure.formula, Latest) else coverage_of(
        values
    )
