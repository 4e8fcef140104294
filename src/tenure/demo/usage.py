"""Usage events of everybody, day by day: numbers in arrays, never one event at a time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenure.core.registry import fact_tables
from tenure.demo.calendar import Calendar, day_of
from tenure.demo.catalogue import (
    AI_LAUNCHED_DAYS_AGO,
    CORE,
    EVENTS,
    FEATURES,
    PAGE_VIEW,
    POPULARITY,
    TAKE_UP,
)  # fmt: skip
from tenure.demo.contracts import Decline
from tenure.demo.dice import Dice
from tenure.demo.files import schema
from tenure.demo.people import FOREVER, Team
from tenure.demo.story import Story, join_spans

_FULL = 120  # a level of one, in the bytes of the weekly levels
_WEEKDAYS = np.array([1.0, 1.08, 1.06, 1.02, 0.86, 0.1, 0.07])  # Monday first
_PERSONAS = 6
_TABLE = 2048  # entries of a persona's look-up table: a draw is one index
_VIEWS = 0.06  # of all events are page views, which are no activity
# The hour at which a working day begins, in a zone where the reporting zone's day is at its height.
_MORNING = {"North America": 13.5, "Europe": 7.0, "Asia Pacific": 0.5, "Latin America": 11.5}
_SEASON = {7: 0.92, 8: 0.84, 12: 0.93}

Floats = npt.NDArray[np.float32]


class Crowd:
    """All users of all accounts, in arrays that grow account by account and are closed once."""

    def __init__(self, calendar: Calendar, accounts: int) -> None:
        self.calendar = calendar
        self.levels = np.zeros((accounts, calendar.weeks), np.uint8)
        self.taken_up = np.full((accounts, len(FEATURES)), FOREVER, np.int32)
        self.account_ids: list[str] = []
        self._mornings: list[float] = []
        self._teams: list[tuple[int, Team]] = []
        self._ids: list[pa.Array[Any]] = []
        self._pending: list[str] = []

    def add(self, story: Story, people: Team, seed: int) -> None:
        number = len(self.account_ids)
        self.account_ids.append(story.entry.id)
        self._mornings.append(_MORNING[story.entry.region])
        self.levels[number] = levels(story, self.calendar)
        self.taken_up[number] = take_up(story, Dice(seed, 5, story.entry.index), self.calendar)
        self._teams.append((number, _compact(people)))
        self._pending += people.ids
        if len(self._pending) > 50_000:
            self._flush_ids()

    def _flush_ids(self) -> None:
        self._ids.append(pa.array(self._pending, pa.string()))
        self._pending = []

    def close(self) -> "Users":
        self._flush_ids()
        return Users(self)

    @property
    def teams(self) -> list[tuple[int, Team]]:
        return self._teams

    @property
    def user_ids(self) -> "pa.Array[Any]":
        return pa.concat_arrays(self._ids)

    @property
    def mornings(self) -> Floats:
        return np.array(self._mornings, np.float32)


def _compact(people: Team) -> Team:
    return Team([], people.joined, people.left, people.habit, people.tastes)


class Users:
    """The closed crowd: one array a property, one entry a user."""

    def __init__(self, crowd: Crowd) -> None:
        teams = crowd.teams
        self.account = np.repeat(np.array([n for n, _ in teams], np.int32), [len(t.joined) for _, t in teams])
        self.joined: npt.NDArray[np.int32] = _joint([np.array(t.joined, np.int32) for _, t in teams], np.int32)
        leaving = [np.array([day or FOREVER for day in t.left], np.int32) for _, t in teams]
        self.left: npt.NDArray[np.int32] = _joint(leaving, np.int32)
        self.habit: Floats = _joint([t.habit for _, t in teams], np.float32)
        self.tastes = np.concatenate([t.tastes for _, t in teams] or [np.empty((0, 3), np.uint8)])
        self.persona = self.tastes[:, 0] % _PERSONAS
        tables = _persona_tables()
        self.favourites = tables[self.persona[:, None], self.tastes[:, 1:].astype(np.int32) * 8]
        self.ids = crowd.user_ids
        self.levels, self.taken_up, self.mornings = crowd.levels, crowd.taken_up, crowd.mornings
        self.account_ids = pa.array(crowd.account_ids, pa.string())
        self.calendar = crowd.calendar

    def chances(self, day: int, rush: float | None = None) -> Floats:
        """How likely each user is active on the day; `rush` stands in for how busy the day is."""
        week = (day - self.calendar.usage_first) // 7
        level = self.levels[:, week].astype(np.float32) * ((busy(day) if rush is None else rush) / _FULL)
        there = (self.joined <= day) & (day < self.left)
        chances: Floats = np.minimum(self.habit * level[self.account] * there, 0.97).astype(np.float32)
        return chances

    def expected_days(self) -> float:
        """About how many user-days there will be: each week by its middle day, times how busy its days are."""
        first, end = self.calendar.usage_first, self.calendar.end
        total = 0.0
        for start in range(first, end + 1, 7):
            days = range(start, min(start + 7, end + 1))
            total += float(self.chances(days[len(days) // 2], 1.0).sum()) * sum(busy(day) for day in days)
        return total


def _joint(arrays: list[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _arrow(values: npt.NDArray[Any]) -> Any:
    """pyarrow's stubs do not know numpy's types."""
    return pa.array(values)


def busy(day: int) -> float:
    """Weekdays and holidays: August is slow, and little happens between the years."""
    date = day_of(day)
    quiet = (date.month == 12 and date.day >= 22) or (date.month == 1 and date.day <= 2)
    return float(_WEEKDAYS[date.weekday()]) * (0.4 if quiet else _SEASON.get(date.month, 1.0))


# -- an account's levels ----------------------------------------------------------------------------------------------


def levels(story: Story, calendar: Calendar) -> npt.NDArray[np.uint8]:
    """How busy the account is in each week: moods, first weeks, declines; nothing where nothing is in force."""
    weeks = calendar.usage_first + 7 * np.arange(calendar.weeks)
    level = np.zeros(len(weeks))
    for number, (start, end) in enumerate(_open_spans(story)):
        # In the very first week nobody is there before the start; later on, a week must lie wholly inside.
        inside = (weeks > start - (7 if number == 0 else 1)) & (weeks + 7 <= (end if end is not None else FOREVER))
        settled = 1 - 0.5 * np.exp(-np.maximum(weeks - start, 0) / 40)
        level[inside] = settled[inside]
    if story.moods:
        days, moods = zip(*story.moods, strict=True)
        level *= np.clip(0.84 + 0.17 * np.interp(weeks, days, moods), 0.3, 1.4)
    for decline in story.declines:
        level *= _sinking(decline, weeks)
    return np.minimum(level * _FULL, 255).astype(np.uint8)


def _open_spans(story: Story) -> list[tuple[int, int | None]]:
    return join_spans([span[:2] for line in story.bases for span in line.spans() if span[2].status != "paused"])


def _sinking(decline: Decline, weeks: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    if decline.recovers:
        middle = (decline.start + decline.end) / 2
        return np.interp(weeks, [decline.start, middle, decline.end], [1.0, decline.floor, 1.0])
    factor = np.interp(weeks, [decline.start, decline.end - 7], [1.0, decline.floor])
    return np.where(weeks >= decline.end, 1.0, factor)


def take_up(story: Story, dice: Dice, calendar: Calendar) -> npt.NDArray[np.int32]:
    """From which day on the account uses each feature; FOREVER where it never does."""
    days = np.full(len(FEATURES), FOREVER, np.int32)
    days[:CORE] = 0
    granted = _granted_from(story)
    eager = 2.0 ** (0.5 * story.fit)
    for number, feature in enumerate(FEATURES[CORE:], CORE):
        share, mean = TAKE_UP[feature]
        takes, wait = dice.chance(min(0.97, share * eager)), dice.gap(mean / eager)
        if feature in granted and takes:
            launched = calendar.end - AI_LAUNCHED_DAYS_AGO if feature == "ai_summaries" else 0
            days[number] = max(granted[feature], launched) + wait
    return days


def _granted_from(story: Story) -> dict[str, int]:
    first: dict[str, int] = {}
    for line in story.lines:
        for start, _, terms in line.spans():
            for feature in terms.plan.features:
                first[feature] = min(first.get(feature, start), start)
    return first


# -- events -----------------------------------------------------------------------------------------------------------


def _persona_tables() -> npt.NDArray[np.uint8]:
    """Each persona's features, each as often as it is used: persona x draw."""
    tables = np.empty((_PERSONAS, _TABLE), np.uint8)
    for persona in range(_PERSONAS):
        tilt = np.random.default_rng((persona, 77)).uniform(0.3, 2.2, len(FEATURES))
        weights = np.cumsum(np.array(POPULARITY) * tilt)
        tables[persona] = np.searchsorted(weights / weights[-1], (np.arange(_TABLE) + 0.5) / _TABLE)
    return tables


_EVENT_NAMES = pa.array([*EVENTS, PAGE_VIEW], pa.string())
_FEATURE_NAMES = pa.array(FEATURES, pa.string())
_MACHINES = np.array([feature in ("automations", "webhooks", "integrations") for feature in FEATURES])


class Stream:
    """Events of each day as an Arrow table in the order of time; about `wanted` events over all days."""

    def __init__(self, users: Users, wanted: int, seed: int) -> None:
        self.users, self.seed = users, seed
        self._tables = _persona_tables()
        self._schema = schema(fact_tables()["usage_events"])
        days = max(users.expected_days(), 1.0)
        # A person who is active does at least one thing; with fewer events to give, fewer are active.
        self.share = min(1.0, max(wanted, 1) / (1.25 * days))
        self.more = max(wanted / (days * self.share) - 1, 0.0)

    def days(self) -> Iterator[pa.Table]:
        calendar = self.users.calendar
        for day in range(calendar.usage_first, calendar.end + 1):
            yield self.day(day)

    def day(self, day: int) -> pa.Table:
        dice = np.random.default_rng((self.seed, 6, day))
        users = self.users
        active = np.flatnonzero(dice.random(len(users.joined), np.float32) < users.chances(day) * self.share)
        keen = 0.35 + 1.3 * users.tastes[active, 2] / 255
        who = np.repeat(active, 1 + dice.poisson(self.more * keen))
        feature = self._features(dice, who, day)
        seconds = self._seconds(dice, who, day)
        order = np.argsort(seconds, kind="stable")
        return self._table(dice, day, who[order], feature[order], seconds[order])

    def _features(self, dice: np.random.Generator, who: npt.NDArray[np.int64], day: int) -> npt.NDArray[np.uint8]:
        """A favourite, or what people like them use; what the account has not taken up gives way to the basics."""
        users, count = self.users, len(who)
        draws = dice.integers(0, _TABLE, count, np.uint16)
        feature: npt.NDArray[np.uint8] = self._tables[users.persona[who], draws]
        habit = dice.integers(0, 10, count, np.uint8)
        for column, hits in ((0, habit < 3), (1, habit == 3)):
            feature[hits] = users.favourites[who[hits], column]
        early = users.taken_up[users.account[who], feature] > day
        feature[early] = draws[early] % CORE
        return feature

    def _seconds(self, dice: np.random.Generator, who: npt.NDArray[np.int64], day: int) -> npt.NDArray[np.int64]:
        """Since 1970; a working day of ten hours where the account is, inside the day of the reporting zone."""
        calendar, users = self.users.calendar, self.users
        hours = (dice.random(len(who), np.float32) + dice.random(len(who), np.float32)) * 5
        local = ((users.mornings[users.account[who]] + hours) % 24 * 3600).astype(np.int64)
        start = calendar.midnight(day)
        return start + np.minimum(local, calendar.midnight(day + 1) - start - 1)

    def _table(
        self,
        dice: np.random.Generator,
        day: int,
        who: npt.NDArray[np.int64],
        feature: npt.NDArray[np.uint8],
        seconds: npt.NDArray[np.int64],
    ) -> pa.Table:
        users, count = self.users, len(who)
        viewed = dice.random(count, np.float32) < _VIEWS
        amount = np.where(_MACHINES[feature], dice.integers(1, 12, count), 1).astype(np.float64)
        numbers = _arrow(np.arange(count, dtype=np.int64)).cast(pa.string())
        stamp = _arrow(seconds).cast(pa.timestamp("s", tz="UTC")).cast(pa.timestamp("ms", tz="UTC"))
        prefix: Any = f"{day_of(day):%Y%m%d}"
        columns = {
            "event_id": pc.binary_join_element_wise(prefix, numbers, "-"),
            "account_id": users.account_ids.take(_arrow(users.account[who])),
            "user_id": users.ids.take(_arrow(who)),
            "feature": _FEATURE_NAMES.take(_arrow(feature)),
            "event": _EVENT_NAMES.take(_arrow(np.where(viewed, len(EVENTS), feature).astype(np.uint8))),
            "ts_utc": stamp,
            "qty": _arrow(amount),
        }
        return pa.Table.from_arrays([columns[field.name] for field in self._schema], schema=self._schema)
