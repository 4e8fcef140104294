"""The visits of a journey kept in files, so that a page need not wait for them.

The name of a file is the digest of all that it depends on: the journey, the formulas of the measures it asks, the last
day, the accounts, and the content of the tables that are read. So what is found under a name is right.
"""

import json
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from django.conf import settings

from tenure.engine.durable import make_folder, put
from tenure.engine.fills import digest
from tenure.engine.journeys.asking import HELD
from tenure.engine.journeys.travelling import Law
from tenure.engine.measures.kept import content
from tenure.engine.publication import Publication
from tenure.metrics.journeys import Visits

FOLDER: Final = "journey_visits"
REACH: Final = 730  # days
_VERSION, _KEPT_HOURS = 1, 24.0
_ALSO_READ: Final = ("accounts", "attributes", "onboardings", "milestones")


@dataclass(frozen=True, slots=True)
class Book:
    """The ways of all accounts on days [first, last]; visits count accounts by their place in `accounts`."""

    accounts: tuple[str, ...]
    first: date
    last: date
    visits: Visits
    older: bool = False  # it stands in for one of newer facts, which is being made


def path(now: Publication, law: Law) -> Path:
    """Where the book of this journey is kept, or would be. Its folder holds those of earlier facts as well."""
    formulas = [HELD.formula, *(measure.formula for measure in law.measures)]
    read = [part for formula in formulas for part in content(now, formula, now.as_of)]
    also = [now.tables.get(name) for name in _ALSO_READ]
    return _folder() / _law(law) / f"{digest(now.as_of, read, also)}.npz"


def _law(law: Law) -> str:
    asked = [(stage.enter, stage.leave, stage.from_anywhere) for stage in law.journey.stages]
    formulas = [(measure.id, measure.formula.model_dump_json()) for measure in law.measures]
    return digest(_VERSION, REACH, law.journey.condition, law.journey.falls_back_after, asked, formulas)


def older(where: Path) -> Path | None:
    """The one of this journey that was made last, from earlier facts."""
    return max(where.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime, default=None)


def save(where: Path, book: Book) -> None:
    make_folder(where.parent)
    draft = where.with_name(f"{uuid.uuid4().hex}.draft")
    days = json.dumps([book.first.isoformat(), book.last.isoformat()])
    with draft.open("wb") as file:
        np.savez(file, *book.visits.columns, accounts=np.array(json.dumps(book.accounts)), days=np.array(days))
    put(draft, where)


def load(where: Path) -> Book:
    with np.load(where, allow_pickle=False) as found:
        first, last = (date.fromisoformat(day) for day in json.loads(str(found["days"])))
        visits = Visits(*(found[f"arr_{n}"] for n in range(6)))
        return Book(tuple(json.loads(str(found["accounts"]))), first, last, visits)


def clear_away(kept: Collection[Path]) -> None:
    """Remove files that nothing reads any more."""
    before = time.time() - _KEPT_HOURS * 3600
    for where in _folder().glob("*/*.npz"):
        if where not in kept and where.stat().st_mtime < before:
            where.unlink()


def _folder() -> Path:
    return Path(settings.HOME) / "derived" / FOLDER
