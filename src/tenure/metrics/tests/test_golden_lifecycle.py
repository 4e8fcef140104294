"""The golden cases of onboarding, value, usage, referral and expansion, to the exact numerator and denominator."""

from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tenure.core.periods import DAY
from tenure.metrics import Ask
from tenure.metrics.tests.mini import Book, Mini, ask, instant, when
from tenure.metrics.tests.test_golden_revenue import read

pytestmark = pytest.mark.shared

QUARTER = ("2025-01-01", "2025-04-01")
APRIL = ("2025-04-01", "2025-05-01")
STARTS = ("2024-12-01", "2025-02-01")
AS_OF = "2025-04-01"
LONG_AGO = date(2023, 1, 1)


@cache
def lifecycle(folder: Path) -> Book:
    mini = Mini()
    for fill in (_onboardings, _first_value, _signups, _usage, _goals, _reviews):
        fill(mini, folder)
    return mini.book()


def _onboardings(mini: Mini, folder: Path) -> None:
    for row in read(folder / "onboardings.csv"):
        mini.account(row["account_id"])
        ended = {"completed_on": when(row["completed_on"]), "cancelled_on": when(row["cancelled_on"])}
        ids = {"onboarding_id": row["onboarding_id"], "account_id": row["account_id"]}
        mini.add("onboardings", **ids, started_on=when(row["started_on"]), **ended)


def _first_value(mini: Mini, folder: Path) -> None:
    for row in read(folder / "first_value.csv"):
        start, reached = when(row["start_on"]), when(row["first_value_on"])
        assert start is not None
        mini.account(row["account_id"])
        mini.pays(row["account_id"], 1000, start, when(row["churned_on"]))
        if reached:
            reach(mini, row["account_id"], "", "first_value", datetime.combine(reached, datetime.min.time()))


def reach(mini: Mini, account: str, user: str, milestone: str, at: datetime) -> None:
    ids = {"account_id": account, "user_id": user, "milestone": milestone}
    mini.add("milestones", **ids, reached_at=at, reached_on=at.date())


def _signups(mini: Mini, folder: Path) -> None:
    mini.account("SIGNUPS")
    for row in read(folder / "signups.csv"):
        created, activated = instant(row["signed_up_at"]), instant(row["activated_at"])
        assert created is not None
        ids = {"user_id": row["user_id"], "account_id": "SIGNUPS"}
        mini.add("users", **ids, created_at=created, created_on=created.date())
        if activated:
            reach(mini, "SIGNUPS", row["user_id"], "activation", activated)


def _usage(mini: Mini, folder: Path) -> None:
    seats = {}
    for row in read(folder / "entitlements.csv"):
        seats[row["account_id"]] = int(row["seats_purchased_on_2025_04_30"])
        mini.add("entitlements", account_id=row["account_id"], product_id="P1", feature=row["feature"])
    for account, number in seats.items():
        mini.account(account)
        mini.pays(account, 1000, LONG_AGO, seats=number)
    for row in read(folder / "usage_events.csv"):
        at = instant(row["ts_utc"])
        assert at is not None
        mini.used(row["account_id"], row["user_id"], row["feature"], at.date())


def _goals(mini: Mini, folder: Path) -> None:
    for row in read(folder / "goals.csv"):
        if not any(plan["plan_id"] == row["plan_id"] for plan in mini.facts["success_plans"]):
            mini.account(row["plan_id"])
            mini.add("success_plans", plan_id=row["plan_id"], account_id=row["plan_id"], started_on=LONG_AGO)
        baseline, target = float(row["baseline"]), float(row["target"])
        due = when(row["due_on"])
        mini.add(
            "goals", goal_id=row["goal_id"], plan_id=row["plan_id"], account_id=row["plan_id"], due_on=due,
            baseline=baseline, target=target, verified_on=when(row["customer_verified_on"]),
            cancelled=int(row["status"] == "cancelled"), ended_on=None if row["status"] == "open" else due,
        )  # fmt: skip
        if row["actual"]:
            mini.add("goal_values", goal_id=row["goal_id"], value_on=LONG_AGO, value=float(row["actual"]))


def _reviews(mini: Mini, folder: Path) -> None:
    for row in read(folder / "reviews.csv"):
        account, as_of = row["account_id"], date.fromisoformat(AS_OF)
        since = as_of - int(row["tenure_days_on_2025_04_01"]) * DAY
        mini.account(account)
        mini.pays(account, int(row["mrr"]), since)
        mini.add("attributes", account_id=account, attribute="tier", value=row["tier"])
        if row["cadence_days"] and row["tier"] not in {known["tier"] for known in mini.facts["review_cadences"]}:
            mini.add("review_cadences", tier=row["tier"], days=int(row["cadence_days"]))
        if row["review_status"] == "held":
            mini.add("reviews", review_id=account, account_id=account, held_on=when(row["last_review_on"]), attended=1)


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "golden/07_cs_lifecycle"


def of_account(account: str) -> dict[str, str]:
    return {"segment": f"name = {account}"}


ONBOARDED, CHOSEN = ("2024-10-01", "2025-01-01"), {"as_of": AS_OF}
CASES: dict[tuple[str, str], tuple[str, Ask]] = {
    ("onboarding_completion_rate", "cohort 2024Q4 W=90d"): ("onboarding_completion_rate", ask(*ONBOARDED, **CHOSEN)),
    ("onboarding_completion_rate", "cohort 2024Q4 W=60d"): (
        "onboarding_completion_rate",
        ask(*ONBOARDED, as_of=AS_OF, onboarding_days=60),
    ),
    ("onboarding_completion_rate_ever", "cohort 2024Q4"): (
        "onboarding_completion_rate_ever",
        ask(*ONBOARDED, **CHOSEN),
    ),
    ("onboarding_completion_rate", "cohort 2025Q1 W=90d"): ("onboarding_completion_rate", ask(*QUARTER, **CHOSEN)),
    ("time_to_first_value_p50_days", "cohort starts 2024-12-01..2025-01-31"): (
        "time_to_first_value_pXX",
        ask(*STARTS, as_of=AS_OF, percentile=50),
    ),
    ("time_to_first_value_p90_days", "cohort starts 2024-12-01..2025-01-31"): (
        "time_to_first_value_pXX",
        ask(*STARTS, as_of=AS_OF, percentile=90),
    ),
    ("reached_first_value_within_30d_rate", "same"): ("reached_first_value_within_N", ask(*STARTS, as_of=AS_OF)),
    ("activation_rate", "signups Feb-Mar 2025 W=14d"): (
        "activation_rate",
        ask("2025-02-01", "2025-04-01", as_of=AS_OF),
    ),
    ("stickiness_dau_mau", "April 2025"): ("stickiness", ask(*APRIL)),
    ("average_dau", "April 2025"): ("average_dau", ask(*APRIL)),
    ("mau", "April 2025"): ("mau", ask(*APRIL)),
    ("license_utilisation", "portfolio"): ("license_utilisation", ask(*APRIL, segment="name in (U1, U2, U3)")),
    ("adoption_breadth", "portfolio"): ("adoption_breadth", ask(*APRIL)),
    ("adoption_depth_days_k8", "F1"): ("adoption_depth", ask(*APRIL, feature="F1", depth_days=8)),
    ("adoption_depth_mean_days", "F1"): ("adoption_depth_mean_days", ask(*APRIL, feature="F1")),
    ("product_adoption_rate", "accounts with at least 2 active users"): (
        "product_adoption_rate",
        ask(*APRIL, segment="name in (U1, U2, U3)"),
    ),
    ("feature_adoption_rate_active_users", "F1"): ("feature_adoption_rate_active_users", ask(*APRIL, feature="F1")),
    ("feature_adoption_rate_eligible_users", "F2"): ("feature_adoption_rate", ask(*APRIL, feature="F2")),
    ("csr_coverage", "as of 2025-04-01"): ("csr_coverage", ask(*QUARTER)),
    ("csr_coverage_mrr", "as of 2025-04-01"): ("csr_coverage_mrr", ask(*QUARTER)),
    ("goal_attainment_rate", "due 2025Q1"): ("goal_attainment_rate", ask(*QUARTER)),
    ("goal_attainment_rate_verified", "due 2025Q1"): ("goal_attainment_rate_verified", ask(*QUARTER)),
    ("goal_progress_mean", "due 2025Q1"): ("goal_progress_mean", ask(*QUARTER)),
    ("success_plan_attainment_rate", "plans with goals due 2025Q1"): ("success_plan_attainment_rate", ask(*QUARTER)),
    **{
        ("feature_adoption_rate_accounts", feature): ("feature_adoption_rate_accounts", ask(*APRIL, feature=feature))
        for feature in ("F1", "F4", "F5")
    },
    **{
        (kpi, account): (kpi, ask(*APRIL, **of_account(account)))
        for kpi in ("license_utilisation", "adoption_breadth")
        for account in ("U1", "U2", "U3")
    },
}


def test_every_figure_of_onboarding_value_and_usage(folder: Path) -> None:
    book, seen = lifecycle(folder), set()
    for case in read(folder / "expected_kpis.csv"):
        key = (case["kpi_id"], case["scope"])
        if key in CASES:
            seen.add(key)
            check(book, case, *CASES[key])
    assert seen == set(CASES)


def check(book: Book, case: dict[str, str], kpi: str, asked: Ask) -> None:
    got = book.result(kpi, asked)
    wanted = [Fraction(case[name]) if case[name] else None for name in ("numerator", "denominator")]
    assert [got.numerator, got.denominator] == wanted, case
    if not case["value"]:
        assert got.value is None, case
        assert got.status in ("immature", "no_base", "not_reached"), case
    else:
        assert got.value == pytest.approx(float(case["value"]), abs=1e-9), case
        assert got.status == "ok", case


def test_no_wrong_value_comes_out(folder: Path) -> None:
    book = lifecycle(folder)
    wrong = {
        "WRONG_ttfv_median_of_achievers": ("time_to_first_value_pXX", ask(*STARTS, as_of=AS_OF)),
        "WRONG_stickiness_last_day": ("stickiness", ask(*APRIL)),
        "WRONG_license_utilisation_mean_of_ratios": ("license_utilisation", ask(*APRIL)),
    }
    for case in read(folder / "expected_kpis.csv"):
        if case["kpi_id"] in wrong:
            got = book.result(*wrong.pop(case["kpi_id"]))
            assert got.value != pytest.approx(float(case["value"]), abs=1e-6), case
    assert not wrong


def test_what_has_not_matured_is_not_zero(folder: Path) -> None:
    got = lifecycle(folder).result("onboarding_completion_rate", ask(*QUARTER, as_of=AS_OF))
    assert (got.value, got.status, got.counted, got.left_out) == (None, "immature", 0, 2)


@cache
def referring(folder: Path) -> Book:
    mini = Mini()
    for row in read(folder / "referral_accounts.csv"):
        account, onboarded = row["account_id"], when(row["onboarded_on"])
        mini.account(account)
        customer(mini, account, row["customer_on_2025_01_01"] == "1", row["paying_on_2025_03_31"] == "1")
        ids = {"onboarding_id": account, "account_id": account}
        mini.add("onboardings", **ids, started_on=LONG_AGO, completed_on=onboarded)
        mini.add("attributes", account_id=account, attribute="do_not_ask", value=row["do_not_ask"])
    for row in read(folder / "referral_events.csv"):
        at = instant(row["ts_utc"])
        assert at is not None
        ids = {name: row[name] for name in ("event_id", "account_id", "user_id", "event", "channel")}
        mini.add("referral_events", **ids, occurred_on=at.date())
    return mini.book()


def customer(mini: Mini, account: str, before: bool, after: bool, plan: str = "basic") -> None:
    """Somebody who pays before the quarter, at its end, or both."""
    start = LONG_AGO if before else date(2025, 2, 1)
    mini.pays(account, 1000, start, None if after else date(2025, 3, 1), plan_id=plan)


@cache
def expanding(folder: Path) -> Book:
    mini = Mini()
    mini.add("offering_plans", offering_id="f", plan_id="eligible")
    for row in read(folder / "expansion_activation.csv"):
        account, reached = row["account_id"], when(row["threshold_reached_on"])
        mini.account(account)
        plan = "eligible" if row["plan_eligible"] == "1" else "basic"
        customer(mini, account, row["customer_on_2025_01_01"] == "1", row["paying_on_2025_03_31"] == "1", plan)
        onboarded = {"started_on": LONG_AGO, "completed_on": when(row["onboarded_on"])}
        mini.add("onboardings", onboarding_id=account, account_id=account, **onboarded)
        if reached:
            mini.add("offering_reached", offering_id="f", account_id=account, reached_on=reached)
    return mini.book()


@pytest.mark.parametrize(
    ("kpi", "build", "params"),
    [
        ("referral_discussion_initiation_rate", referring, {}),
        ("expansion_activation_rate", expanding, {"offering": "f"}),
        ("expansion_penetration", expanding, {"offering": "f"}),
    ],
)
def test_referral_and_expansion(folder: Path, kpi: str, build: Any, params: dict[str, Any]) -> None:
    (case,) = [row for row in read(folder / "expected_kpis.csv") if row["kpi_id"] == kpi]
    check(build(folder), case, kpi, ask(*QUARTER, **params))


def test_who_was_left_out_of_the_expansion_and_why(folder: Path) -> None:
    rows = expanding(folder).rows("expansion_activation_rate", ask(*QUARTER, offering="f"))
    assert {row["unit_id"]: row["reason"] for row in rows if row["reason"]} == {
        "X3": "already active at the opening",
        "X4": "no onboarding completed by the opening",
        "X6": "its plan is not eligible for the offering",
        "X9": "not paying at the opening",
    }
    assert {row["unit_id"] for row in rows if row["numerator"]} == {"X1", "X5"}


def test_users_who_start_to_talk_about_referring(folder: Path) -> None:
    """K1's and K2's users were active before the quarter; u12 and u21 spoke, u13 did not; K7 is not to be asked."""
    book = referring(folder)
    for account, user in (("K1", "u12"), ("K1", "u13"), ("K2", "u21"), ("K7", "u71")):
        day = date(2025, 1, 1) - 5 * DAY
        book.con.execute("INSERT INTO user_day VALUES (?, ?, ?, 1)", [day, account, user])
    got = book.result("referral_discussion_initiation_rate_users", ask(*QUARTER))
    assert (got.numerator, got.denominator) == (2, 3)
