"""Who used it, week by week, and how many could."""

from dataclasses import dataclass
from datetime import date, timedelta

from tenure.engine import reading

_USERS = """
    WITH seen AS (SELECT day, user_id FROM user_day WHERE account_id = ? AND day > ? AND day <= ?)
    SELECT k AS weeks_ago, count(DISTINCT user_id) AS used
    FROM range(?) spine(k) LEFT JOIN seen ON (?::DATE - day) // 7 = k
    GROUP BY k ORDER BY k DESC"""
_FEATURES = """
    WITH used AS (
        SELECT day, feature FROM account_feature_day
        WHERE account_id = ? AND day > ? AND day <= ? AND feature <> ''),
    ends AS (SELECT ?::DATE - 7 * k::INTEGER AS day FROM range(?) spine(k))
    SELECT ends.day AS ends_on, count(DISTINCT feature) AS used
    FROM ends LEFT JOIN used ON used.day <= ends.day AND used.day > ends.day - 30 GROUP BY ends.day ORDER BY ends.day"""
_SEATS = "SELECT sum(delta)::BIGINT AS seats FROM seat_steps WHERE account_id = ? AND day <= ?"
_ACTIVE = """
    SELECT count(DISTINCT user_id) FILTER (day > ?) AS recent, count(DISTINCT user_id) FILTER (day <= ?) AS before
    FROM user_day WHERE account_id = ? AND day > ? AND day <= ?"""
_ENTITLED = """
    SELECT count(DISTINCT feature) AS features FROM entitlements
    WHERE account_id = ? AND coalesce(start_date <= ?, true) AND coalesce(end_date_excl > ?, true)"""
_ANY = "SELECT 1 FROM user_day LIMIT 1"
_MONTH = timedelta(days=30)
WEEKS = 26  # half a year: each day is a file, and a quarter of a second is too long for a chart

Week = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats in force and distinct active users of 30 days, and of the 30 before. Null is not known."""

    seats: int | None
    active: int | None
    active_before: int | None


def weekly_users(account_id: str, as_of: date, weeks: int = WEEKS) -> list[Week]:
    """Distinct users of the seven days up to each of the last week ends, oldest first; empty if no usage ever came."""
    if not reading.query(_ANY):
        return []
    start = as_of - timedelta(days=7 * weeks)
    rows = reading.query(_USERS, [account_id, start, as_of, weeks, as_of])
    return [(as_of - timedelta(days=7 * row["weeks_ago"]), row["used"]) for row in rows]


def weekly_features(account_id: str, as_of: date, weeks: int = WEEKS) -> list[Week]:
    """Distinct features of the thirty days up to each of the last week ends, oldest first; empty if no usage came."""
    if not reading.query(_ANY):
        return []
    start = as_of - timedelta(days=7 * (weeks - 1) + 30)
    return [(row["ends_on"], row["used"]) for row in reading.query(_FEATURES, [account_id, start, as_of, as_of, weeks])]


def seats(account_id: str, as_of: date) -> Seats:
    known = seats_in_force(account_id, as_of)
    if not reading.query(_ANY):
        return Seats(known, None, None)
    middle, start = as_of - _MONTH, as_of - 2 * _MONTH
    (active,) = reading.query(_ACTIVE, [middle, middle, account_id, start, as_of])
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
