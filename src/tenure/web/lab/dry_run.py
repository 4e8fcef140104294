"""A dry run: what would have begun by itself, had a version been in force for the last month.

What begins by itself are risks that signals open. Signals look at what begins under one version, so that publishing
alone opens none. Whatever else will begin by itself is a source of `Would` rows like this one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from tenure.customers.access import visible_accounts
from tenure.engine.scores.trial import in_force, replaced
from tenure.engine.scores.watching import Fired, Tried, tried
from tenure.metrics.scorecards import Scorecard
from tenure.web.lab.proving import stamp

DAYS: Final = 30
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Would:
    """Something that would have begun, or would not have; `day` is when, `why` its cause."""

    day: date
    account: str
    name: str
    what: str
    begins: bool


@dataclass(frozen=True, slots=True)
class DryRun:
    """`draft` and `held` count what would have begun under each; `kinds` are (name, draft, held)."""

    draft: int
    held: int
    kinds: Sequence[tuple[str, int, int]]
    rows: Sequence[Would]
    more: int
    sample: tuple[int, int]  # accounts looked at, of how many


def of(user: Any, card: Scorecard) -> DryRun:
    """Raises NothingPublished."""
    held = in_force()
    before, after = _tried(stamp(), tuple(held)), _tried(stamp(), tuple(replaced(card, held)))
    was, now = before.fired, after.fired
    begun, gone = _only(now, was), _only(was, now)
    rows = sorted([*((one, True) for one in begun), *((one, False) for one in gone)], key=lambda row: row[0].day)[::-1]
    return DryRun(
        len(now),
        len(was),
        _kinds(now, was),
        _shown(user, rows[:_SHOWN]),
        max(len(rows) - _SHOWN, 0),
        (after.looked, after.of),
    )


@lru_cache(maxsize=4)
def _tried(_: tuple[Any, ...], cards: tuple[Scorecard, ...]) -> Tried:
    return tried(DAYS, cards=cards)


def _only(these: Iterable[Fired], others: Iterable[Fired]) -> list[Fired]:
    known = {(one.day, one.account_id, one.signal.id) for one in others}
    return [one for one in these if (one.day, one.account_id, one.signal.id) not in known]


def _kinds(now: Iterable[Fired], was: Iterable[Fired]) -> list[tuple[str, int, int]]:
    new, old = (Counter(one.signal.name for one in side) for side in (now, was))
    return [(name, new[name], old[name]) for name in sorted({*new, *old}) if new[name] != old[name]]


def _shown(user: Any, rows: Sequence[tuple[Fired, bool]]) -> list[Would]:
    ids = {one.account_id for one, _ in rows}
    names = dict(visible_accounts(user).filter(pk__in=ids).values_list("pk", "name"))
    return [Would(one.day, one.account_id, names[one.account_id], one.signal.name, begins)
            for one, begins in rows if one.account_id in names]  # fmt: skip
