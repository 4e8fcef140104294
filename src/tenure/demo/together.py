"""How the simulated company works together: talks with what came of them, what comes again, who was named."""

from datetime import datetime, time, timedelta
from typing import Final

from tenure.company.clock import today, zone
from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account, Contact
from tenure.demo.staff import LEAD
from tenure.work import checklists, tasks
from tenure.work.actions import Action
from tenure.work.models import Task, TaskSeries, Touchpoint
from tenure.work.notices import reminders
from tenure.work.recurring import Repeat
from tenure.work.repeating import Rule
from tenure.work.verbs import More, write_touchpoint

_CALL: Final = "Quarterly call: roll-out to the second office"
_SAID: Final = (
    "They want the second office on board before the holidays, and asked what others of their size do.\n\n"
    "@{lead}, can you join for the commercial part?"
)
_DECIDED: Final = ("The second office starts with scheduling only", "Training in two groups, by team")
_WEEKLY: Final = (
    "Look at usage of the book",
    ("Who lost active users", "Who has no contact for 30 days", "Open tickets"),
)
_MONTHLY: Final = ("Check that contacts are still there", ("Sponsor", "Champion", "Administrator"))
_AT: Final = time(9, 0)


def work() -> None:
    """Once: whoever has a series already is left alone."""
    lead = User.objects.get(email=LEAD)
    for owner in User.objects.filter(accounts__isnull=False, is_active=True).distinct().order_by("email"):
        if not TaskSeries.objects.filter(tasks__created_by=owner).exists():
            _of(owner, lead)


def _of(owner: User, lead: User) -> None:
    book = Account.objects.filter(owner=owner, state__arr_minor__gt=0).order_by("-state__arr_minor", "pk")
    account = book.first()
    if account is None:
        return
    made = _call(owner, lead, account)
    weekly = _again(owner, *_WEEKLY, Repeat(Rule(1, "weeks", (0,))))
    _again(owner, *_MONTHLY, Repeat(Rule(1, "months"), TaskSeries.Counted.FROM_FINISH), account=account)
    first = weekly.items.order_by("place").first()
    if first is not None:
        checklists.tick(owner, first.pk, True)
    morning = datetime.combine(today() + 2 * DAY, _AT, zone())
    reminders.remind(owner, morning, "Before the renewal talk: read the notes of the last call", account=made.account)


def _call(owner: User, lead: User, account: Account) -> Touchpoint:
    contacts = list(Contact.objects.filter(account=account, left_on=None).order_by("pk")[:2])
    day = today()
    actions = [Action("Send the training plan for two groups", day + 3 * DAY, owner=owner, priority=1)]
    actions += [Action("Name the team leads of the second office", day + 6 * DAY, contact=one) for one in contacts[:1]]
    return write_touchpoint(
        owner, account, _SAID.format(lead=lead.name), "call", actions=actions,
        occurred_at=datetime.combine(day - DAY, time(15, 0), zone()) - timedelta(minutes=owner.pk % 50),
        more=More(_CALL, _DECIDED, [one.pk for one in contacts], [owner.email]),
    )  # fmt: skip


def _again(owner: User, title: str, items: tuple[str, ...], repeat: Repeat, account: Account | None = None) -> Task:
    """Its first day was a week ago and is done, so that the one of now followed from it."""
    day = today()
    monday = day - (day.weekday() + 7) * DAY
    first = tasks.add_task(owner, title, monday, account=account, checklist=items, repeat=repeat)
    tasks.finish(owner, first.pk)
    return Task.objects.filter(series__tasks=first, state=Task.State.OPEN).get()
