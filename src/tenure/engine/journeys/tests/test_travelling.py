"""Stages over random facts equal a slow walk, account by account and day by day, and no later fact plays a part."""

from datetime import date
from typing import Any

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.core.periods import DAY
from tenure.engine.journeys.travelling import Law, places_between, visits
from tenure.metrics import measures
from tenure.metrics.journeys import Visits, read
from tenure.metrics.journeys.walking import OUT

START = date(2026, 1, 1)
LAST = START + 30 * DAY
ACCOUNTS = ("a", "b", "c")
_days = st.integers(0, 40).map(lambda n: START + n * DAY)
_open = st.none() | _days
_account = st.sampled_from(ACCOUNTS)
FACTS: st.SearchStrategy[Any] = st.fixed_dictionaries({
    "subscriptions": st.lists(st.tuples(_account, st.sampled_from(("active", "trialing", "unpaid")), _days, _open),
                              min_size=2, max_size=6),
    "attributes": st.lists(st.tuples(_account, st.sampled_from(("tier", "motion")), st.sampled_from(("gold", "blue")),
                                     _open, _open), max_size=6),
    "onboardings": st.lists(st.tuples(_account, _days, _open, _open), max_size=4),
    "milestones": st.lists(st.tuples(_account, st.sampled_from(("first_value", "activation")), _days), max_size=6),
    "tickets": st.lists(st.tuples(_account, _days, _open), max_size=8),
})  # fmt: skip
Facts = dict[str, list[tuple[Any, ...]]]
COLUMNS = {
    "accounts": "account_id VARCHAR",
    "subscriptions": "account_id VARCHAR, status VARCHAR, start_date DATE, end_date_excl DATE",
    "attributes": "account_id VARCHAR, attribute VARCHAR, value VARCHAR, valid_from DATE, valid_to_excl DATE",
    "onboardings": "account_id VARCHAR, started_on DATE, completed_on DATE, cancelled_on DATE",
    "milestones": "account_id VARCHAR, milestone VARCHAR, reached_on DATE",
    "tickets": "account_id VARCHAR, opened_on DATE, solved_on DATE",
}
KNOWN = {
    "open": measures.read({"id": "open", "name": "Open tickets", "group": "support",
                           "formula": {"kind": "level", "of": "tickets"}}),
    "quiet": measures.read({"id": "quiet", "name": "Days since a ticket", "group": "support",
                            "formula": {"kind": "recency", "of": "milestones"}}),
}  # fmt: skip
JOURNEY = read({
    "id": "test", "name": "Test", "condition": "tier != blue", "falls_back_after": 3,
    "stages": [
        {"name": "Start", "leave": [{"when": "stage = established"}]},
        {"name": "Middle", "enter": [{"when": "milestones = first_value"}],
         "leave": [{"when": "not motion = gold"}, {"when": "open < 2 or motion is empty"}]},
        {"name": "Called", "from_anywhere": True, "enter": [{"when": "open >= 1"}], "leave": [{"when": "quiet <= 2"}]},
        {"name": "End"},
    ],
}, KNOWN)  # fmt: skip
LAW = Law(JOURNEY, tuple(KNOWN.values()))


def database(facts: Facts) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for name, columns in COLUMNS.items():
        db.execute(f"CREATE TABLE {name} ({columns})")
        rows = [(account,) for account in ACCOUNTS] if name == "accounts" else facts[name]
        if rows:
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return db


def slow(facts: Facts, account: str, day: date, back: int = 3) -> int:
    """The stage of one account on one day, with nothing but the facts of the days up to it."""
    if not fits(facts, account, day):
        return OUT
    known = facts["tickets"]
    begun = any(opened <= day for _, opened, _ in known)
    count = len([1 for who, opened, until in known if who == account and covers(opened, until, day)])
    reached = [when for who, _, when in facts["milestones"] if who == account and when <= day]
    quiet = (day - max(reached)).days if reached else None
    if begun and count >= 1 and not (quiet is not None and quiet <= 2):
        return 2
    return max(walked(facts, account, day - n * DAY) for n in range(back))


def walked(facts: Facts, account: str, day: date) -> int:
    if not fits(facts, account, day):
        return OUT
    begun = any(opened <= day for _, opened, _ in facts["tickets"])
    count = len([1 for who, opened, until in facts["tickets"] if who == account and covers(opened, until, day)])
    under = [1 for who, start, done, gone in facts["onboardings"]
             if who == account and covers(start, min((d for d in (done, gone) if d), default=None), day)]  # fmt: skip
    value = any(who == account and what == "first_value" and when <= day for who, what, when in facts["milestones"])
    if under or not value:
        return 0
    motion = {value for value in ("gold", "blue") if has(facts, account, "motion", value, day)}
    return 3 if "gold" not in motion and ((begun and count < 2) or not motion) else 1


def fits(facts: Facts, account: str, day: date) -> bool:
    held = any(who == account and status != "unpaid" and covers(start, end, day)
               for who, status, start, end in facts["subscriptions"])  # fmt: skip
    return held and not has(facts, account, "tier", "blue", day)


def has(facts: Facts, account: str, name: str, value: str, day: date) -> bool:
    return any((who, what, said) == (account, name, value) and covers(start, end, day)
               for who, what, said, start, end in facts["attributes"])  # fmt: skip


def covers(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or end > day)


def sound(facts: Facts) -> Facts:
    """What ends does so after it began, or not at all."""

    def straight(row: tuple[Any, ...], start: int) -> tuple[Any, ...]:
        end = row[start + 1]
        return (*row[: start + 1], None if end and row[start] and end < row[start] else end, *row[start + 2 :])

    starts = {"subscriptions": 2, "attributes": 3, "tickets": 1}
    made = facts | {name: [straight(row, at) for row in facts[name]] for name, at in starts.items()}
    made["onboardings"] = [(who, start, *(d if d and d >= start else None for d in ends))
                           for who, start, *ends in facts["onboardings"]]  # fmt: skip
    return made


@settings(max_examples=60, deadline=None)
@given(FACTS.map(sound))
def test_every_stage_equals_the_slow_walk(facts: Facts) -> None:
    found = places_between(database(facts), LAW, START, LAST)
    for k in range(found.shape[0]):
        for n, account in enumerate(ACCOUNTS):
            assert found[k, n] == slow(facts, account, START + k * DAY), (account, START + k * DAY)


@settings(max_examples=30, deadline=None)
@given(FACTS.map(sound), st.integers(3, 30))
def test_a_fact_of_the_future_changes_nothing(facts: Facts, at: int) -> None:
    day = START + at * DAY
    later = {name: [tuple(_forget(value, day) for value in row) for row in rows if _begun(row, day)]
             for name, rows in facts.items()}  # fmt: skip
    known, whole = (places_between(database(one), LAW, START, day) for one in (later, facts))
    assert known.tolist() == whole.tolist()


def _begun(row: tuple[Any, ...], day: date) -> bool:
    days = [value for value in row if value is None or isinstance(value, date)]
    return days[0] is None or days[0] <= day


def _forget(value: Any, day: date) -> Any:
    return None if isinstance(value, date) and value > day else value


@settings(max_examples=20, deadline=None)
@given(FACTS.map(sound))
def test_a_book_in_parts_is_the_same_book(facts: Facts) -> None:
    from tenure.engine.journeys import travelling

    whole = Visits.of(places_between(database(facts), LAW, START, LAST), START)
    most, travelling.CELLS_AT_ONCE = travelling.CELLS_AT_ONCE, 40  # type: ignore[misc]
    try:
        parts = visits(database(facts), LAW, ACCOUNTS, START, LAST)
    finally:
        travelling.CELLS_AT_ONCE = most  # type: ignore[misc]
    assert [column.tolist() for column in parts.columns] == [column.tolist() for column in whole.columns]


@settings(max_examples=20, deadline=None)
@given(FACTS.map(sound))
def test_one_account_goes_its_way_as_in_the_book(facts: Facts) -> None:
    book = places_between(database(facts), LAW, START, LAST)
    alone = [places_between(database(facts), LAW, START, LAST, [account])[:, 0] for account in ACCOUNTS]
    assert np.array_equal(book, np.stack(alone, axis=1))
