"""What a review is filled with: facts up to its day, each counted a second time by hand, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import time_machine
from django.utils import timezone

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Entitlement, ProductUser, Subscription
from tenure.engine import lake
from tenure.engine.refresh import refresh
from tenure.feedback.models import SurveyResponse
from tenure.library.decks import BLOCKS, TYPED
from tenure.planning.models import CustomerValue, Goal, GoalValue, Review, SuccessPlan
from tenure.planning.reviews import preparing, scheduling, tasks, writing
from tenure.planning.reviews.blocks import FILLED
from tenure.planning.reviews.blocks.value import period_end
from tenure.planning.reviews.exhibits import Facts
from tenure.retention.models import Renewal
from tenure.work.models import Ticket, Touchpoint

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
AS_OF = date(2026, 3, 9)  # the last complete day
DAYS = 91  # thirteen whole weeks
SINCE = AS_OF - timedelta(days=DAYS)
FUTURE = datetime(2026, 3, 10, 8, tzinfo=UTC)
# Of each account: seats, and how many of its users work.
BOOK = {"a": (10, 4), "b": (10, 2), "c": (10, 5), "d": (10, 7), "e": (10, 8), "f": (10, 9)}


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def used(account: str, user: str, feature: str, days: list[date]) -> list[dict[str, Any]]:
    return [
        {"event_id": f"{user}-{feature}-{day}", "account_id": account, "user_id": user, "feature": feature,
         "event": feature, "ts": at(day), "qty": 1}
        for day in days
    ]  # fmt: skip


@pytest.fixture
def book(home: Path, db: None, alice: User) -> Iterator[Account]:
    """Six accounts of one tier; a uses reports all the time and lists lately, and pays for exports it never opened."""
    events: list[dict[str, Any]] = []
    for key, (seats, active) in BOOK.items():
        Account.objects.create(id=key, name=f"Company {key}", owner=alice, tier="gold", segment="Mid")
        Subscription.objects.create(
            id=key, subscription_id=key, account_id=key, price_minor=1000_00, mrr_minor=1000_00, currency="USD",
            start_date=date(2025, 1, 1), seats=seats,
        )  # fmt: skip
        for n in range(active):
            ProductUser.objects.create(id=f"{key}{n}", account_id=key, created_at=at(date(2025, 1, 1)))
            events += used(key, f"{key}{n}", "reports", [AS_OF - timedelta(days=3 * k) for k in range(60)])
    events += used("a", "a0", "lists", [AS_OF - timedelta(days=2)])
    for feature in ("reports", "lists", "exports"):
        Entitlement.objects.create(id=f"a-{feature}", account_id="a", feature=feature, product_id="core")
    _facts()
    with time_machine.travel(NOW, tick=False):
        lake.append(pa.Table.from_pylist(events), source="test", version=1)
        refresh()
        yield Account.objects.get(pk="a")


def _facts() -> None:
    plan = SuccessPlan.objects.create(id="P", account_id="a", started_on=date(2025, 6, 1))
    for key, target, value, due in (("half", 20, 12, 40), ("done", 20, 20, -10), ("late", 20, 11, -30)):
        Goal.objects.create(id=key, plan=plan, name=key, baseline=10, target=target, due_on=AS_OF + timedelta(days=due))
        GoalValue.objects.create(id=f"{key}-1", goal_id=key, value_on=AS_OF - timedelta(days=20), value=Decimal(value))
    for n, (opened, solved, answered) in enumerate(((80, 79, 2), (20, 19, 4), (5, None, None)), 1):
        opened_at = at(AS_OF - timedelta(days=opened))
        Ticket.objects.create(
            id=f"t{n}", account_id="a", subject=f"Ticket {n}", opened_at=opened_at, escalated=n == 3,
            status="open" if solved is None else "solved",
            solved_at=None if solved is None else at(AS_OF - timedelta(days=solved)),
            first_answered_at=opened_at + timedelta(hours=answered) if answered else None,
        )  # fmt: skip
    for n, (days, score) in enumerate(((60, 9), (10, 5))):
        SurveyResponse.objects.create(
            id=f"s{n}", account_id="a", type="nps", score=score, responded_on=AS_OF - timedelta(days=days)
        )
    Touchpoint.objects.create(id="call", account_id="a", kind="call", occurred_at=at(AS_OF - timedelta(days=4)))
    Touchpoint.objects.create(id="note", account_id="a", kind="note", occurred_at=at(AS_OF - timedelta(days=4)))
    CustomerValue.objects.create(
        id="v", account_id="a", period="2025-Q4", realised_value_minor=9000_00, total_cost_minor=3000_00, currency="USD"
    )
    Renewal.objects.create(
        id="r", account_id="a", term_end_on=AS_OF + timedelta(days=50), mrr_due_minor=1000_00, currency="USD"
    )


@pytest.fixture
def prepared(book: Account, alice: User) -> Review:
    review = scheduling.schedule(alice, book, AS_OF + timedelta(days=5), AS_OF)
    preparing.prepare(review.pk, alice)
    review.refresh_from_db()
    return review


def facts(review: Review, kind: str) -> Facts:
    found = preparing.facts_of(review.blocks.get(kind=kind))
    assert found is not None
    return found


def figures(review: Review, kind: str) -> dict[str, Any]:
    return {one.label: one.value.amount for one in facts(review, kind).figures}


def test_every_kind_of_block_is_filled_by_something_or_by_people() -> None:
    assert set(FILLED) | TYPED == set(BLOCKS)


class TestFacts:
    def test_the_deck_is_laid_out_and_every_block_says_its_day(self, prepared: Review) -> None:
        assert (prepared.as_of, prepared.deck, prepared.deck_version) == (AS_OF, "business_review", 1)
        kinds = list(prepared.blocks.values_list("kind", flat=True))
        assert kinds[0] == "summary"
        assert set(prepared.blocks.filter(internal=True).values_list("kind", flat=True)) == {"health", "contract"}
        assert {(facts(prepared, kind).since, facts(prepared, kind).as_of) for kind in kinds} == {(SINCE, AS_OF)}

    def test_usage(self, prepared: Review) -> None:
        assert figures(prepared, "usage") == {
            "People in 30 days": 4, "Licences in use": 0.4, "Features in use": pytest.approx(2 / 3),
            # Every third day of thirty for four people, and one day more for one of them.
            "Days of use a person": pytest.approx((4 * 10 + 1) / 4),
        }  # fmt: skip
        shown = facts(prepared, "usage")
        assert shown.chart is not None
        assert len(shown.chart.categories) == 14
        assert shown.chart.series[0].values == (4.0,) * 14
        said = {point.text for point in shown.points}
        assert {"Taken up: lists", "Not tried yet: exports"} <= said

    def test_comparable_customers_are_the_five_others(self, prepared: Review) -> None:
        shown = facts(prepared, "comparison")
        # 20, 50, 70, 80 and 90 percent: the quartiles are the second, third and fourth.
        assert shown.points[0].text == "Licences in use: 40%, in the lower quarter"
        assert shown.points[0].cause == "half of them lie between 50% and 80%, the middle is 70%"
        assert "5 customers with the same segment and tier" in shown.sources[0]

    def test_objectives(self, prepared: Review) -> None:
        assert figures(prepared, "objectives") == {
            "Objectives": 3, "Reached": 1, "Confirmed by you": 0, "Behind their day": 1,
        }  # fmt: skip
        table = facts(prepared, "objectives").table
        assert table is not None
        assert [(row[0], row[4], row[6]) for row in table.rows] == [
            ("late", "10%", "late"), ("done", "100%", "reached"), ("half", "20%", "on the way"),
        ]  # fmt: skip

    def test_support_voice_work_value_and_contract(self, prepared: Review, book: Account, alice: User) -> None:
        success = scheduling.schedule(alice, book, AS_OF, AS_OF, kind="success")
        preparing.prepare(success.pk, alice)
        assert figures(prepared, "support") == {"Opened": 3, "Solved": 2, "First answer, median": 3.0, "Escalated": 1}
        assert figures(prepared, "voice") == {"Would recommend us": "5 of 10"}
        assert figures(success, "work") == {"Meetings": 0, "Calls": 1, "Mails": 0}
        assert figures(prepared, "value")["Value realised"] == 9000_00
        assert "3.0 times what it cost" in facts(prepared, "value").lead
        assert figures(prepared, "contract") == {"ARR": 12000_00, "Days to the end of the term": 50, "Licences": 10}

    def test_recommendations_say_why(self, prepared: Review) -> None:
        found = {point.text: point.cause for point in facts(prepared, "recommendations").points}
        assert found["Close what is escalated: Ticket 3"].startswith("open since")
        assert found["Bring the other 6 licences to use"] == (
            "4 of 10 licences were used in 30 days; half of comparable customers use 70% or more"
        )
        assert found["Talk through what bothers the people who answered"].startswith("5 of 10")
        assert found["Agree what it takes to reach “late”"].endswith("is at 10%")
        assert found["Confirm that “done” is reached"]

    def test_a_share_is_told_in_percent(self, prepared: Review, alice: User) -> None:
        Goal.objects.filter(pk="half").update(measure="licence_utilisation")
        preparing.prepare(prepared.pk, alice, AS_OF)
        table = facts(prepared, "objectives").table
        assert table is not None
        told = {row[0]: row[1:4] for row in table.rows}
        assert (told["half"], told["late"]) == (("1,000%", "1,200%", "2,000%"), ("10", "11", "20"))

    @pytest.mark.parametrize("shared", [False, True])
    def test_an_objective_written_here_and_not_shared_stays_out(
        self, prepared: Review, alice: User, shared: bool
    ) -> None:
        SuccessPlan.objects.update(shared=shared)
        Goal.objects.filter(pk="late").update(source="Tenure", shared=True)
        Goal.objects.filter(pk="half").update(source="Tenure", shared=False)
        preparing.prepare(prepared.pk, alice, AS_OF)
        table = facts(prepared, "objectives").table
        assert table is not None
        assert {row[0] for row in table.rows} == {"done"} | ({"late"} if shared else set())
        assert ("“late”" in str([block.facts for block in prepared.blocks.all()])) is shared

    def test_nothing_dated_after_the_day_has_an_effect(self, prepared: Review, alice: User) -> None:
        before = {block.kind: block.facts for block in prepared.blocks.all()}
        GoalValue.objects.create(id="future", goal_id="half", value_on=date(2026, 3, 10), value=Decimal(20))
        Goal.objects.filter(pk="done").update(customer_verified_on=date(2026, 3, 10), loaded_at=timezone.now())
        Ticket.objects.create(id="future", account_id="a", opened_at=FUTURE)
        Ticket.objects.filter(pk="t3").update(solved_at=FUTURE, status="solved")
        SurveyResponse.objects.create(id="future", account_id="a", type="nps", score=10, responded_on=FUTURE.date())
        Touchpoint.objects.create(id="future", account_id="a", kind="call", occurred_at=FUTURE)
        CustomerValue.objects.create(
            id="future", account_id="a", period="2026-Q1", realised_value_minor=1, total_cost_minor=1
        )
        Subscription.objects.filter(pk="a").update(end_date_excl=FUTURE.date(), loaded_at=timezone.now())
        Renewal.objects.filter(pk="r").update(decision="churned", signed_on=FUTURE.date(), loaded_at=timezone.now())
        lake.append(pa.Table.from_pylist(used("a", "a9", "exports", [FUTURE.date()])), source="test", version=2)
        refresh()
        preparing.prepare(prepared.pk, alice, AS_OF)
        assert {block.kind: block.facts for block in prepared.blocks.all()} == before

    def test_an_earlier_day_knows_less(self, prepared: Review, alice: User) -> None:
        preparing.prepare(prepared.pk, alice, AS_OF - timedelta(days=15))
        assert figures(prepared, "support")["Opened"] == 2
        assert figures(prepared, "voice") == {"Would recommend us": "9 of 10"}

    def test_a_day_that_is_not_over_is_refused(self, prepared: Review, alice: User) -> None:
        with pytest.raises(NotAccepted, match="complete up to 09 Mar 2026"):
            preparing.prepare(prepared.pk, alice, NOW.date())

    def test_of_an_account_of_which_nothing_is_known_every_block_says_so(self, book: Account, alice: User) -> None:
        empty = Account.objects.create(id="new", name="New", owner=alice)
        review = scheduling.schedule(alice, empty, AS_OF, AS_OF)
        preparing.prepare(review.pk, alice)
        for kind in ("value", "usage", "comparison", "voice", "objectives", "steps", "health", "contract"):
            assert facts(review, kind).missing, kind
        success = scheduling.schedule(alice, empty, AS_OF, AS_OF, kind="success")
        preparing.prepare(success.pk, alice)
        assert facts(success, "work").missing == ("We were not in touch in this period.",)
        assert not facts(success, "work").lead, "nothing to put before a customer"

    def test_a_term_ends_with_what_is_in_force_where_no_renewal_is_known(self, book: Account, alice: User) -> None:
        bare = Account.objects.create(id="bare", name="Bare", owner=alice)
        for number, (start, end) in enumerate([(-9, 0), (-9, 40), (-9, 90), (1, 20)]):
            Subscription.objects.create(
                id=f"bare-{number}", subscription_id=f"bare-{number}", account=bare, price_minor=100, mrr_minor=100,
                currency="EUR", start_date=AS_OF + start * DAY, end_date_excl=AS_OF + end * DAY,
            )  # fmt: skip
        review = scheduling.schedule(alice, bare, AS_OF, AS_OF)
        preparing.prepare(review.pk, alice)
        assert figures(review, "contract")["Days to the end of the term"] == 40


class TestAsking:
    def test_what_was_called_off_is_refused_when_asked_and_passed_over_when_it_waited(
        self, prepared: Review, alice: User
    ) -> None:
        tasks.ask_by(alice, prepared)
        assert tasks.is_waiting(prepared.pk)
        cancelled = scheduling.cancel(alice, prepared.pk, "They merged.")
        with pytest.raises(NotAccepted, match="reschedule it to prepare it"):
            tasks.ask_by(alice, cancelled)
        before = Review.objects.get(pk=prepared.pk).prepared_at
        assert tasks.prepare.func(prepared.pk, alice.pk) == 0
        assert tasks.prepare.func("gone") == 0
        assert Review.objects.get(pk=prepared.pk).prepared_at == before

    def test_before_anything_is_computed_it_says_so(self, home: Path, db: None, alice: User) -> None:
        account = Account.objects.create(id="new", name="New", owner=alice)
        review = scheduling.schedule(alice, account, AS_OF, AS_OF)
        with pytest.raises(NotAccepted, match="wait for the first refresh"):
            tasks.ask_by(alice, review)
        assert not tasks.is_waiting(review.pk)


class TestTypedWords:
    def test_facts_taken_again_leave_words_alone(self, prepared: Review, alice: User) -> None:
        block = prepared.blocks.get(kind="usage")
        writing.edit_block(alice, prepared.pk, block.pk, {"headline": "Mine", "body": "Words"}, seen=1)
        writing.show_block(alice, prepared.pk, block.pk, False)
        preparing.prepare(prepared.pk, alice)
        preparing.refresh_block(alice, prepared.pk, block.pk)
        block.refresh_from_db()
        assert (block.headline, block.body, block.hidden, block.version) == ("Mine", "Words", True, 2)

    def test_a_block_of_words_has_no_facts_to_take(self, prepared: Review, alice: User) -> None:
        block = writing.add_text(alice, prepared.pk, "Road map")
        with pytest.raises(NotAccepted, match="filled by people"):
            preparing.refresh_block(alice, prepared.pk, block.pk)

    def test_preparing_twice_lays_out_once(self, prepared: Review, alice: User) -> None:
        count = prepared.blocks.count()
        preparing.prepare(prepared.pk, alice)
        assert prepared.blocks.count() == count


@pytest.mark.parametrize(
    ("period", "end"),
    [("2026", date(2026, 12, 31)), ("2026-H1", date(2026, 6, 30)), ("2026-Q3", date(2026, 9, 30)),
     ("2026-02", date(2026, 2, 28)), ("2026-13", None), ("last year", None), ("2026-00", None)],
)  # fmt: skip
def test_periods_end_on_their_last_day(period: str, end: date | None) -> None:
    assert period_end(period) == end
