"""Who used it, week by week, and how many could."""

from dataclasses import dataclass
from datetime import date, timedelta

from tenure.engine import reading
from tenure.engine.account.daily import any_usage, rows_of

_USERS = """
    WITH seen AS (SELECT day, user_id FROM {rows} AS days WHERE account_id = ?)
    SELECT k AS weeks_ago, count(DISTINCT user_id) AS used
    FROM range(?) spine(k) LEFT JOIN seen ON (?::DATE - day) // 7 = k
    GROUP BY k ORDER BY k DESC"""
_FEATURES = """
    WITH used AS (
        SELECT day, feature FROM {rows} AS days WHERE account_id = ? AND feature <> ''),
    ends AS (SELECT ?::DATE - 7 * k::INTEGER AS day FROM range(?) spine(k))
    SELECT ends.day AS ends_on, count(DISTINCT feature) AS used
    FROM ends LEFT JOIN used ON used.day <= ends.day AND used.day > ends.day - 30 GROUP BY ends.day ORDER BY ends.day"""
_SEATS = "SELECT sum(delta)::BIGINT AS seats FROM seat_steps WHERE account_id = ? AND day <= ?"
_ACTIVE = """
    SELECT count(DISTINCT user_id) FILTER (day > ?) AS recent, count(DISTINCT user_id) FILTER (day <= ?) AS before
    FROM {rows} AS days WHERE account_id = ?"""
_ENTITLED = """
    SELECT count(DISTINCT feature) AS features FROM entitlements
    WHERE account_id = ? AND coalesce(start_date <= ?, true) AND coalesce(end_date_excl > ?, true)"""
_MONTH = timedelta(days=30)
WEEKS = 20  # as many as are kept with each account; each day is a file, and a chart must not keep one waiting
WEEKS_OF_FEATURES = 10  # each of them looks a month back

Week = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats in force and distinct active users of 30 days, and of the 30 before. Null is not known."""

    seats: int | None
    active: int | None
    active_before: int | None


def weekly_users(account_id: str, as_of: date, weeks: int = WEEKS) -> list[Week]:
    """Distinct users of the seven days up to each of the last week ends, oldest first; empty if no usage ever came."""
    if not any_usage():
        return []
    start = as_of - timedelta(days=7 * weeks)
    rows = reading.query(_USERS.format(rows=rows_of("user_day", start, as_of)), [account_id, weeks, as_of])
    return [(as_of - timedelta(days=7 * row["weeks_ago"]), row["used"]) for row in rows]


def weekly_features(account_id: str, as_of: date, weeks: int = WEEKS_OF_FEATURES) -> list[Week]:
    """Distinct features of the thirty days up to each of the last week ends, oldest first; empty if no usage came."""
    if not any_usage():
        return []
    start = as_of - timedelta(days=7 * (weeks - 1) + 30)
    asked = _FEATURES.format(rows=rows_of("account_feature_day", start, as_of))
    return [(row["ends_on"], row["used"]) for row in reading.query(asked, [account_id, as_of, weeks])]


def seats(account_id: str, as_of: date) -> Seats:
    known = seats_in_force(account_id, as_of)
    if not any_usage():
        return Seats(known, None, None)
    middle, start = as_of - _MONTH, as_of - 2 * _MONTH
    asked = _ACTIVE.format(rows=rows_of("user_day", start, as_of))
    (active,) = reading.query(asked, [middle, middle, account_id])
    return Seats(known, active["recent"], active["before"])


def seats_in_force(account_id: str, as_of: date) -> int | None:
    """Null when nothing says how many there are."""
    (row,) = reading.query(_SEATS, [account_id, as_of])
    found: int | None = row["seats"]
    return found


def entitled_count(account_id: str, as_of: date) -> int | None:
    """How many features the account may use; null when nothing says so."""
    (row,) = reading.query(_ENTITLED, [account_id, as_of, as_of])
    return row["features"] or None
