"""Periods of one subscription may not overlap: exactly the right rows are refused."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.customers.models import AccountParent, Subscription
from tenure.ingest.overlaps import Stretch, refuse
from tenure.ingest.tests.conftest import Bring, counts, sentences

_HEADER = "subscription_row_id,subscription_id,account_id,mrr_minor,currency,start_date,end_date_excl"


def _file(*rows: str) -> dict[str, str | bytes]:
    """Rows as "id start end"; an end that is not there is open."""
    parts = [(row + " ").split(" ")[:3] for row in rows]
    return {"subscriptions.csv": "\n".join([_HEADER, *(f"{key},s,A1,100,USD,{a},{b}" for key, a, b in parts)])}


def test_rows_may_touch_but_not_overlap(bring: Bring, accounts: None) -> None:
    done = bring(_file("1 2024-01-01 2024-06-01", "2 2024-06-01 2024-09-01", "3 2024-08-31 "))["subscriptions.csv"]
    assert counts(done.outcome) == (2, 0, 0, 1)
    assert sentences(done.outcome) == [
        "subscription_id s: the period from 2024-08-31 overlaps row 3 (2024-06-01 to 2024-09-01). "
        "End the earlier one first, or start this one later."
    ]


def test_a_refused_row_does_not_stand_in_the_way_of_the_next(bring: Bring, accounts: None) -> None:
    done = bring(_file("1 2024-01-01 2024-06-01", "2 2024-05-01 2024-12-01", "3 2024-06-01 2024-09-01"))
    assert counts(done["subscriptions.csv"].outcome) == (2, 0, 0, 1)
    assert set(Subscription.objects.values_list("pk", flat=True)) == {"1", "3"}


def test_what_is_stored_stands_firm(bring: Bring, accounts: None) -> None:
    bring(_file("1 2024-03-01 "))
    done = bring(_file("2 2024-01-01 ", "3 2024-01-01 2024-03-01"))["subscriptions.csv"]
    assert counts(done.outcome) == (1, 0, 0, 1)
    assert "overlaps 1, which is stored (2024-03-01 until further notice)" in sentences(done.outcome)[0]


def test_a_row_that_replaces_its_stored_self_makes_room(bring: Bring, accounts: None) -> None:
    bring(_file("1 2024-01-01 "))
    done = bring(_file("1 2024-01-01 2024-06-01", "2 2024-06-01 "))["subscriptions.csv"]
    assert counts(done.outcome) == (1, 1, 0, 0)


def test_an_empty_period_overlaps_nothing(bring: Bring, accounts: None) -> None:
    done = bring(_file("1 2024-01-01 ", "2 2024-02-01 2024-02-01"))["subscriptions.csv"]
    assert counts(done.outcome) == (2, 0, 0, 0)


def test_an_account_has_one_parent_a_day(bring: Bring, accounts: None) -> None:
    header = "account_id,parent_account_id,valid_from,valid_to_excl"
    rows = "A1,A2,2024-01-01,2024-06-01\nA1,A3,2024-05-01,\nA1,A3,2024-06-01,\n"
    done = bring({"account_hierarchy.csv": f"{header}\n{rows}"})["account_hierarchy.csv"]
    assert counts(done.outcome) == (2, 0, 0, 1)
    assert AccountParent.objects.count() == 2


def test_parents_may_swap_places_over_time(bring: Bring, accounts: None) -> None:
    header = "account_id,parent_account_id,valid_from,valid_to_excl"
    done = bring(
        {"account_hierarchy.csv": f"{header}\nA1,A2,,2024-01-01\nA2,A1,2024-01-01,\nA3,A1,,\nA1,A3,2023-12-31,\n"}
    )
    # A1 over A3 over A1 would be a circle from the last day of 2023 on.
    assert counts(done["account_hierarchy.csv"].outcome) == (3, 0, 0, 1)


_DAY = date(2024, 1, 1)
_spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=8)


def _stretches(spans: list[tuple[int, int]], stored: list[tuple[int, int]]) -> list[Stretch]:
    def at(days: int) -> date:
        return _DAY + timedelta(days=days)

    standing, reached = [], 0
    for i, (gap, length) in enumerate(stored):
        standing.append(Stretch(f"r{i}", at(reached + gap), at(reached + gap + length), None))
        reached += gap + length
    # Every second row of the file replaces a stored one.
    coming = [
        Stretch(f"r{i // 2}" if i % 2 else f"n{i}", at(start), at(start + length), i + 2)
        for i, (start, length) in enumerate(spans)
    ]
    return standing + coming


@settings(max_examples=300, deadline=None)
@given(_spans, _spans)
def test_nothing_that_is_left_overlaps_and_nothing_is_refused_without_cause(
    spans: list[tuple[int, int]], stored: list[tuple[int, int]]
) -> None:
    every = _stretches(spans, stored)
    refused = refuse(every)
    gone = {stretch.row for stretch, _ in refused}
    stays = [s for s in every if s.row is not None and s.row not in gone]
    replaced = {s.id for s in stays}
    result = stays + [s for s in every if s.row is None and s.id not in replaced]
    ordered = sorted(result, key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))
    assert all(stretch.meets(by) for stretch, by in refused)
