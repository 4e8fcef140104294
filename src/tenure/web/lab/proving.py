"""A scorecard's record as the lab shows it: what was asked, and what a draft would move today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.http import QueryDict

from tenure.customers.models import AccountState
from tenure.engine.scores.happened import KINDS
from tenure.engine.scores.record import BEFORE, Asked
from tenure.metrics.proof import Capture, Rate, TooFew
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import BANDS
from tenure.metrics.scorecards.bands import POINT
from tenure.web.measures import TONES


def read(given: QueryDict) -> Asked:
    """What the page's form asks; the usual in place of what is no choice."""
    kind, before, cut = given.get("kind", ""), given.get("before", ""), given.get("cut", "")
    return Asked(
        kind if kind in KINDS else "churn",
        int(before) if before in map(str, BEFORE) else 90,
        int(cut) if cut.isdigit() and 1 <= int(cut) <= 99 else 70,
    )


def named(bands: Sequence[Rate]) -> list[Rate]:
    """Bands by the words that pages use."""
    return [replace(rate, name=TONES[rate.name][1]) for rate in bands]


@dataclass(frozen=True, slots=True)
class Shift:
    """Accounts that would be in another band today, and their ARR."""

    before: str
    after: str
    accounts: int
    arr_minor: int


def shifts(accounts: Sequence[str], published: Floats, draft: Floats) -> list[Shift]:
    """The most valuable shifts first."""
    names = [name for name, _ in BANDS]
    edges = [least / POINT for _, least in BANDS[1:]]
    both = ~np.isnan(published) & ~np.isnan(draft)
    was, now = (np.searchsorted(edges, side, side="right") for side in (published, draft))
    moved = [int(n) for n in np.flatnonzero(both & (was != now))]
    arr = _arr([accounts[n] for n in moved])
    found: dict[tuple[int, int], list[int]] = {}
    for n in moved:
        found.setdefault((int(was[n]), int(now[n])), []).append(arr.get(accounts[n], 0))
    shown = [Shift(TONES[names[a]][1], TONES[names[b]][1], len(worth), sum(worth)) for (a, b), worth in found.items()]
    return sorted(shown, key=lambda shift: -shift.arr_minor)


def _arr(ids: Sequence[str]) -> Mapping[str, int]:
    """Some thousand ids at a time, which is what both databases take."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), 5_000):
        rows = AccountState.objects.filter(account_id__in=ids[at : at + 5_000]).values_list("account_id", "arr_minor")
        found |= {key: value or 0 for key, value in rows}
    return found


def histogram(scores: Floats) -> list[int]:
    """Accounts in each ten points, the last with 100."""
    known = scores[~np.isnan(scores)]
    counts, _ = np.histogram(known, bins=np.arange(0, 101, 10))
    return [int(count) for count in counts]


def curve_points(found: Capture | TooFew, steps: int = 20) -> list[dict[str, Any]]:
    """Few enough to draw."""
    if isinstance(found, TooFew):
        return []
    return [{"share": n / steps, "caught": found.at(n / steps)[0]} for n in range(steps + 1)]
