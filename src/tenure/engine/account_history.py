"""What one account paid and did, over time, as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.core.periods import DAY, Period
from tenure.customers.models import ProductUser
from tenure.engine import publication, reading
from tenure.engine.questions import NotComplete

WEEKS = 52
USERS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """MRR changed on this day, at the exchange rates of the day asked; `mrr_minor` is what was paid from then on."""

    day: date
    category: str  # new, expansion, contraction, churn, reactivation, pause or resume
    amount_minor: int
    mrr_minor: int


@dataclass(frozen=True, slots=True)
class Week:
    ends_on: date
    active_users: int


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that the account is entitled to, or used in the last year."""

    feature: str
    entitled: bool
    seats: int | None
    last_used_on: date | None
    users_30d: int
    events_30d: int


@dataclass(frozen=True, slots=True)
class Person:
    """A named user of the product; `last_seen_on` within the last year."""

    user_id: str
    name: str
    email: str
    created_on: date | None
    last_seen_on: date | None
    active_days_30d: int
    events_30d: int


@dataclass(frozen=True, slots=True)
class AccountHistory:
    """MRR is null where a currency has no exchange rate on the day; `seats` where nothing says how many there are."""

    as_of: date
    currency: str
    mrr_minor: int | None
    changes: tuple[Change, ...]
    weeks: tuple[Week, ...]
    features: tuple[Feature, ...]
    seats: int | None
    people: tuple[Person, ...]
    people_total: int
    people_active_30d: int


def account_history(account_id: str, as_of: date | None = None) -> AccountHistory:
    """The history of one account: MRR with its changes, weekly active users of a year, features, seats and users.

    Raises NothingPublished, and NotComplete for a day after the last complete one.
    """
    now = publication.current()
    day = as_of or now.as_of
    if day > now.as_of:
        raise NotComplete(Period(day, day + DAY), now.as_of)
    changes = _changes(account_id, day)
    people = _people(account_id, day)
    return AccountHistory(
        as_of=day,
        currency=now.currency,
        mrr_minor=None if changes is None else (changes[-1].mrr_minor if changes else 0),
        changes=tuple(changes or ()),
        weeks=tuple(_weeks(account_id, day)),
        features=tuple(_features(account_id, day)),
        seats=_seats(account_id, day),
        people=tuple(people[:USERS]),
        people_total=len(people),
        people_active_30d=sum(1 for person in people if person.active_days_30d),
    )


def _changes(account_id: str, day: date) -> list[Change] | None:
    """Null when a currency the account pays in has no rate."""
    found = reading.query(
        """WITH rates AS (
               SELECT currency, rate FROM fx_rates
               WHERE coalesce(valid_from <= $day, true) AND coalesce(valid_to_excl > $day, true)),
           paid AS (
               SELECT s.day, s.currency, rate, sum(delta_minor) OVER (PARTITION BY s.currency ORDER BY s.day) AS balance
               FROM mrr_steps s LEFT JOIN rates ON rates.currency = s.currency
               WHERE account_id = $account AND s.day <= $day),
           turns AS (SELECT DISTINCT day FROM paid),
           levels AS (
               SELECT turns.day, c.currency, (SELECT arg_max(balance, paid.day) FROM paid
                      WHERE paid.currency = c.currency AND paid.day <= turns.day) AS balance, rate
               FROM turns, (SELECT DISTINCT currency, rate FROM paid) AS c)
           SELECT day, bool_or(balance <> 0 AND rate IS NULL) AS unpriced,
                  sum(round(coalesce(balance, 0)::DECIMAL(18, 0) * rate))::BIGINT AS mrr
           FROM levels GROUP BY day ORDER BY day""",
        {"account": account_id, "day": day},
    )
    if any(row["unpriced"] for row in found):
        return None
    paused = _paused(account_id)
    return list(_classified(((row["day"], row["mrr"] or 0) for row in found), paused))


def _paused(account_id: str) -> list[tuple[date, date]]:
    found = reading.query(
        "SELECT start_date, coalesce(end_date_excl, DATE '9999-12-31') AS end_date FROM subscriptions "
        "WHERE account_id = $account AND status = 'paused'",
        {"account": account_id},
    )
    return [(row["start_date"], row["end_date"]) for row in found]


def _classified(levels: Iterable[tuple[date, int]], paused: list[tuple[date, date]]) -> Iterable[Change]:
    """Each change with its category, by what was paid before and after that day."""
    before, ever = 0, False
    for day, now in levels:
        if now != before:
            category = _category(before, now, ever, _is_in(day, paused), _is_in(day - DAY, paused))
            yield Change(day, category, now - before, now)
        before, ever = now, ever or now > 0


def _category(before: int, now: int, ever: bool, pauses: bool, paused: bool) -> str:
    if before == 0:
        return "new" if not ever else "resume" if paused else "reactivation"
    if now == 0:
        return "pause" if pauses else "churn"
    return "expansion" if now > before else "contraction"


def _is_in(day: date, spans: list[tuple[date, date]]) -> bool:
    return any(start <= day < end for start, end in spans)


def _weeks(account_id: str, day: date) -> list[Week]:
    """Users active in each of the last 52 weeks, the last of which ends on the day; oldest first."""
    found = reading.query(
        """SELECT ($day - day) // 7 AS back, count(DISTINCT user_id) AS users FROM user_day
           WHERE day > $day - 364 AND day <= $day AND account_id = $account GROUP BY ALL""",
        {"account": account_id, "day": day},
    )
    users = {row["back"]: row["users"] for row in found}
    return [Week(day - 7 * back * DAY, users.get(back, 0)) for back in range(WEEKS - 1, -1, -1)]


def _features(account_id: str, day: date) -> list[Feature]:
    found = reading.query(
        """WITH used AS (
               SELECT feature, max(day) AS last_used_on FROM account_feature_day
               WHERE day > $day - 365 AND day <= $day AND account_id = $account AND feature <> '' GROUP BY ALL),
           month AS (
               SELECT feature, count(DISTINCT user_id) FILTER (user_id <> '') AS users, sum(events)::BIGINT AS events
               FROM user_feature_day WHERE day > $day - 30 AND day <= $day AND account_id = $account GROUP BY ALL),
           entitled AS (
               SELECT feature, max(seats) AS seats FROM entitlements
               WHERE account_id = $account AND coalesce(start_date <= $day, true)
                 AND coalesce(end_date_excl > $day, true) GROUP BY ALL)
           SELECT coalesce(entitled.feature, used.feature) AS feature, entitled.feature IS NOT NULL AS entitled, seats,
                  last_used_on, coalesce(users, 0) AS users_30d, coalesce(events, 0) AS events_30d
           FROM entitled FULL JOIN used ON used.feature = entitled.feature
           LEFT JOIN month ON month.feature = coalesce(entitled.feature, used.feature)
           ORDER BY users_30d DESC, last_used_on DESC NULLS LAST, 1""",
        {"account": account_id, "day": day},
    )
    return [Feature(**row) for row in found]


def _seats(account_id: str, day: date) -> int | None:
    (row,) = reading.query(
        "SELECT sum(delta)::BIGINT AS seats FROM seat_steps WHERE account_id = $account AND day <= $day",
        {"account": account_id, "day": day},
    )
    seats: int | None = row["seats"]
    return seats


def _people(account_id: str, day: date) -> list[Person]:
    """Everyone known or seen, the most active first."""
    found = reading.query(
        """WITH seen AS (
               SELECT user_id, max(day) AS last_seen_on, count(*) FILTER (day > $day - 30) AS active_days_30d,
                      coalesce(sum(events) FILTER (day > $day - 30), 0)::BIGINT AS events_30d
               FROM user_day WHERE day > $day - 365 AND day <= $day AND account_id = $account GROUP BY ALL),
           named AS (
               SELECT user_id, created_on FROM users
               WHERE account_id = $account AND coalesce(deactivated_on > $day, true)
                 AND coalesce(created_on <= $day, true))
           SELECT coalesce(named.user_id, seen.user_id) AS user_id, created_on, last_seen_on,
                  coalesce(active_days_30d, 0) AS active_days_30d, coalesce(events_30d, 0) AS events_30d
           FROM named FULL JOIN seen ON seen.user_id = named.user_id
           ORDER BY active_days_30d DESC, last_seen_on DESC NULLS LAST, 1""",
        {"account": account_id, "day": day},
    )
    names = _names([row["user_id"] for row in found[:USERS]])
    return [_person(row, *names.get(row["user_id"], ("", ""))) for row in found]


def _names(user_ids: list[str]) -> dict[str, tuple[str, str]]:
    rows = ProductUser.objects.filter(pk__in=user_ids).values_list("pk", "name", "email")
    return {key: (name, email) for key, name, email in rows}


def _person(row: dict[str, Any], name: str, email: str) -> Person:
    return Person(name=name, email=email, **row)
