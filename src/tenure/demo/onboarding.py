"""Onboardings of the demo company with plans: on track, behind, stuck with a reason, and one that was given up.

Those that run came in with the files. Each gets the plan that fits its account, made by the verb that people use, and
lives through its days until yesterday: steps are done on their days, some take longer, and one in a few gets stuck.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.conf import settings
from django.db import transaction

from tenure.company.clock import today, zone
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact, Milestone
from tenure.demo.dice import Dice
from tenure.demo.writing import date_back
from tenure.journal.models import Change
from tenure.onboarding import doing, ending, writing
from tenure.onboarding.choosing import fitting
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan, Shape, Standstill, Step
from tenure.onboarding.reading import opened, steps_of
from tenure.onboarding.reckoning import reckon, set_due
from tenure.onboarding.schedule import Node, ordered
from tenure.onboarding.starting import start
from tenure.onboarding.workdays import later
from tenure.work.meetings import verbs as meetings
from tenure.work.messages import deciding, drafting, sending
from tenure.work.models import Task

_SEED: Final = 31
_WRITTEN: Final = 6  # plans whose welcome and kick-off are told
_DECIDED: Final = (
    ("The legal team begins", "First result by the end of next month"),
    ("Sign-on goes first, data second", "One call a week, on Tuesdays"),
    ("The sponsor opens the training",),
)
_OLDEST: Final = 300 * DAY
_LATELY: Final = 75 * DAY
_REASONS: Final = (
    ("No test file from the payroll vendor", "others"),
    ("Their administrator is on leave until the 14th", "customer"),
    ("Security questionnaire is with their legal department", "customer"),
    ("Waits for our fix of the import of guests", "us"),
    ("Nobody has said who decides about permissions", "customer"),
    ("The old system cannot export attachments", "others"),
)
# What happens, by turn: how long steps take against what was expected, and for how many days one has been stuck.
_PACES: Final = ((0.8, 0), (1.0, 0), (1.35, 0), (1.0, 9), (1.1, 0), (1.25, 15), (0.9, 0), (1.0, 4))


@dataclass(frozen=True, slots=True)
class _Life:
    """Of the steps by key: the day each was done."""

    done: dict[str, date]
    open: list[str]


def begin() -> None:
    """Once. The last of those that run keep no plan, as imported ones do."""
    if Plan.objects.exists():
        return
    running = Onboarding.objects.filter(completed_on=None, cancelled_on=None, account__owner__isnull=False)
    newest = running.filter(started_on__gte=today() - _OLDEST, account__state__status="customer")
    found = list(newest.select_related("account__owner", "account__state").order_by("-started_on", "pk")[:24])
    planned = found[: max(len(found) - 2, 0)]
    for number, onboarding in enumerate(planned):
        _live(onboarding, number, Dice(_SEED, number))
    over = Onboarding.objects.filter(completed_on__gte=today() - _LATELY, account__owner__isnull=False)
    for onboarding in over.select_related("account__owner", "account__state").order_by("-completed_on", "pk")[:4]:
        _was_lived(onboarding)
    gone = Onboarding.objects.filter(cancelled_on__gte=today() - _LATELY, account__owner__isnull=False)
    for onboarding in gone.select_related("account__owner", "account__state").order_by("-cancelled_on", "pk")[:1]:
        _was_given_up(onboarding)


@transaction.atomic
def _live(onboarding: Onboarding, number: int, dice: Dice) -> None:
    owner, held = onboarding.account.owner, fitting(onboarding.account)
    if owner is None or held is None:
        return
    plan = start(owner, onboarding.account, held, onboarding.started_on)
    pace, stuck = _PACES[number % len(_PACES)]
    life = _life(plan, pace, dice)
    steps = {one.key: one for one in steps_of([plan])}
    for key, day in life.done.items():
        _do(steps[key], day)
    if number < _WRITTEN and settings.TENURE_MAIL_KIND == "file":  # a demo sends nobody a real mail
        _write(plan, steps, life, number)
    if stuck and life.open:
        _stick(steps[life.open[-1]], number, stuck)
    _due(plan, steps)
    reckon(plan)
    _date_back(plan)
    _first_value(plan, life, steps)


@transaction.atomic
def _was_lived(onboarding: Onboarding) -> None:
    """One that is over: its steps were done on their planned days, and the last by the day that the file says."""
    end, owner, held = onboarding.completed_on, onboarding.account.owner, fitting(onboarding.account)
    if end is None or owner is None or held is None:
        return
    Onboarding.objects.filter(pk=onboarding.pk).update(completed_on=None)
    plan = start(owner, onboarding.account, held, onboarding.started_on)
    for step in steps_of([plan]):
        _do(step, min(step.planned_finish, end))
    Onboarding.objects.filter(pk=onboarding.pk).update(completed_on=end)  # as the file says: nobody changed it here
    plan.onboarding.completed_on = end
    reckon(plan)
    _date_back(plan)


def _write(plan: Plan, steps: dict[str, Step], life: _Life, number: int) -> None:
    """The welcome that went out, and the kick-off that was held with what was decided."""
    owner, account = plan.lead, plan.onboarding.account
    people = [one.pk for one in Contact.objects.filter(account=account, left_on=None).exclude(email="")[:2]]
    if owner is None or not people:
        return
    if day := life.done.get("welcome"):
        message = writing.begin_message(owner, plan.pk, "welcome", people)
        with suppress(NotAccepted):  # something is not known of this account; the draft says what
            deciding.submit(owner, message, seen=drafting.version(message))
            for n, mail in enumerate(message.mails.order_by("pk")):
                sending.deliver(mail.pk)
                date_back(mail, datetime.combine(day, time(10, 15), tzinfo=zone()), number + n)
    if day := life.done.get("kick_off"):
        step, starts = steps["kick_off"], datetime.combine(day, time(10))
        agreed = meetings.Plan(step.task.title, starts, step.minutes, "Europe/Paris", step.agenda)
        meeting = writing.arrange(owner, plan.pk, "kick_off", agreed, people, [])
        meetings.hold(
            owner, meeting, "", _DECIDED[number % len(_DECIDED)], [str(owner)], seen=meetings.version(meeting)
        )


def _life(plan: Plan, pace: float, dice: Dice) -> _Life:
    """Steps in their order, each as long as the pace and the dice say; those that would end today or later are open."""
    now = today()
    done: dict[str, date] = {}
    waiting: list[str] = []
    nodes = [Node(one.key, one.days, tuple(one.after)) for one in plan.steps.order_by("position")]
    for node in ordered(nodes):
        if any(key not in done for key in node.after):
            continue
        first = max((done[key] for key in node.after), default=later(plan.onboarding.started_on, -1))
        end = later(first, max(round(node.days * pace * (0.7 + 0.6 * dice.roll())), 1))
        if end < now:
            done[node.key] = end
        elif later(first, 1) < now:
            waiting.append(node.key)
    if not waiting:  # what runs is not over: the last steps are still to do
        waiting = [node.key for node in ordered(nodes)[-2:]]
        done = {key: day for key, day in done.items() if key not in waiting}
    return _Life(done, waiting)


def _do(step: Step, day: date) -> None:
    at = datetime.combine(day, time(15, 20), tzinfo=zone())
    who = {"finished_contact": step.task.contact} if step.task.contact and step.task.shared else {}
    Task.objects.filter(pk=step.task_id).update(
        state=Task.State.DONE, finished_at=at, finished_by=None if who else step.task.owner, due_on=step.planned_finish,
        **who,
    )  # fmt: skip
    Step.objects.filter(pk=step.pk).update(due_set=step.planned_finish)


def _stick(step: Step, number: int, days: int) -> None:
    reason, waits_for = _REASONS[number % len(_REASONS)]
    doing.say_stuck(step.task.owner, step.plan_id, step.key, reason, waits_for)
    since = later(today(), -days)
    Standstill.objects.filter(step=step, until=None).update(since=since)
    at = datetime.combine(since, time(11, 5), tzinfo=zone())
    Change.objects.filter(verb="onboarding.step_stuck", subject_id=step.plan_id).update(at=at)


def _due(plan: Plan, steps: dict[str, Step]) -> None:
    """Steps that are under way are due when they were expected to be on the day they could begin."""
    set_due(
        (steps[one.key], later(one.bar.start, one.step.days - 1))
        for one in opened(plan).steps if one.bar.is_open and one.bar.start <= today()
    )  # fmt: skip


def _date_back(plan: Plan) -> None:
    """Made on its first day, not today."""
    first = plan.onboarding.started_on
    at = datetime.combine(first, time(9, 30), tzinfo=zone())
    Plan.objects.filter(pk=plan.pk).update(created_at=at)
    Shape.objects.filter(plan=plan).update(day=first)
    Change.objects.filter(verb="onboarding.started", subject_id=plan.pk).update(at=at)
    Task.objects.filter(onboarding_step__plan=plan).update(created_at=at)


def _first_value(plan: Plan, life: _Life, steps: dict[str, Step]) -> None:
    """Who has done the step of that name has reached it, if no file said so."""
    day = next((day for key, day in life.done.items() if steps[key].milestone == "First value"), None)
    account = plan.onboarding.account
    if day and not Milestone.objects.filter(account=account, milestone="first_value").exists():
        at = datetime.combine(day, time(16, 40), tzinfo=zone())
        Milestone.objects.create(
            id=f"{account.pk}-first-value", account=account, milestone="first_value", reached_at=at, source="Tenure"
        )


@transaction.atomic
def _was_given_up(onboarding: Onboarding) -> None:
    """One that the file says was cancelled: nothing of its plan was done."""
    end, owner, held = onboarding.cancelled_on, onboarding.account.owner, fitting(onboarding.account)
    if end is None or owner is None or held is None:
        return
    Onboarding.objects.filter(pk=onboarding.pk).update(cancelled_on=None)
    plan = start(owner, onboarding.account, held, onboarding.started_on)
    ending.cancel(owner, plan.pk, "They were bought, and the new owner works with something else.",
                  seen=version(plan))  # fmt: skip
    Onboarding.objects.filter(pk=onboarding.pk).update(cancelled_on=end)
    _date_back(plan)
