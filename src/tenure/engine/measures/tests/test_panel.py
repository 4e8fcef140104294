"""Every kind of measure equals a slow, obvious computation on random facts."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.core.periods import DAY
from tenure.engine.measures import evaluate
from tenure.metrics.measures import read

START = date(2026, 1, 1)
ACCOUNTS = ("a", "b", "c")
_days = st.integers(0, 40).map(lambda n: START + n * DAY)
_open = st.none() | _days
_account = st.sampled_from(ACCOUNTS)
_use = st.tuples(_days, _account, st.sampled_from("uvw"), st.sampled_from("fgh"), st.integers(1, 5))
_ticket = st.tuples(_account, _days, _open, st.sampled_from(("low", "high")), st.booleans(), st.floats(0, 50))
_answer = st.tuples(_account, st.sampled_from(("nps", "csat")), _days, st.integers(0, 10))
_term = st.tuples(_account, _days, _open)
_right = st.tuples(_account, st.sampled_from("fgh"), _open, _open)
FACTS = st.fixed_dictionaries({
    "usage": st.lists(_use, max_size=25, unique_by=lambda row: row[:4]),
    "tickets": st.lists(_ticket, max_size=8),
    "answers": st.lists(_answer, max_size=8),
    "renewals": st.lists(_term, max_size=6),
    "rights": st.lists(_right, max_size=8),
})  # fmt: skip
Facts = dict[str, list[tuple[Any, ...]]]
Slow = Callable[[Facts, str, date], float | None]


def database(facts: Facts) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    tables = {
        "accounts": ("account_id VARCHAR", [(account,) for account in ACCOUNTS]),
        "user_feature_day": ("day DATE, account_id VARCHAR, user_id VARCHAR, feature VARCHAR, events BIGINT",
                             facts["usage"]),
        "tickets": ("account_id VARCHAR, opened_on DATE, solved_on DATE, priority VARCHAR, escalated BOOLEAN, "
                    "answer_hours DOUBLE", facts["tickets"]),
        "surveys": ("account_id VARCHAR, type VARCHAR, responded_on DATE, score BIGINT", facts["answers"]),
        "renewals": ("account_id VARCHAR, term_end_on DATE, decided_on DATE", facts["renewals"]),
        "entitlements": ("account_id VARCHAR, feature VARCHAR, start_date DATE, end_date_excl DATE", facts["rights"]),
    }  # fmt: skip
    for name, (columns, rows) in tables.items():
        db.execute(f"CREATE TABLE {name} ({columns})")
        if rows:
            db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute("CREATE TABLE account_feature_day AS SELECT day, account_id, feature, sum(events)::BIGINT AS events "
               "FROM user_feature_day GROUP BY ALL")  # fmt: skip
    db.execute("CREATE TABLE user_day AS SELECT day, account_id, user_id, sum(events)::BIGINT AS events "
               "FROM user_feature_day GROUP BY ALL")  # fmt: skip
    return db


def _after(rows: Sequence[tuple[Any, ...]], at: int, day: date) -> bool:
    return any(row[at] <= day for row in rows)


def window(rows: Sequence[tuple[Any, ...]], at: int, day: date, days: int) -> list[tuple[Any, ...]]:
    return [row for row in rows if day - days * DAY < row[at] <= day]


def of(facts: Facts, name: str, account: str, at: int = 0) -> list[tuple[Any, ...]]:
    return [row for row in facts[name] if row[at] == account]


def slow_distinct(days: int) -> Slow:
    def value(facts: Facts, account: str, day: date) -> float | None:
        if not _after(facts["usage"], 0, day):
            return None
        return len({row[2] for row in window(of(facts, "usage", account, 1), 0, day, days)})

    return value


def slow_sum(facts: Facts, account: str, day: date) -> float | None:
    if not _after(facts["usage"], 0, day):
        return None
    return float(sum(row[4] for row in window(of(facts, "usage", account, 1), 0, day, 9) if row[3] == "f"))


def slow_user_days(facts: Facts, account: str, day: date) -> float | None:
    if not _after(facts["usage"], 0, day):
        return None
    return len({(row[0], row[2]) for row in window(of(facts, "usage", account, 1), 0, day, 9)})


def slow_open(facts: Facts, account: str, day: date) -> float | None:
    if not _after(facts["tickets"], 1, day):
        return None
    mine = [row for row in of(facts, "tickets", account) if row[4]]
    # A ticket that was solved before it was opened is one less from then on, and one more later: the sums of both.
    return float(sum((row[1] <= day) - (row[2] is not None and row[2] <= day) for row in mine))


def slow_recency(facts: Facts, account: str, day: date) -> float | None:
    seen = [row[0] for row in of(facts, "usage", account, 1) if row[0] <= day]
    return (day - max(seen)).days if seen else None


def slow_ahead(facts: Facts, account: str, day: date) -> float | None:
    due = [end for _, end, settled in of(facts, "renewals", account) if end > day and (not settled or settled > day)]
    return (min(due) - day).days if due else None


def slow_nps(facts: Facts, account: str, day: date) -> float | None:
    answers = [row for row in of(facts, "answers", account) if row[1] == "nps" and row[2] <= day]
    last = max((row[2] for row in answers), default=None)
    if last is None or (day - last).days >= 20:
        return None
    scores = [row[3] for row in answers if row[2] == last]
    return float(sum(scores) / len(scores))


def _entitled(facts: Facts, account: str, day: date) -> set[str]:
    """A right whose end is not after its start never begins; see the steps of levels."""
    return {
        feature for feature in "fgh"
        if sum((start is None or start <= day) - (end is not None and end <= day)
               for _, name, start, end in of(facts, "rights", account) if name == feature) > 0
    }  # fmt: skip


def slow_share(facts: Facts, account: str, day: date) -> float | None:
    entitled = _entitled(facts, account, day)
    rights = of(facts, "rights", account)
    used = {
        row[3] for row in window(of(facts, "usage", account, 1), 0, day, 10)
        if any(f == row[3] and (not a or a <= row[0]) and (not z or z > row[0]) for _, f, a, z in rights)
    }  # fmt: skip
    return len(used) / len(entitled) if entitled else None


def ratio(over: Slow, under: Slow) -> Slow:
    def value(facts: Facts, account: str, day: date) -> float | None:
        a, b = over(facts, account, day), under(facts, account, day)
        return a / b if a is not None and b else None

    return value


def slow_change(facts: Facts, account: str, day: date) -> float | None:
    now, before = slow_distinct(9)(facts, account, day), slow_distinct(9)(facts, account, day - 12 * DAY)
    return (now - before) / before if now is not None and before else None


_PEOPLE = {"kind": "distinct", "of": "usage", "count": "user_id", "days": 9}
_EVENTS = {"kind": "sum", "of": "usage", "amount": "events", "days": 9, "where": "feature = f"}
KINDS: dict[str, tuple[dict[str, Any], Slow]] = {
    "distinct": (_PEOPLE, slow_distinct(9)),
    "sum": (_EVENTS, slow_sum),
    "days of use": (
        {"kind": "ratio", "over": {"kind": "sum", "of": "user_days", "days": 9}, "under": _PEOPLE},
        ratio(slow_user_days, slow_distinct(9)),
    ),
    "level": ({"kind": "level", "of": "tickets", "where": "escalated = yes"}, slow_open),
    "recency": ({"kind": "recency", "of": "usage"}, slow_recency),
    "ahead": ({"kind": "recency", "of": "renewals", "ahead": True}, slow_ahead),
    "latest": ({"kind": "latest", "of": "surveys", "where": "type = nps", "amount": "score", "fade": 20}, slow_nps),
    "share": ({"kind": "share", "days": 10}, slow_share),
    "ratio": ({"kind": "ratio", "over": _EVENTS, "under": _PEOPLE}, ratio(slow_sum, slow_distinct(9))),
    "change": ({"kind": "change", "of": _PEOPLE, "days": 12}, slow_change),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(facts=FACTS, asked=st.lists(_days, min_size=1, max_size=6, unique=True).map(sorted))
def test_a_measure_equals_the_obvious_computation(kind: str, facts: Facts, asked: list[date]) -> None:
    formula, slow = KINDS[kind]
    measure = read({"id": "m1", "name": "M", "group": "usage", "formula": formula})
    panel = evaluate(database(facts), [measure], asked)
    for k, day in enumerate(asked):
        for n, account in enumerate(ACCOUNTS):
            found, expected = panel.values["m1"][k, n], slow(facts, account, day)
            assert math.isnan(found) if expected is None else found == pytest.approx(expected), (kind, account, day)
            assert (panel.coverage["m1"][k, n] > 0) == (expected is not None)


def test_an_answer_fades_out() -> None:
    facts: Facts = {"usage": [], "tickets": [], "renewals": [], "rights": [], "answers": [("a", "nps", START, 9)]}
    nps = read({"id": "nps", "name": "NPS", "group": "feedback", "formula": KINDS["latest"][0]})
    days = [START - DAY, START, START + 5 * DAY, START + 20 * DAY]
    panel = evaluate(database(facts), [nps], days, accounts=["a"])
    assert panel.coverage["nps"][:, 0].tolist() == [0, 1, 0.75, 0]


@settings(max_examples=25, deadline=None)
@given(facts=FACTS, day=_days)
def test_a_day_that_is_not_over_takes_nothing_away(facts: Facts, day: date) -> None:
    measure = read({"id": "m1", "name": "M", "group": "usage", "formula": _PEOPLE})
    panel = evaluate(database(facts), [measure], [day], running=day)
    for n, account in enumerate(ACCOUNTS):
        now, before = (slow_distinct(9)(facts, account, at) for at in (day, day - DAY))
        found = panel.values["m1"][0, n]
        assert math.isnan(found) if now is None else found == max(now, before or 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_of_the_future_changes_nothing(kind: str) -> None:
    """No peeking: what is dated after a day has no effect on it."""
    day = START + 20 * DAY
    facts: Facts = {
        "usage": [(START, "a", "u", "f", 2), (START + 9 * DAY, "a", "v", "g", 1), (day, "a", "u", "f", 1)],
        "tickets": [("a", START, None, "high", True, 3.0)],
        "answers": [("a", "nps", START + 15 * DAY, 4)],
        "renewals": [("a", START + 40 * DAY, None)],
        "rights": [("a", "f", None, None), ("a", "g", START, None)],
    }
    later = day + DAY
    planted = facts | {
        "usage": [*facts["usage"], (later, "a", "w", "h", 9)],
        "tickets": [("a", START, later, "high", True, 3.0), ("a", later, None, "high", True, 1.0)],
        "answers": [*facts["answers"], ("a", "nps", later, 10)],
        "renewals": [("a", START + 40 * DAY, later)],
        "rights": [*facts["rights"], ("a", "h", later, None)],
    }
    measure = read({"id": "m1", "name": "M", "group": "usage", "formula": KINDS[kind][0]})
    before, after = (evaluate(database(f), [measure], [day], ["a"]).values["m1"] for f in (facts, planted))
    assert before.tolist() == after.tolist()
    assert not math.isnan(before[0, 0])
