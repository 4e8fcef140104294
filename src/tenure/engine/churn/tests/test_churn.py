"""The churn risk is learned, shown only where it says something, kept as it was said, and explains itself."""

import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import exp
from typing import Any

import pytest

from tenure.core.periods import DAY
from tenure.customers.models import AccountState, Subscription
from tenure.engine.churn import past, reading
from tenure.engine.churn.daily import TABLE
from tenure.engine.churn.tests.conftest import NOON, TODAY, Ticket
from tenure.engine.churn.training import due, train
from tenure.engine.measures import evaluate
from tenure.engine.models import ChurnTraining, Fill
from tenure.engine.refresh import refresh
from tenure.engine.scores import judging
from tenure.engine.scores.current import judge
from tenure.engine.tasks import learn_churn, learn_churn_when_due
from tenure.jobs.models import Job
from tenure.library.models import Document, Kind, State

ENDANGERED = "a139"


def learned() -> ChurnTraining:
    made = train()
    assert made is not None
    judge()
    return made


def risk_of(account: str) -> float | None:
    return AccountState.objects.values_list("churn_risk", flat=True).get(account_id=account)


def files() -> dict[str, str]:
    return dict(Fill.objects.filter(table=TABLE, state=Fill.State.DONE).values_list("part", "input_hash"))


def by_hand(model: dict[str, Any], values: dict[str, float | None]) -> float:
    """The probability, curve by curve."""
    log_odds = model["base"]
    for term in model["terms"]:
        log_odds += on_curve(term, values[term["measure"]])
    return 1 / (1 + exp(-log_odds / 10_000))


def on_curve(term: dict[str, Any], value: float | None) -> float:
    knots: list[tuple[float, float]] = list(zip(term["knots"], term["points"], strict=True))
    if value is None:
        return float(term["unknown"])
    if value <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if value <= x1:
            return round(y0 + (y1 - y0) * (value - x0) / (x1 - x0))
    return knots[-1][1]


def test_it_is_shown_where_it_beats_the_baseline_and_stands_with_each_account(book: Any) -> None:
    book()
    made = learned()
    card = made.read_card()
    assert (made.shown, card.shown, card.horizon, made.looked_at, made.of_accounts) == (True, True, 90, 140, 140)
    assert "open_tickets" in card.measures
    assert "NPS answer" in made.left_out  # nobody was ever asked
    assert "CSM pulse" not in made.left_out  # nobody gave one either, but what people judge is no input at all
    safe, endangered = risk_of("a138"), risk_of(ENDANGERED)
    assert safe is not None
    assert endangered is not None
    assert safe < card.rate < endangered
    assert risk_of("a000") is None  # it left


def test_what_it_says_is_the_sum_of_its_curves(book: Any) -> None:
    book()
    made = learned()
    for account in ("a100", ENDANGERED):
        told = reading.told(account, [TODAY])[TODAY]
        assert told.base + sum(one.points for one in told.readings) == told.log_odds
        values = {one.measure: one.value for one in told.readings}
        opened = Ticket.objects.filter(account_id=account, solved_at=None).count()
        assert values["open_tickets"] == opened
        assert told.risk == pytest.approx(by_hand(json.loads(made.model), values))
        assert risk_of(account) == round(told.risk, 4)


def test_days_before_are_told_too_and_what_moved_adds_up(book: Any) -> None:
    book()
    learned()
    days = [at for at, _ in reading.history(ENDANGERED, TODAY)]
    assert {TODAY, TODAY - DAY, TODAY - 7 * DAY, TODAY - 30 * DAY, TODAY - 90 * DAY} <= set(days)
    told = reading.told(ENDANGERED, [TODAY - 30 * DAY, TODAY])
    before, now = told.values()
    change = reading.explained(before, now)
    assert change.trained == 0
    assert sum(cause.points for cause in change.causes) == now.log_odds - before.log_odds > 0
    assert ("open_tickets", 0.0, 1.0) in {(cause.measure, cause.before, cause.after) for cause in change.causes}


def test_what_was_said_stays_when_it_is_trained_again_and_the_training_is_a_cause(book: Any) -> None:
    move = book()
    learned()
    before = files()
    move(NOON + 3 * DAY)
    Ticket.objects.create(id="more", account_id=ENDANGERED, opened_at=NOON - timedelta(days=1))
    refresh()
    second = learned()
    judge()
    today = (NOON + 3 * DAY).date()
    kept = {day: hash_ for day, hash_ in files().items() if day < TODAY.isoformat()}
    assert kept == {day: hash_ for day, hash_ in before.items() if day < TODAY.isoformat()}
    told = reading.told(ENDANGERED, [TODAY - DAY, TODAY, TODAY + DAY, today])
    assert list(told) == [TODAY - DAY, TODAY, TODAY + DAY, today]  # also the days without a refresh
    was, now = told[TODAY - DAY], told[today]
    assert (was.training != now.training, now.training) == (True, second)
    change = reading.explained(was, now)
    assert change.trained + sum(cause.points for cause in change.causes) == now.log_odds - was.log_odds
    assert change.trained != 0


@pytest.mark.parametrize(
    ("leaving", "warned", "why"), [(60, False, "no signal"), (3, True, "Too few to tell"), (0, True, "Too few to tell")]
)
def test_without_a_signal_or_with_too_few_events_nothing_is_shown(
    book: Any, leaving: int, warned: bool, why: str
) -> None:
    book(leaving, warned)
    made = learned()
    sentence = made.read_card().sentence
    assert sentence.startswith("Not enough to learn from. ")
    assert why in sentence
    assert (made.shown, made.model, reading.shown()) == (False, "", False)
    assert not AccountState.objects.exclude(churn_risk=None).exists()
    assert reading.history(ENDANGERED, TODAY) == []
    assert not files()


def test_facts_of_the_future_have_no_effect(book: Any) -> None:
    book()
    before, shown = learned(), risk_of("a100")
    tomorrow = NOON + timedelta(days=1)
    Ticket.objects.bulk_create(Ticket(id=f"f{n}", account_id=f"a{n:03}", opened_at=tomorrow) for n in range(100, 139))
    Subscription.objects.filter(account_id__in=["a100", "a101"]).update(end_date_excl=date(2026, 4, 1))
    refresh()
    after = learned()
    assert after.model == before.model
    assert after.card == before.card
    assert risk_of("a100") == shown


def test_a_newer_training_that_shows_nothing_takes_it_from_everywhere_but_the_past(book: Any) -> None:
    move = book()
    learned()
    move(NOON + DAY)
    refresh()
    Ticket.objects.all().delete()
    refresh()
    made = learned()
    assert not made.shown
    assert risk_of(ENDANGERED) is None
    days = [at for at, _ in reading.history(ENDANGERED, TODAY + DAY)]
    assert TODAY - DAY in days
    assert TODAY + DAY not in days


def test_a_killed_run_is_finished_by_the_next(book: Any, monkeypatch: Any) -> None:
    book()
    train()

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tenure.engine.churn.daily.keep", killed)
        with pytest.raises(KeyboardInterrupt):
            judge()
    assert not files()
    judge()
    assert len(files()) == 30  # weeks of half a year, and the days that are compared
    assert risk_of(ENDANGERED) is not None
    before = files()
    assert judge() == 0
    assert files() == before


def test_measures_are_evaluated_once_for_scores_and_risk(book: Any, monkeypatch: Any) -> None:
    move = book()
    learned()
    move(NOON + timedelta(hours=1))
    Ticket.objects.create(id="new", account_id="a100", opened_at=NOON)
    refresh()
    asked: list[Any] = []

    def counted(*args: Any, **more: Any) -> Any:
        asked.append(args[2])
        return evaluate(*args, **more)

    monkeypatch.setattr(judging, "evaluate", counted)
    judge()
    assert asked == [[TODAY - DAY, TODAY]]
    assert (risk_of("a100") or 0) > (risk_of("a101") or 0)


def test_a_measure_that_was_declared_anew_or_retired_changes_nothing_until_it_is_trained_again(book: Any) -> None:
    book()
    learned()
    before = risk_of(ENDANGERED)
    held = Document.objects.get(kind=Kind.MEASURE, key="open_tickets", state=State.PUBLISHED)
    held.state = State.RETIRED
    held.save()
    Ticket.objects.create(id="new", account_id="a100", opened_at=NOON)
    refresh()
    judge()
    assert risk_of(ENDANGERED) == before
    assert risk_of("a100") == before


def test_of_a_large_past_so_many_examples_are_drawn_always_the_same(book: Any, monkeypatch: Any) -> None:
    book()
    monkeypatch.setattr(past, "MOST", 1500)
    first, second = train(), train()
    assert first is not None
    assert second is not None
    assert (first.read_card().rows, first.card) == (1500, second.card)


def test_it_is_learned_after_the_first_publication_and_once_a_month(book: Any, home: Any) -> None:
    assert not due()
    move = book()
    learn_churn_when_due()
    learn_churn_when_due()
    assert Job.objects.filter(key="churn-risk").count() == 1
    assert not due()  # it waits
    Job.objects.all().delete()
    learned()
    assert not due()
    for day, is_due in ((20, False), (31, False), (32, True)):
        move(datetime(2026, 3, 1, 12, tzinfo=NOON.tzinfo) + (day - 1) * DAY)
        refresh()
        assert due() is is_due


def test_too_little_is_tried_each_day_and_is_one_row(book: Any) -> None:
    move = book(3)
    learn_churn.func()
    assert not due()
    move(NOON + DAY)
    refresh()
    assert due()
    learn_churn.func()
    assert ChurnTraining.objects.count() == 1
