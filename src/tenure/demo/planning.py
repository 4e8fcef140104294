"""What people of the simulated company have in hand: risks taken, put off and closed, and tasks; by their verbs."""

from datetime import date, timedelta
from typing import Final

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account
from tenure.health import verbs as risks
from tenure.health.models import Risk
from tenure.work import tasks
from tenure.work.models import Task

# Title, note, days from today, priority; the accounts of a book in order of what they pay.
_TASKS: Final = (
    ("Send the adoption plan to the team leads", "Promised in the review.", -2, 1),
    ("Agree success criteria for the second office", "The goal has no measure yet.", 0, 2),
    ("Ask for a reference call", "Rated us 9, and is not on the do-not-ask list.", 0, 3),
    ("Book the training for the new administrators", "", 1, 2),
    ("Prepare the quarterly review", "Start with what they saved since the roll-out.", 4, 2),
    ("Check that the export problem is solved", "", 9, 2),
)
_DONE: Final = ("Share the notes of the last call", "Invite the new head of operations")
_PLAN: Final = "Show each team lead which of their people stopped, and why.\nThen agree who is trained by when."
_STEP: Final = "Call the sponsor about the fall in usage"
DAY: Final = timedelta(days=1)


def plan() -> None:
    """Once: whoever has a task already is left alone."""
    now = today()
    for owner in User.objects.filter(accounts__isnull=False, is_active=True).distinct().order_by("email"):
        if not Task.objects.filter(created_by=owner).exists():
            _risks(owner, now)
            _tasks(owner, now)


def _risks(owner: User, now: date) -> None:
    """The most valuable wait; of the others one is in hand with a next step, one put off, some are over."""
    found = list(Risk.objects.filter(owner=owner, closed_at=None).order_by("-value_minor", "pk")[2:6])
    for risk, deal in zip(found, (_in_hand, _put_off, _saved, _no_risk), strict=False):
        deal(owner, risk, now)


def _in_hand(owner: User, risk: Risk, now: date) -> None:
    risks.take(owner, risk.pk)
    risks.write_plan(owner, risk.pk, _PLAN, now + 6 * DAY)
    tasks.add_task(owner, _STEP, now + DAY, account=risk.account, priority=1, origin=("risk", str(risk.pk)))


def _put_off(owner: User, risk: Risk, now: date) -> None:
    risks.snooze(owner, risk.pk, now + 5 * DAY, "Their fiscal year ends; nobody answers before.", now)


def _saved(owner: User, risk: Risk, now: date) -> None:
    risks.close(owner, risk.pk, "saved", "usage_back", "Two teams are back since the training.")


def _no_risk(owner: User, risk: Risk, now: date) -> None:
    risks.close(owner, risk.pk, "false_alarm", "season", "They close for two weeks every autumn.")


def _tasks(owner: User, now: date) -> None:
    book = list(Account.objects.filter(owner=owner, state__arr_minor__gt=0).order_by("-state__arr_minor", "pk")[:6])
    if not book:
        return
    for number, (title, note, days, priority) in enumerate(_TASKS):
        account = book[number % len(book)]
        tasks.add_task(owner, title, now + days * DAY, account=account, note=note, priority=priority)
    for number, title in enumerate(_DONE):
        task = tasks.add_task(owner, title, now, account=book[number % len(book)])
        tasks.finish(owner, task.pk)
