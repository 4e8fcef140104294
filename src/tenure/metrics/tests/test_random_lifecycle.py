"""Onboarding, value, usage, referral and expansion on random books against the slow second computation."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.metrics import KPIS
from tenure.metrics.tests.mini import Mini
from tenure.metrics.tests.oracle_lifecycle import Lifecycle, numbers
from tenure.metrics.tests.oracle_revenue import Oracle
from tenure.metrics.tests.test_random_revenue import BOUNDARY, DAYS, question, random_book

CHOSEN = {"offering": "o", "feature": "f"}


def lived(seed: int) -> Mini:
    """A random book whose accounts are onboarded, use features, reach milestones and talk about referring."""
    mini, chance = random_book(seed, accounts=40), random.Random(seed)  # noqa: S311 - not a secret
    mini.add("offering_plans", offering_id="o", plan_id="basic")
    for row in mini.facts["subscriptions"]:
        row["plan_id"], row["seats"] = chance.choice(["basic", "pro"]), chance.choice([None, 0, 3, 5])
    created = random.Random(seed + 1)  # noqa: S311 - not a secret
    for row in list(mini.facts["accounts"]):
        row["created_on"] = created.choice(DAYS)
        _live(mini, chance, row["account_id"])
    return mini


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
    book, expected = mini.book(), numbers(Oracle(mini.facts, asked))
    for kpi, pair in expected.items():
        params = {name: value for name, value in CHOSEN.items() if name in KPIS[kpi].takes}
        got = book.result(kpi, replace(asked, params=params))
        assert (got.numerator, got.denominator) == pair, kpi
    got = book.result("activation_rate", replace(asked, params={"activation_grain": "accounts"}))
    assert (got.numerator, got.denominator) == Lifecycle(Oracle(mini.facts, asked)).account_activations()
