"""Usage events of everybody, day by day: numbers in arrays, never one event at a time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenure.core.registry import fact_tables
from tenure.demo.calendar import day_of
from tenure.demo.catalogue import CORE, EVENTS, FEATURES, PAGE_VIEW
from tenure.demo.crowd import TABLE, Users, persona_tables
from tenure.demo.files import schema

_VIEWS = 0.06  # of all events are page views, which are no activity
_EVENT_NAMES = pa.array([*EVENTS, PAGE_VIEW], pa.string())
_FEATURE_NAMES = pa.array(FEATURES, pa.string())
_MACHINES = np.array([feature in ("automations", "webhooks", "integrations") for feature in FEATURES])


class Stream:
    """Events of each day as an Arrow table in the order of time; about `wanted` events over all days."""

    def __init__(self, users: Users, wanted: int, seed: int) -> None:
        self.users, self.seed = users, seed
        self._tables = persona_tables()
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
        draws = dice.integers(0, TABLE, count, np.uint16)
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


def _arrow(values: npt.NDArray[Any]) -> Any:
    """pyarrow's stubs do not know numpy's types."""
    return pa.array(values)
