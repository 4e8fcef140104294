"""A task as a form: what was typed, and what it means."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from django.http import QueryDict

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account, Contact
from tenure.web.days import day_of
from tenure.web.meanwhile import Both, both
from tenure.work.access import workers
from tenure.work.models import Task, TaskSeries
from tenure.work.recurring import Repeat, repeat_of
from tenure.work.repeating import Rule

_LABELS: Final = {"title": "Task", "note": "Note", "due_on": "Due", "priority": "Priority", "owner": "Who does it",
                  "contact": "Waits for", "shared": "Shared"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields show. Kept as typed, so that nothing is lost when something is wrong."""

    title: str = ""
    note: str = ""
    account: str = ""  # an id, or a name that only one account has
    owner: str = ""
    due_on: str = ""
    priority: str = str(Task.Priority.NORMAL)
    contact: str = ""
    shared: str = ""
    checklist: str = ""  # an item a line
    unit: str = ""  # of repeating: days, weeks or months; nothing when it does not come again
    every: str = "1"
    counted: str = TaskSeries.Counted.FROM_DUE
    until: str = ""
    weekdays: tuple[str, ...] = ()

    @classmethod
    def sent(cls, given: QueryDict) -> Self:
        texts: dict[str, Any] = {name: given[name] for name in cls.__slots__ if name in given and name != "weekdays"}
        return cls(**texts, weekdays=tuple(given.getlist("weekdays")))

    @classmethod
    def of(cls, task: Task) -> Self:
        return cls(task.title, task.note, task.account_id or "", str(task.owner_id or ""), task.due_on.isoformat(),
                   str(task.priority), task.contact_id or "", "1" if task.shared else "", "",
                   *_of_repeat(repeat_of(task)))  # fmt: skip

    @classmethod
    def empty(cls, user: Any, account: str, today: date) -> Self:
        return cls(account=account, owner=str(user.pk), due_on=today.isoformat())

    def values(self, account: Account | None) -> dict[str, Any]:
        """What the verbs take; raises NotAccepted with the first thing that cannot be read."""
        return {
            "title": self.title, "note": self.note, "due_on": day_of(self.due_on), "owner": person(self.owner),
            "priority": whole(self.priority, 3),
            "contact": contact_of(account, self.contact), "shared": bool(self.shared),
        }  # fmt: skip

    def beside(self, typed: Self) -> list[Both]:
        """This is what stands there now; where it differs from what was typed, in words."""
        return both(_LABELS, self._words(), typed._words())

    def _words(self) -> dict[str, str]:
        owner = User.objects.filter(pk=self.owner).first() if self.owner.isdecimal() and len(self.owner) < 18 else None
        contact = Contact.objects.filter(pk=self.contact).first() if self.contact else None
        labels = {str(value): word for value, word in Task.Priority.choices}
        return {
            "title": self.title, "note": self.note, "due_on": self.due_on, "owner": str(owner or ""),
            "priority": labels.get(self.priority, self.priority), "contact": str(contact or ""),
            "shared": "Yes" if self.shared else "No",
        }  # fmt: skip

    def items(self) -> list[str]:
        return self.checklist.splitlines()

    def repeat(self) -> Repeat | None:
        if not self.unit:
            return None
        days = tuple(sorted(int(day) for day in self.weekdays if day.isdecimal() and len(day) < 3))
        rule = Rule(whole(self.every, 4), self.unit,
                    days if self.unit == "weeks" else ())  # fmt: skip
        return Repeat(rule, self.counted, day_of(self.until) if self.until else None)


def _of_repeat(repeat: Repeat | None) -> tuple[str, str, str, str, tuple[str, ...]]:
    if repeat is None:
        return "", "1", TaskSeries.Counted.FROM_DUE, "", ()
    until = repeat.until.isoformat() if repeat.until else ""
    return repeat.rule.unit, str(repeat.rule.every), repeat.counted, until, tuple(map(str, repeat.rule.weekdays))


def person(text: str) -> User:
    found = workers().filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if found is None:
        raise NotAccepted("Choose who does it among the people who work on accounts.")
    return found


def contact_of(account: Account | None, text: str) -> Contact | None:
    """A contact of the account, by id; None for no text."""
    if not text:
        return None
    found = Contact.objects.filter(pk=text, account=account).first() if account else None
    if found is None:
        raise NotAccepted("Choose who at the customer does it among the contacts of the account.")
    return found


def account_of(user: Any, text: str) -> Account | None:
    """The account of this id, or the only one of this name; None for no text."""
    asked = text.strip()
    if not asked:
        return None
    accounts = visible_accounts(user)
    by_id = accounts.filter(pk=asked).first()
    named = [by_id] if by_id else list(accounts.filter(name=asked)[:2]) or list(accounts.filter(name__iexact=asked)[:2])
    if not named:
        raise NotAccepted(f"There is no account “{asked}”. Choose one of the list.")
    if len(named) > 1:
        raise NotAccepted(f"More than one account is called “{asked}”. Write the id of the one you mean.")
    return named[0]
