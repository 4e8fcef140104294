"""Which features are used, and by whom: the last months of one account, as of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tenure.engine import reading
from tenure.engine.account.daily import rows_of

REACH: Final = 90  # days that are looked through for a last use; longer ago reads as "not in 90 days"
_WINDOW: Final = 30

_FEATURES = """
    WITH used AS (
        SELECT feature, max(day) AS last_used, count(DISTINCT user_id) FILTER (day > ?) AS users,
               coalesce(sum(events) FILTER (day > ?), 0)::BIGINT AS events
        FROM {rows} AS days WHERE account_id = ? GROUP BY feature),
    entitled AS (
        SELECT feature, max(seats) AS seats FROM entitlements
        WHERE account_id = ? AND coalesce(start_date <= ?, true) AND coalesce(end_date_excl > ?, true)
        GROUP BY feature)
    SELECT coalesce(used.feature, entitled.feature) AS feature, coalesce(users, 0) AS users, coalesce(events, 0)
           AS events, last_used, entitled.feature IS NOT NULL AS entitled, seats
    FROM used FULL JOIN entitled ON entitled.feature = used.feature
    ORDER BY users DESC, last_used DESC NULLS LAST, 1"""
_USERS = """
    SELECT user_id, max(day) AS last_seen, count(*) FILTER (day > ?) AS days FROM {rows} AS seen
    WHERE account_id = ? GROUP BY user_id"""


@dataclass(frozen=True, slots=True)
class FeatureUse:
    """`users` and `events` of 30 days. `last_used` is null when it was not used within REACH days."""

    feature: str
    users: int
    events: int
    last_used: date | None
    entitled: bool
    seats: int | None

    @property
    def state(self) -> str:
        if not self.entitled:
            return "extra"
        return "used" if self.users else "idle" if self.last_used else "never"


@dataclass(frozen=True, slots=True)
class UserSeen:
    """The last day a user was active, and on how many of the last 30 days."""

    last_seen: date
    days: int


def features(account_id: str, as_of: date) -> list[FeatureUse]:
    """Every feature the account may use or has used lately, most used first."""
    recent, start = as_of - timedelta(days=_WINDOW), as_of - timedelta(days=REACH)
    asked = _FEATURES.format(rows=rows_of("user_feature_day", start, as_of))
    found = reading.query(asked, [recent, recent, account_id, account_id, as_of, as_of])
    return [FeatureUse(**row) for row in found]


def users_seen(account_id: str, as_of: date) -> dict[str, UserSeen]:
    """Users who were active within REACH days; who is missing was not."""
    recent, start = as_of - timedelta(days=_WINDOW), as_of - timedelta(days=REACH)
    asked = _USERS.format(rows=rows_of("user_day", start, as_of))
    rows = reading.query(asked, [recent, account_id])
    return {row["user_id"]: UserSeen(row["last_seen"], row["days"]) for row in rows}
