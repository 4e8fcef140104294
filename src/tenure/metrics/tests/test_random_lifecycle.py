"""Onboarding, value, usage, referral and expansion on random books against the slow second computation."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.metrics import KPIS
from tenure.metrics.tests.mini import Mini
from tenure.metrics.tests.oracle_lifecycle import Lifecycle, numbers
from tenure.metrics.tests.oracle_plans import Plans
from tenure.metrics.tests.oracle_revenue import Oracle
from tenure.metrics.tests.test_random_revenue import BOUNDARY, DAYS, question, random_book

CHOSEN = {"offering": "o", "feature": "f"}


def lived(seed: int) -> Mini:
    """A random book whose accounts are onboarded, use features, reach milestones and talk about referring."""
    mini, chance = random_book(seed, accounts=40), random.Random(seed)
    mini.add("offering_plans", offering_id="o", plan_id="basic")
    for tier, days in (("A", 30), ("B", 90)):
        mini.add("review_cadences", tier=tier, days=days)
    for row in mini.facts["subscriptions"]:
        row["plan_id"], row["seats"] = chance.choice(["basic", "pro"]), chance.choice([None, 0, 3, 5])
    created = random.Random(seed + 1)
    for row in list(mini.facts["accounts"]):
        row["created_on"] = created.choice(DAYS)
        _live(mini, chance, row["account_id"])
        _plan(mini, created, row["account_id"])
    return mini


def _plan(mini: Mini, chance: random.Random, account: str) -> None:
    if chance.random() < 0.8:
        mini.add("attributes", account_id=account, attribute="tier", value=chance.choice(["A", "B", "C"]))
    for number in range(chance.randint(0, 2)):
        ids = {"review_id": f"{account}-{number}", "account_id": account}
        mini.add("reviews", **ids, held_on=chance.choice([*DAYS, None]), attended=chance.choice([0, 1]))
        plan = {"plan_id": f"{account}-{number}", "account_id": account}
        start = chance.choice([None, *DAYS])
        mini.add("success_plans", **plan, started_on=start, closed_on=chance.choice([None, None, *DAYS]))
        for goal in range(chance.randint(0, 3)):
            _goal(mini, chance, f"{account}-{number}-{goal}", plan)


def _goal(mini: Mini, chance: random.Random, goal: str, plan: dict[str, str]) -> None:
    days = sorted(chance.sample(DAYS, chance.randint(0, 2)))
    ended = chance.choice([None, *DAYS])
    mini.add(
        "goals", goal_id=goal, **plan, due_on=chance.choice(DAYS), baseline=chance.choice([0, 10]),
        target=chance.choice([0, 5, 10, None]), verified_on=chance.choice([None, *DAYS]), ended_on=ended,
        attained_on=chance.choice([None, None, *DAYS]), cancelled=int(ended is not None and chance.random() < 0.5),
    )  # fmt: skip
    for day in days:
        mini.add("goal_values", goal_id=goal, value_on=day, value=chance.choice([-1, 0, 2, 5, 10, 12]))


def _live(mini: Mini, chance: random.Random, account: str) -> None:
    start = chance.choice(DAYS)
    done = start + timedelta(days=chance.choice([5, 89, 90, 91])) if chance.random() < 0.8 else None
    ids = {"onboarding_id": account, "account_id": account}
    mini.add("onboardings", **ids, started_on=start, completed_on=done)
    if chance.random() < 0.2:
        mini.add("attributes", account_id=account, attribute="do_not_ask", value="1", valid_from=chance.choice(DAYS))
    for feature in chance.sample(["f", "g", "h"], 2):
        mini.add("entitlements", account_id=account, product_id="P1", feature=feature, start_date=chance.choice(DAYS))
    if chance.random() < 0.6:
        mini.add("offering_reached", offering_id="o", account_id=account, reached_on=chance.choice(DAYS))
    _reach(mini, chance, account, "", "first_value")
    for number in range(chance.randint(0, 3)):
        _user(mini, chance, account, f"{account}-u{number}")


def _user(mini: Mini, chance: random.Random, account: str, user: str) -> None:
    at = datetime.combine(chance.choice(DAYS), time(chance.randint(0, 23)))
    mini.add("users", user_id=user, account_id=account, created_at=at, created_on=at.date())
    _reach(mini, chance, account, user, "activation", at + timedelta(days=14, seconds=chance.choice([-1, 0, 1])))
    if chance.random() < 0.3:
        kind = chance.choice(["referral_discussion_initiated", "referral_prompt_shown"])
        event = {"event_id": user, "account_id": account, "user_id": user, "event": kind, "channel": "x"}
        mini.add("referral_events", **event, occurred_on=chance.choice(DAYS))
    for feature in chance.sample(["f", "g", "h"], chance.randint(0, 2)):
        first = chance.choice(DAYS)
        mini.used(account, user, feature, *(first + timedelta(days=n) for n in range(chance.choice([1, 7, 8, 9, 40]))))


def _reach(mini: Mini, chance: random.Random, account: str, user: str, name: str, at: datetime | None = None) -> None:
    if chance.random() < 0.7:
        at = at or datetime.combine(chance.choice(DAYS), time(12))
        ids = {"account_id": account, "user_id": user, "milestone": name}
        mini.add("milestones", **ids, reached_at=at, reached_on=at.date())


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), unit=st.sampled_from(["parent", "account"]), later=st.sampled_from([0, 29, 90]))
def test_numbers_equal_the_second_computation(seed: int, unit: str, later: int) -> None:
    mini = lived(seed)
    asked = replace(question(unit), as_of=BOUNDARY.closing + timedelta(days=later))
    oracle = Oracle(mini.facts, asked)
    book, expected = mini.book(), numbers(oracle)
    for kpi, pair in expected.items():
        params = {name: value for name, value in CHOSEN.items() if name in KPIS[kpi].takes}
        got = book.result(kpi, replace(asked, params=params))
        assert (got.numerator, got.denominator) == pair, kpi
    for kpi, count in Plans(Lifecycle(oracle)).every.items():
        got = book.result(kpi, asked)
        assert (got.numerator, got.denominator) == count(), kpi
    got = book.result("activation_rate", replace(asked, params={"activation_grain": "accounts"}))
    assert (got.numerator, got.denominator) == Lifecycle(Oracle(mini.facts, asked)).account_activations()


def test_value_is_reached_when_a_goal_is_both_reached_and_confirmed() -> None:
    mini, closing = Mini(), BOUNDARY.closing
    start = BOUNDARY.opening + timedelta(days=1)
    for account, attained, verified in (("a", 3, 9), ("b", 12, 2), ("c", 4, None), ("d", 400, 400)):
        mini.account(account)
        mini.pays(account, 1000, start)
        days = {"attained_on": start + timedelta(days=attained)}
        if verified is not None:
            days["verified_on"] = start + timedelta(days=verified)
        mini.add("goals", goal_id=account, plan_id=account, account_id=account, cancelled=0, **days)
    book = mini.book()
    told = {
        percent: book.result(
            "time_to_value", replace(question("account"), as_of=closing, params={"percentile": percent})
        )
        for percent in (25, 50, 75)
    }
    assert [told[percent].value for percent in (25, 50)] == [9, 12]
    assert (told[75].value, told[75].status) == (None, "not_reached")
