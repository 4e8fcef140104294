"""Goals, success plans and reviews a second time: slow and obvious, in plain Python."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from tenure.metrics.tests.oracle_lifecycle import Lifecycle
from tenure.metrics.tests.oracle_revenue import Row, covers

Pair = tuple[int | Fraction, int | None]


class Plans:
    """Counts over goals, plans and units."""

    def __init__(self, book: Lifecycle) -> None:
        self.book, self.facts = book, book.facts
        self.closing, self.known = book.closing, book.known
        self.every: dict[str, Callable[[], Pair]] = {
            "goal_attainment_rate": lambda: self.goals(lambda goal: int(self.attained(goal))),
            "goal_attainment_rate_verified": lambda: self.goals(
                lambda goal: int(self.attained(goal) and self.is_known(goal["verified_on"]))
            ),
            "goal_progress_mean": lambda: self.goals(self.progress),
            "success_plan_attainment_rate": self.plans,
            "success_plan_coverage": self.coverage,
            "csr_coverage": lambda: self.reviews(False),
            "csr_participation": lambda: self.reviews(True),
        }

    def is_known(self, day: date | None) -> bool:
        return day is not None and day <= self.known

    def value(self, goal: Row) -> Fraction | None:
        found = [
            r for r in self.facts["goal_values"] if r["goal_id"] == goal["goal_id"] and r["value_on"] <= self.known
        ]
        return Fraction(max(found, key=lambda row: row["value_on"])["value"]) if found else None

    def attained(self, goal: Row) -> bool:
        value, falling = self.value(goal), goal["target"] < goal["baseline"]
        return value is not None and (value <= goal["target"] if falling else value >= goal["target"])

    def progress(self, goal: Row) -> Fraction:
        value, way = self.value(goal), Fraction(goal["target"]) - Fraction(goal["baseline"])
        if value is None or way == 0:
            return Fraction(int(self.attained(goal)))
        return min(max((value - Fraction(goal["baseline"])) / way, Fraction(0)), Fraction(1))

    def due(self) -> list[Row]:
        return [
            goal
            for goal in self.facts["goals"]
            if self.book.inside(goal["due_on"])
            and not (goal["cancelled"] and self.is_known(goal["ended_on"]))
            and goal["target"] is not None
        ]

    def goals(self, counts: Callable[[Row], int | Fraction]) -> Pair:
        due = self.due()
        return sum((counts(goal) for goal in due), Fraction(0)), len(due)

    def plans(self) -> Pair:
        by_plan: dict[str, list[bool]] = {}
        for goal in self.due():
            by_plan.setdefault(goal["plan_id"], []).append(self.attained(goal))
        return sum(all(attained) for attained in by_plan.values()), len(by_plan)

    def coverage(self) -> Pair:
        paying = [accounts for accounts in self.book.members.values() if self.book.pays(accounts, self.closing)]
        return sum(self.planned(accounts) for accounts in paying), len(paying)

    def planned(self, accounts: list[str]) -> bool:
        active = {
            plan["plan_id"]
            for plan in self.book.of("success_plans", accounts)
            if covers(plan["started_on"], plan["closed_on"], self.closing)
        }
        return any(
            goal["plan_id"] in active
            and all(goal[end] is None or goal[end] > self.closing for end in ("ended_on", "attained_on"))
            for goal in self.facts["goals"]
        )

    def reviews(self, attended: bool) -> Pair:
        hits = total = 0
        for unit, accounts in self.book.members.items():
            cadence, since = self.cadence(unit), self.since(accounts)
            if not self.book.pays(accounts, self.closing) or cadence is None or since is None:
                continue
            if (self.closing - since).days + 1 < cadence:
                continue
            total += 1
            hits += any(
                row["held_on"] is not None
                and self.closing - timedelta(days=cadence) < row["held_on"] <= self.closing
                and (row["attended"] or not attended)
                for row in self.book.of("reviews", accounts)
            )
        return hits, total

    def since(self, accounts: list[str]) -> date | None:
        return min((r["start_date"] for account in accounts for r in self.book.paid_rows(account)), default=None)

    def cadence(self, account: str) -> int | None:
        tiers = [r["value"] for r in self.book.of("attributes", [account]) if r["attribute"] == "tier"]
        return min((r["days"] for r in self.facts["review_cadences"] if r["tier"] in tiers), default=None)
