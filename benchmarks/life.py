"""What people do with a large book, beside the facts that came in by file: plans, tasks, pages, notices."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import django

_AT_ONCE = 5_000
_STEPS = 10  # of an onboarding
_PHASES = ("Kickoff", "Set-up", "Rollout", "Handover")
_STANDINGS = ("on_track", "on_track", "behind", "stuck")
_TITLES = ("Send the contract", "Agree on the goals", "Invite the users", "Load their data", "Show the reports")


def live(share: float = 1.0) -> None:
    """Everything at so much of its size; once a data folder."""
    from django.contrib.auth import get_user_model

    from tenure.company.clock import today
    from tenure.customers.models import Account, Contact

    paying = Account.objects.filter(state__status="customer").order_by("pk")
    accounts = list(paying.values_list("pk", "owner_id"))
    people = list(get_user_model().objects.order_by("pk").values_list("pk", flat=True))
    contacts = dict(Contact.objects.filter(left_on=None).order_by("-pk").values_list("account", "pk"))
    made = _Made(today(), accounts, people, contacts, lambda count: max(1, round(count * share)))
    for step in (made.onboardings, made.tasks, made.risks, made.proposals, made.value, made.pages, made.notices,
                 made.changes):  # fmt: skip
        step()
    _follow()


class _Made:
    """Rows of each kind, spread over accounts and people by their number."""

    def __init__(
        self, day: date, accounts: list[tuple[str, int]], people: list[int], contacts: dict[str, str],
        many: Callable[[int], int],
    ) -> None:  # fmt: skip
        self.day, self.accounts, self.people, self.contacts, self.many = day, accounts, people, contacts, many
        self.now = datetime.combine(day, time(8), UTC)

    def account(self, number: int) -> tuple[str, int]:
        return self.accounts[number * 7 % len(self.accounts)]

    def person(self, number: int) -> int:
        return self.people[number % len(self.people)]

    def onboardings(self) -> None:
        """Twenty thousand that run, a plan of ten steps each, half of them done."""
        from tenure.onboarding.models import Onboarding, Plan, Step
        from tenure.work.models import Task

        def begun(n: int) -> date:
            return self.day - timedelta(days=n * 13 % 160)

        def plan(n: int) -> Any:
            done = n % _STEPS
            return Plan(
                onboarding_id=f"L{n}", name="Standard onboarding", template="standard", template_version=1,
                lead_id=self.account(n)[1], phases=list(_PHASES), planned_on=begun(n) + timedelta(days=60),
                created_at=self.now, changed_at=self.now, standing=_STANDINGS[n % 4], reckoned_on=self.day,
                forecast_on=begun(n) + timedelta(days=60 + n % 40), late_days=n % 40, done_share=done / _STEPS,
                steps_done=done, steps_all=_STEPS, steps_stuck=n % 4 == 3, phase=_PHASES[n % 4],
                reckoned_at=self.now + timedelta(days=1),
            )  # fmt: skip

        def task(n: int) -> Any:
            plan, step = divmod(n, _STEPS)
            done, shared, account = step < plan % _STEPS, step % 3 == 0, self.account(plan)[0]
            return Task(
                title=f"{_TITLES[step % 5]} {step}", account_id=account, owner_id=self.account(plan)[1],
                due_on=begun(plan) + timedelta(days=6 * step), state="done" if done else "open", shared=shared,
                contact_id=self.contacts.get(account) if shared else None,
                finished_at=self.now - timedelta(hours=n % 9000) if done else None,
                finished_by_id=self.account(plan)[1] if done else None, origin_kind="onboarding", origin_id=f"L{plan}",
                created_at=self.now, changed_at=self.now,
            )  # fmt: skip

        count = self.many(20_000)
        _write(Onboarding, (Onboarding(id=f"L{n}", account_id=self.account(n)[0], started_on=begun(n), source="Tenure",
                                       loaded_at=self.now) for n in range(count)))  # fmt: skip
        _write(Plan, map(plan, range(count)))
        _write(Task, map(task, range(count * _STEPS)))
        keys = Task.objects.filter(origin_kind="onboarding").order_by("pk").values_list("pk", "due_on")
        _write(Step, (Step(
            plan_id=f"L{n // _STEPS}", key=f"step-{n % _STEPS}", phase=_PHASES[n % _STEPS * 4 // _STEPS], position=n,
            task_id=key, days=5, after=[f"step-{n % _STEPS - 1}"] if n % _STEPS else [], planned_start=due,
            planned_finish=due + timedelta(days=6), due_set=due,
        ) for n, (key, due) in enumerate(keys.iterator())))  # fmt: skip

    def tasks(self) -> None:
        from tenure.work.models import Task

        def task(n: int) -> Any:
            account, owner = self.account(n)
            done = n % 2 == 0
            return Task(
                title=f"{_TITLES[n % 5]} once more", account_id=account if n % 20 else None, owner_id=owner,
                due_on=self.day + timedelta(days=n % 120 - 30), priority=1 + n % 3, state="done" if done else "open",
                finished_at=self.now - timedelta(minutes=n) if done else None, finished_by_id=owner if done else None,
                created_at=self.now, changed_at=self.now,
            )  # fmt: skip

        _write(Task, map(task, range(self.many(100_000))))

    def risks(self) -> None:
        from tenure.health.models import Risk

        def risk(n: int) -> Any:
            account, owner = self.accounts[n]
            return Risk(account_id=account, kind="silent", title="Nobody uses it", owner_id=owner, value_minor=n * 1000,
                        due_on=self.day + timedelta(days=n % 15 - 5), opened_on=self.day, last_sign_on=self.day,
                        changed_at=self.now)  # fmt: skip

        _write(Risk, map(risk, range(min(self.many(10_000), len(self.accounts)))))

    def proposals(self) -> None:
        """One in ten waits for us."""
        from tenure.planning.models import ProposedGoal

        states = ("proposed", "asked", "declined", "withdrawn", *("accepted",) * 6)

        def proposal(n: int) -> Any:
            state, at = states[n % 10], self.now - timedelta(minutes=n)
            return ProposedGoal(
                account_id=self.account(n)[0], statement="Reports in a day instead of a week", unit="days", baseline=5,
                target=1, state=state, by_name="Ada", created_at=at, changed_at=at, shared=n % 2 == 0,
                decided_at=None if state in ("proposed", "asked") else at,
            )  # fmt: skip

        _write(ProposedGoal, map(proposal, range(self.many(20_000))))

    def value(self) -> None:
        """Of the objectives of plans in force; and what six quarters brought and cost, as another system says."""
        from tenure.planning.models import CustomerValue, Goal, SuccessPlan, ValueRealised
        from tenure.planning.value.quarters import Quarter

        quarter = Quarter.of(Quarter.of(self.day).start - timedelta(days=1))
        SuccessPlan.objects.filter(closed_on=None).update(shared=True)
        Goal.objects.filter(status="open").update(shared=True)
        goals = Goal.objects.filter(plan__closed_on=None).values_list("pk", "plan__account")[: self.many(60_000)]
        _write(ValueRealised, (ValueRealised(
            goal_id=goal, account_id=account, period=quarter.name, until=quarter.last, amount_minor=250_000,
            currency="EUR", how="By hand", changed_at=self.now, verified_on=self.day if n % 2 else None,
        ) for n, (goal, account) in enumerate(goals)))  # fmt: skip
        last = quarter
        for _ in range(6):
            _write(CustomerValue, (CustomerValue(
                id=f"L{n}|{last.name}", account_id=self.account(n)[0], period=last.name, source="finance",
                realised_value_minor=n * 90, total_cost_minor=n * 40, currency=("EUR", "USD")[n % 2],
                loaded_at=self.now, customer_verified_on=self.day if n % 3 else None,
            ) for n in range(self.many(20_000))))  # fmt: skip
            last = Quarter.of(last.start - timedelta(days=1))

    def pages(self) -> None:
        """Links of fifty thousand contacts, their visits, and guides."""
        from tenure.customers.models import Contact
        from tenure.work.models import PortalLink, PortalVisit, Resource

        people = list(Contact.objects.filter(account__state__status="customer", left_on=None).order_by("pk")
                      .values_list("pk", "account_id")[: self.many(50_000)])  # fmt: skip
        later = self.now + timedelta(days=60)
        _write(PortalLink, (PortalLink(contact_id=contact, via="mail", created_at=self.now, expires_at=later)
                            for contact, _ in people))  # fmt: skip
        _write(PortalVisit, (PortalVisit(contact_id=contact, account_id=account, at=self.now - timedelta(minutes=7 * n),
                                         page=page) for page in ("home", "goals")
                             for n, (contact, account) in enumerate(people)))  # fmt: skip
        _write(Resource, (Resource(title=f"Guide {n}", url="https://example.com/guide", created_at=self.now,
                                   changed_at=self.now, account_id=None if n < 40 else self.account(n)[0],
                                   condition='segment = "Enterprise"' if n % 2 and n < 40 else "")
                          for n in range(self.many(5_000))))  # fmt: skip

    def notices(self) -> None:
        from tenure.work.models import Notice

        _write(Notice, (Notice(
            user_id=self.person(n), key=f"L{n}", kind=("mention", "customer", "reminder")[n % 3], title="Named you",
            account_id=self.account(n)[0], at=self.now - timedelta(minutes=n), read_at=self.now if n % 10 else None,
        ) for n in range(self.many(100_000))))  # fmt: skip

    def changes(self) -> None:
        from tenure.journal.models import Change

        _write(Change, (Change(at=self.now - timedelta(minutes=n % 20_000), actor_id=self.person(n), verb="task.done",
                               subject_type="work.task", subject_id=str(n), account_id=self.account(n)[0],
                               after={"title": _TITLES[n % 5]}) for n in range(self.many(100_000))))  # fmt: skip


def _follow() -> None:
    """What the worker derives from it."""
    from tenure.planning.checkins import keeping
    from tenure.planning.plans import standing

    standing.keep_all_that_changed()
    keeping.keep_all_that_changed()


def _write(model: Any, rows: Iterable[Any]) -> None:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        model.objects.bulk_create(some)


def main() -> None:
    import sys

    django.setup()
    live(float(sys.argv[1]))


if __name__ == "__main__":
    main()
