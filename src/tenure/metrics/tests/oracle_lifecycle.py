"""Onboarding, value, usage, referral and expansion a second time: slow and obvious, in plain Python."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tenure.metrics.tests.oracle_revenue import Oracle, Row, covers

Pair = tuple[int, int | None]


def numbers(oracle: Oracle) -> dict[str, Pair]:
    book = Lifecycle(oracle)
    return {name: method() for name, method in book.every.items()}


class Lifecycle:
    """Counts over units; `members` are the accounts of each."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle, self.facts = oracle, oracle.facts
        self.opening, self.closing = oracle.opening, oracle.closing
        self.known = oracle.ask.known_on
        self.members = oracle.members()
        self.every: dict[str, Callable[[], Pair]] = {
            "onboarding_completion_rate": lambda: self.onboardings(90),
            "onboarding_completion_rate_ever": lambda: self.onboardings(None),
            "reached_first_value_within_N": self.first_value,
            "activation_rate": self.activations,
            "product_adoption_rate": self.product,
            "feature_adoption_rate": lambda: self.feature(entitled=True),
            "feature_adoption_rate_active_users": lambda: self.feature(entitled=False),
            "feature_adoption_rate_accounts": self.feature_accounts,
            "adoption_breadth": self.breadth,
            "adoption_depth": self.depth,
            "adoption_depth_mean_days": self.mean_days,
            "stickiness": self.stickiness,
            "average_dau": lambda: (self.stickiness()[0], self.oracle.ask.period.days),
            "mau": lambda: (len(self.in_period()), None),
            "license_utilisation": self.licences,
            "expansion_activation_rate": self.expansion,
            "expansion_penetration": self.penetration,
            "referral_discussion_initiation_rate": self.initiation,
            "referral_discussion_initiation_rate_users": self.initiating_users,
        }

    def inside(self, day: date | None) -> bool:
        return day is not None and self.opening < day <= self.closing

    def of(self, table: str, accounts: list[str]) -> list[Row]:
        return [row for row in self.facts[table] if row["account_id"] in accounts]

    def users(
        self, first: date, last: date, accounts: list[str] | None = None, feature: str = ""
    ) -> set[tuple[str, str]]:
        return {
            (row["account_id"], row["user_id"])
            for row in self.facts["user_feature_day"]
            if first <= row["day"] <= last
            and (accounts is None or row["account_id"] in accounts)
            and (not feature or row["feature"] == feature)
        }

    def in_period(self, accounts: list[str] | None = None, feature: str = "") -> set[tuple[str, str]]:
        return self.users(self.opening + timedelta(days=1), self.closing, accounts, feature)

    def recent(self, accounts: list[str]) -> set[tuple[str, str]]:
        return self.users(self.closing - timedelta(days=29), self.closing, accounts)

    def onboardings(self, within: int | None) -> Pair:
        hits = total = 0
        for row in self.facts["onboardings"]:
            start, done = row["started_on"], row["completed_on"]
            if not self.inside(start) or (within and start + timedelta(days=within) > self.known):
                continue
            total += 1
            done = done if done and done <= self.known else None
            hits += done is not None and (within is None or (done - start).days <= within)
        return hits, total

    def first_value(self) -> Pair:
        hits = total = 0
        for accounts in self.members.values():
            paid = [row["start_date"] for account in accounts for row in self.paid_rows(account)]
            if not paid or not self.inside(min(paid)) or min(paid) + timedelta(days=30) > self.known:
                continue
            total += 1
            reached = [r["reached_on"] for r in self.of("milestones", accounts) if r["milestone"] == "first_value"]
            reached = [day for day in reached if day <= self.known]
            hits += bool(reached) and (min(reached) - min(paid)).days <= 30
        return hits, total

    def paid_rows(self, account: str) -> list[Row]:
        def pays(row: Row) -> bool:
            lasts = row["end_date_excl"] is None or row["end_date_excl"] > row["start_date"]
            return row["status"] in ("active", "past_due") and row["mrr_minor"] > 0 and lasts

        return [row for row in self.oracle.rows(account) if pays(row)]

    def activations(self) -> Pair:
        hits = total = 0
        for user in self.facts["users"]:
            if not self.inside(user["created_on"]) or user["created_on"] + timedelta(days=14) > self.known:
                continue
            total += 1
            hits += any(
                row["user_id"] == user["user_id"]
                and row["milestone"] == "activation"
                and row["reached_on"] <= self.known
                and row["reached_at"] - user["created_at"] <= timedelta(days=14)
                for row in self.facts["milestones"]
            )
        return hits, total

    def account_activations(self) -> Pair:
        hits = total = 0
        for account in self.facts["accounts"]:
            created = account["created_on"]
            if not self.inside(created) or created + timedelta(days=14) > self.known:
                continue
            total += 1
            rows = self.of("milestones", [account["account_id"]])
            reached = [row["reached_on"] for row in rows if row["milestone"] == "activation"]
            hits += any(day <= self.known and (day - created).days <= 14 for day in reached)
        return hits, total

    def pays(self, accounts: list[str], day: date) -> bool:
        return any(self.oracle.native(account, day) for account in accounts)

    def product(self) -> Pair:
        paying = [accounts for accounts in self.members.values() if self.pays(accounts, self.closing)]
        return sum(len(self.recent(accounts)) >= 2 for accounts in paying), len(paying)

    def entitled(self, account: str) -> set[str]:
        rows = self.of("entitlements", [account])
        return {r["feature"] for r in rows if covers(r.get("start_date"), r.get("end_date_excl"), self.closing)}

    def feature(self, entitled: bool) -> Pair:
        accounts = [row["account_id"] for row in self.facts["accounts"]]
        asked = [account for account in accounts if not entitled or "f" in self.entitled(account)]
        return len(self.in_period(asked, "f")), len(self.in_period(asked))

    def feature_accounts(self) -> Pair:
        hits = total = 0
        for accounts in self.members.values():
            asked = [account for account in accounts if "f" in self.entitled(account)]
            total += bool(asked)
            hits += bool(self.in_period(asked, "f"))
        return hits, total

    def breadth(self) -> Pair:
        hits = total = 0
        for accounts in self.members.values():
            pairs = {(account, feature) for account in accounts for feature in self.entitled(account)}
            total += len({feature for _, feature in pairs})
            hits += len({feature for account, feature in pairs if self.in_period([account], feature)})
        return hits, total

    def days_of(self, user: tuple[str, str], feature: str = "") -> int:
        return len(
            {
                row["day"]
                for row in self.facts["user_feature_day"]
                if (row["account_id"], row["user_id"]) == user
                and self.inside(row["day"])
                and (not feature or row["feature"] == feature)
            }
        )

    def depth(self) -> Pair:
        adopters = self.in_period(feature="f")
        return sum(self.days_of(user, "f") >= 8 for user in adopters), len(adopters)

    def mean_days(self) -> Pair:
        adopters = self.in_period(feature="f")
        return sum(self.days_of(user, "f") for user in adopters), len(adopters)

    def stickiness(self) -> Pair:
        users = self.in_period()
        return sum(self.days_of(user) for user in users), len(users) * self.oracle.ask.period.days

    def licences(self) -> Pair:
        hits = total = 0
        for accounts in self.members.values():
            rows = [row for account in accounts for row in self.held(account, self.closing)]
            seats = sum(row["seats"] or 0 for row in rows)
            if seats:
                hits, total = hits + len(self.recent(accounts)), total + seats
        return hits, total

    def held(self, account: str, day: date) -> list[Row]:
        rows = self.oracle.rows(account)
        return [
            row
            for row in rows
            if row["status"] in ("active", "past_due") and covers(row["start_date"], row["end_date_excl"], day)
        ]

    def onboarded(self, accounts: list[str], day: date) -> bool:
        return any(row["completed_on"] and row["completed_on"] <= day for row in self.of("onboardings", accounts))

    def eligible(self, accounts: list[str], day: date) -> bool:
        plans = {row["plan_id"] for row in self.facts["offering_plans"] if row["offering_id"] == "o"}
        rows = [row for account in accounts for row in self.held(account, day)]
        return self.pays(accounts, day) and self.onboarded(accounts, day) and any(r["plan_id"] in plans for r in rows)

    def reached(self, accounts: list[str]) -> date:
        return min((row["reached_on"] for row in self.of("offering_reached", accounts)), default=date.max)

    def expansion(self) -> Pair:
        asked = [a for a in self.members.values() if self.eligible(a, self.opening) and self.reached(a) > self.opening]
        return sum(self.reached(accounts) <= self.closing for accounts in asked), len(asked)

    def penetration(self) -> Pair:
        asked = [accounts for accounts in self.members.values() if self.eligible(accounts, self.closing)]
        return sum(self.reached(accounts) <= self.closing for accounts in asked), len(asked)

    def may_be_asked(self) -> list[tuple[str, list[str]]]:
        flagged = {r["account_id"] for r in self.facts["attributes"] if self.is_flag(r)}
        return [
            (unit, accounts)
            for unit, accounts in self.members.items()
            if self.pays(accounts, self.opening) and self.onboarded(accounts, self.opening) and unit not in flagged
        ]

    def is_flag(self, row: dict[str, Any]) -> bool:
        return row["attribute"] == "do_not_ask" and covers(
            row.get("valid_from"), row.get("valid_to_excl"), self.opening
        )

    def talks(self, accounts: list[str]) -> list[Row]:
        rows = self.of("referral_events", accounts)
        return [r for r in rows if r["event"] == "referral_discussion_initiated" and self.inside(r["occurred_on"])]

    def initiation(self) -> Pair:
        asked = self.may_be_asked()
        return sum(bool(self.talks(accounts)) for _, accounts in asked), len(asked)

    def initiating_users(self) -> Pair:
        hits = total = 0
        for _, accounts in self.may_be_asked():
            users = self.users(self.opening - timedelta(days=29), self.opening, accounts)
            talked = {(row["account_id"], row["user_id"]) for row in self.talks(accounts)}
            hits, total = hits + len(users & talked), total + len(users)
        return hits, total
