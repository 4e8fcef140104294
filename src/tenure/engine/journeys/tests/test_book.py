"""The book of a journey: made once, kept by its content, made by the worker where it is large."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.engine import lake, publication
from tenure.engine.journeys import book as books
from tenure.engine.journeys import kept
from tenure.engine.journeys.book import NotMadeYet, book, counts, keep
from tenure.engine.journeys.one import way
from tenure.engine.journeys.travelling import Law
from tenure.engine.journeys.waiting import waiting
from tenure.engine.journeys.worth import worth
from tenure.engine.refresh import refresh
from tenure.engine.tests.conftest import account, pays
from tenure.engine.tests.test_state import events
from tenure.library.reading import published_measures
from tenure.metrics.journeys import read

__all__ = ["account", "pays"]
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
Onboarding, Ticket = apps.get_model("onboarding.Onboarding"), apps.get_model("work.Ticket")


@pytest.fixture
def company(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Iterator[None]:
    """a finished its onboarding on 1 February and has a ticket open since the 20th; b is still in it; c left."""
    for key, until in (("a", None), ("b", None), ("c", "2026-02-10")):
        account(key)
        pays(key, "2026-01-05", until, 1000)
        Onboarding.objects.create(id=f"o{key}", account_id=key, started_on=date(2026, 1, 5),
                                  completed_on=date(2026, 2, 1) if key == "a" else None)  # fmt: skip
    Ticket.objects.create(id="t", account_id="a", opened_at=datetime(2026, 2, 20, tzinfo=UTC))
    with time_machine.travel(NOON, tick=False):
        refresh()
        yield


def journey(**more: Any) -> Any:
    stages = [
        {"name": "Onboarding", "days": 30, "leave": [{"name": "Completed", "when": "stage = established"}]},
        {"name": "Calm", "leave": [{"when": "open_tickets >= 1"}]},
        {"name": "Busy"},
    ]
    return read({"id": "mine", "name": "Mine", "stages": stages} | more, published_measures())


def _law(made: Any) -> Law:
    return books.law(made, published_measures())


def told(accounts: tuple[str, ...], visits: Any) -> list[tuple[Any, ...]]:
    day = date(1970, 1, 1)
    return [
        (accounts[n], stage, day + entered * DAY, None if left > 10**6 else day + left * DAY)
        for n, stage, entered, left in zip(*(c.tolist() for c in visits.columns[:4]), strict=True)
    ]


WAYS = [
    ("a", 0, date(2026, 1, 5), date(2026, 2, 1)), ("a", 1, date(2026, 2, 1), date(2026, 2, 20)),
    ("a", 2, date(2026, 2, 20), None),
    ("b", 0, date(2026, 1, 5), None),
    ("c", 0, date(2026, 1, 5), date(2026, 2, 10)),
]  # fmt: skip


def test_the_book_has_the_way_of_everybody(company: None) -> None:
    found = book(_law(journey()))
    assert (found.last, found.older) == (date(2026, 3, 9), False)
    assert told(found.accounts, found.visits) == WAYS


def test_one_account_has_the_same_way_and_today(company: None) -> None:
    alone = way(_law(journey()), "a", date(2026, 3, 10))
    assert alone is not None
    assert told(("a",), alone.visits) == WAYS[:3]
    assert [[one.when for one in why] for why in alone.because] == [[], ["stage = established"], ["open_tickets >= 1"]]
    assert (alone.missing, alone.values["open_tickets"]) == ((), 1)


def test_usage_of_one_account_is_told_as_in_the_book(company: None) -> None:
    """b never used anything: it is quiet since the first day anybody did, not unknown."""
    users = [("a", f"u{n}", "boards", date(2026, 2, 1) + n * DAY) for n in range(5)]
    lake.append(events(*users), source="test", version=1)
    refresh()
    start = {"name": "Start", "leave": [{"when": "active_users >= 2"}]}
    quiet = {"name": "Quiet", "from_anywhere": True, "enter": [{"when": "active_users < 1 or days_since_use >= 9"}]}
    made = _law(journey(stages=[start, {"name": "End"}, quiet]))
    whole = book(made)
    for key in ("a", "b"):
        alone = way(made, key, date(2026, 3, 9))
        assert alone is not None
        mine = whole.visits.chosen(whole.visits.account == whole.accounts.index(key))
        assert [c.tolist() for c in alone.visits.columns[1:]] == [c.tolist() for c in mine.columns[1:]]
        assert 2 in alone.visits.stage


def test_who_is_called_and_returns_has_reasons(company: None) -> None:
    ticket = {"name": "Ticket", "from_anywhere": True, "enter": [{"when": "open_tickets >= 1"}]}
    made = journey(stages=[{"name": "Start", "leave": [{"when": "tier = gold"}]}, {"name": "End"}, ticket])
    Ticket.objects.filter(id="t").update(solved_at=datetime(2026, 3, 1, tzinfo=UTC), loaded_at=NOON)
    refresh()
    alone = way(_law(made), "a", date(2026, 3, 10))
    assert alone is not None
    assert alone.visits.stage.tolist() == [0, 2, 0]
    assert [[one.when for one in why] for why in alone.because] == [[], ["open_tickets >= 1"], ["open_tickets >= 1"]]


def test_one_that_is_not_on_the_journey_has_no_way(company: None) -> None:
    assert way(_law(journey()), "c", date(2026, 3, 10)) is None
    assert way(_law(journey(condition="tier = gold")), "a", date(2026, 3, 10)) is None


def test_a_draft_is_counted_on_the_last_day(company: None) -> None:
    assert counts(_law(journey())) == (date(2026, 3, 9), [1, 0, 1])


def test_it_is_kept_until_a_fact_that_matters_changes(company: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _law(journey())
    book(asked)
    with monkeypatch.context() as never:
        never.setattr(books, "visits", lambda *_: pytest.fail("made again"))
        assert told(("a", "b", "c"), book(asked).visits) == WAYS
    Ticket.objects.all().delete()
    refresh()
    assert told(("a", "b", "c"), book(asked).visits)[1] == ("a", 1, date(2026, 2, 1), None)


def test_expected_days_and_names_are_not_what_it_depends_on(company: None) -> None:
    now, one = publication.current(), journey(name="Other", sentence="Another.")
    assert kept.path(now, _law(one)) == kept.path(now, _law(journey()))
    assert kept.path(now, _law(journey(falls_back_after=3))) != kept.path(now, _law(journey()))


def test_a_large_book_waits_for_the_worker(company: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "AT_ONCE", 2)
    asked = _law(journey())
    with pytest.raises(NotMadeYet):
        book(asked)
    monkeypatch.setattr(books, "AT_ONCE", 3)
    book(asked)
    monkeypatch.setattr(books, "AT_ONCE", 2)
    Ticket.objects.all().delete()
    refresh()
    found = book(asked)
    assert (found.older, told(found.accounts, found.visits)) == (True, WAYS)


def test_the_worker_makes_those_in_force(company: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, int, str]] = []
    assert keep(lambda done, total, sentence: said.append((done, total, sentence))) == 3
    assert (3, 3, "Following accounts on Enterprise, sales-led") in said
    monkeypatch.setattr(books, "visits", lambda *_: pytest.fail("made again"))
    assert keep(lambda *_: None) == 3


def test_what_is_missing_has_its_value(company: None) -> None:
    found = waiting(_law(journey()), date(2026, 3, 9), ["b", "a"])
    assert [one.name for one in found.missing(0, 0)] == ["Completed"]
    assert found.missing(1, 0) == []
    assert found.values["open_tickets"].tolist() == [0, 1]
    assert {one.when: met.tolist() for one, met in found.unmet(1).items()} == {"open_tickets >= 1": [True, False]}


def test_what_accounts_are_worth(company: None) -> None:
    assert worth(["a", "c", "nobody"], date(2026, 2, 1)).tolist() == [12_000, 12_000, 0]
    assert np.array_equal(worth(["a", "c"], date(2026, 2, 10)), [12_000, 0])
