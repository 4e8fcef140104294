"""Everybody who uses the product, in arrays: who they are, what they like, and how likely they come on a day."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tenure.demo.calendar import Calendar, day_of
from tenure.demo.catalogue import FEATURES, POPULARITY
from tenure.demo.dice import Dice
from tenure.demo.engagement import FULL, levels, take_up
from tenure.demo.people import FOREVER, Team
from tenure.demo.story import Story

_WEEKDAYS = np.array([1.0, 1.08, 1.06, 1.02, 0.86, 0.1, 0.07])  # Monday first
_SEASON = {7: 0.92, 8: 0.84, 12: 0.93}
# The hour at which a working day begins, in a zone where the reporting zone's day is at its height.
_MORNING = {"North America": 13.5, "Europe": 7.0, "Asia Pacific": 0.5, "Latin America": 11.5}
_PERSONAS = 6
TABLE = 2048  # entries of a persona's look-up table: a draw is one index

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
        tables = persona_tables()
        self.favourites = tables[self.persona[:, None], self.tastes[:, 1:].astype(np.int32) * 8]
        self.ids = crowd.user_ids
        self.levels, self.taken_up, self.mornings = crowd.levels, crowd.taken_up, crowd.mornings
        self.account_ids = pa.array(crowd.account_ids, pa.string())
        self.calendar = crowd.calendar

    def chances(self, day: int, rush: float | None = None) -> Floats:
        """How likely each user is active on the day; `rush` stands in for how busy the day is."""
        week = (day - self.calendar.usage_first) // 7
        level = self.levels[:, week].astype(np.float32) * ((busy(day) if rush is None else rush) / FULL)
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


def busy(day: int) -> float:
    """Weekdays and holidays: August is slow, and little happens between the years."""
    date = day_of(day)
    quiet = (date.month == 12 and date.day >= 22) or (date.month == 1 and date.day <= 2)
    return float(_WEEKDAYS[date.weekday()]) * (0.4 if quiet else _SEASON.get(date.month, 1.0))


def persona_tables() -> npt.NDArray[np.uint8]:
    """Each persona's features, each as often as it is used: persona x draw."""
    tables = np.empty((_PERSONAS, TABLE), np.uint8)
    for persona in range(_PERSONAS):
        tilt = np.random.default_rng((persona, 77)).uniform(0.3, 2.2, len(FEATURES))
        weights = np.cumsum(np.array(POPULARITY) * tilt)
        tables[persona] = np.searchsorted(weights / weights[-1], (np.arange(TABLE) + 0.5) / TABLE)
    return tables
