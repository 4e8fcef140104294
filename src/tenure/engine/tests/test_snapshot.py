"""Facts in the shape the numbers read: hierarchy, history of attributes, money and exchange rates."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.customers.models import Account, AccountParent, Assignment, FxRate, Plan
from tenure.engine import attribute_history, reading
from tenure.engine.attribute_history import Held, history
from tenure.engine.hierarchy import EVER, NEVER, Link, ultimate_parents
from tenure.engine.refresh import refresh
from tenure.journal.models import Change

DAYS = [date(2026, 1, day) for day in range(1, 11)]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def slow_parent(links: list[Link], account: str, day: date) -> str | None:
    """Climb one day's links; None where they make a circle."""
    path = [account]
    while True:
        held = [link for link in links if link.account == path[-1] and link.start <= day]
        latest = max(held, key=lambda link: (link.start, link.end), default=None)
        if latest is None or latest.end <= day:
            return path[-1]
        if latest.parent in path:
            return None
        path.append(latest.parent)


NAMES = st.sampled_from("abcde")
LINKS = st.lists(
    st.builds(
        lambda account, parent, start, length: Link(
            account, parent, start, min(date.fromordinal(start.toordinal() + length), NEVER)
        ),
        NAMES, NAMES, st.sampled_from(DAYS), st.integers(1, 9),
    ),
    max_size=8,
    unique_by=lambda link: (link.account, link.start),
)  # fmt: skip


@given(LINKS)
@settings(max_examples=200, deadline=None)
def test_exactly_one_row_covers_any_day_and_it_is_the_top_of_the_hierarchy(links: list[Link]) -> None:
    rows, refused = ultimate_parents(links)
    circles = 0
    for account in {link.account for link in links}:
        for day in [EVER, *DAYS, date(2026, 2, 1)]:
            (row,) = [r for r in rows if r.account == account and r.start <= day and (day < r.end or r.end == NEVER)]
            expected = slow_parent(links, account, day)
            circles += expected is None
            assert expected is None or row.parent == expected
    assert bool(refused) == bool(circles)


def test_a_circle_is_refused_with_a_sentence() -> None:
    rows, (first, *_) = ultimate_parents([Link("a", "b"), Link("b", "c", date(2026, 1, 5)), Link("c", "a")])
    assert "a → b → c → a is a circle from 2026-01-05" in first
    assert {row.account for row in rows} == {"a", "b", "c"}


def test_history_starts_with_the_first_known_value_and_ends_with_the_current_one() -> None:
    current = {"segment": "Big", "region": "EMEA", "do_not_ask": True, "tier": ""}
    changes: list[attribute_history.Change] = [
        (DAYS[0], {}, {"segment": "Small", "do_not_ask": False}),
        (DAYS[3], {"segment": "Small"}, {"segment": "Middle"}),
        (DAYS[3], {"segment": "Middle"}, {"segment": "Big"}),
        (DAYS[5], {"do_not_ask": False, "tier": "gold"}, {"do_not_ask": True, "tier": ""}),
    ]
    assert history(current, changes) == [
        Held("segment", "Small", None, DAYS[3]), Held("segment", "Big", DAYS[3], None),
        Held("region", "EMEA", None, None), Held("tier", "gold", None, DAYS[5]),
        Held("do_not_ask", "1", DAYS[5], None),
    ]  # fmt: skip
    assert history({"segment": ""}, []) == []
    assert history({"segment": "New"}, [(DAYS[1], {"segment": "Old"}, {"segment": "Other"})]) == [
        Held("segment", "Old", None, DAYS[1]), Held("segment", "New", DAYS[1], None),
    ]  # fmt: skip


def rows(statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in reading.query(statement)]


def test_facts_are_cast_normalised_and_without_test_accounts(
    home: Path, account: Callable[..., Any], pays: Callable[..., Any]
) -> None:
    account("a", segment="Big", referred_by_account_id="b", created_on=date(2025, 1, 1))
    account("b")
    account("t", is_test=True, segment="Big")
    Plan.objects.create(id="pro", rank=3)
    pays("a", "2026-01-01", None, 100, price_minor=1005, billing_interval="year", interval_count=2, plan_id="pro")
    pays("a", "2026-01-02", None, 100, price_minor=5, billing_interval="week", plan_rank=7)
    pays("a", "2026-01-03", None, 100, price_minor=-1005, billing_interval="year", interval_count=2)
    pays("a", "2026-01-04", None, 100, price_minor=6, billing_interval="month", interval_count=4)
    pays("a", "2026-01-05", None, 100, recurring=False)
    pays("t", "2026-01-01", None, 100)
    for n, (currency, day, rate) in enumerate(
        [("EUR", "2026-01-01", "1.0845678901"), ("EUR", "2026-02-01", "1.1"), ("USD", "2026-01-01", "7")]
    ):
        FxRate.objects.create(id=str(n), currency=currency, rate_date=day, rate_to_reporting=rate)
    Assignment.objects.create(id="1", account_id="a", csm_id="ann@x", start_date=DAYS[0])
    Assignment.objects.create(id="2", account_id="a", csm_id="bob@x", start_date=DAYS[4], end_date_excl=DAYS[8])
    AccountParent.objects.create(id="p", account_id="b", parent_account_id="a", valid_from=DAYS[2])
    AccountParent.objects.create(id="q", account_id="a", parent_account_id="t")
    for at, before, after in [(DAYS[1], {"segment": "Small"}, {"segment": "Big"})]:
        Change.objects.create(
            at=datetime(at.year, at.month, at.day, tzinfo=UTC), verb="account.edited", account_id="a",
            subject_type="customers.account", subject_id="a", before=before, after=after,
        )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        refresh()
    assert rows("SELECT account_id, referred_by_account_id, created_on FROM accounts ORDER BY 1") == [
        ("a", "b", date(2025, 1, 1)), ("b", None, None),
    ]  # fmt: skip
    assert rows("SELECT term_days, price_mrr_minor, plan_rank FROM subscriptions ORDER BY start_date") == [
        (730, 42, 3), (7, 22, 7), (730, -42, None), (120, 2, None),
    ]  # fmt: skip
    assert [(c, f, t, str(r)) for c, f, t, r in rows("SELECT * FROM fx_rates ORDER BY 1, 2")] == [
        ("EUR", date(2026, 1, 1), date(2026, 2, 1), "1.0845678901"),
        ("EUR", date(2026, 2, 1), None, "1.1000000000"), ("USD", None, None, "1.0000000000"),
    ]  # fmt: skip
    assert rows("SELECT * FROM attributes ORDER BY attribute, valid_from NULLS FIRST") == [
        ("a", "owner", "ann@x", DAYS[0], DAYS[4]), ("a", "owner", "bob@x", DAYS[4], DAYS[8]),
        ("a", "segment", "Small", None, DAYS[1]), ("a", "segment", "Big", DAYS[1], None),
    ]  # fmt: skip
    assert rows("SELECT * FROM ultimate_parents ORDER BY 1, 3 NULLS FIRST") == [
        ("a", "a", None, None), ("b", "b", None, DAYS[2]), ("b", "a", DAYS[2], None),
    ]  # fmt: skip


def test_only_what_changed_is_copied_again(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> None:
    with time_machine.travel(NOW, tick=False):
        account("a")
        account("b")
        pays("a", "2026-01-01", None, 100)
        assert "subscriptions" in refresh().tables
    with time_machine.travel(NOW.replace(hour=13), tick=False):
        edited = Account.objects.get(id="a")
        edited.name = json.dumps({"quote": "it's"})
        edited.save()
        assert refresh().tables == ["accounts", "ultimate_parents", "attributes"]
        Account.objects.filter(id="b").update(is_test=True)
        assert "subscriptions" in refresh().tables
    assert rows("SELECT account_id, name FROM accounts") == [("a", '{"quote": "it\'s"}')]
