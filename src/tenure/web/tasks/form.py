"""A task as a form: what was typed, and what it means."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.http import QueryDict

from tenure.company.models import User
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account
from tenure.web.days import day_of
from tenure.work.access import workers
from tenure.work.models import Task
from tenure.work.verbs import NotAccepted


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields show. Kept as typed, so that nothing is lost when something is wrong."""

    title: str = ""
    note: str = ""
    account: str = ""  # an id, or a name that only one account has
    owner: str = ""
    due_on: str = ""
    priority: str = str(Task.Priority.NORMAL)

    @classmethod
    def sent(cls, given: QueryDict) -> Self:
        return cls(**{name: given.get(name, "") for name in cls.__slots__})

    @classmethod
    def of(cls, task: Task) -> Self:
        return cls(task.title, task.note, task.account_id or "", str(task.owner_id or ""), task.due_on.isoformat(),
                   str(task.priority))  # fmt: skip

    @classmethod
    def empty(cls, user: Any, account: str, today: date) -> Self:
        return cls(account=account, owner=str(user.pk), due_on=today.isoformat())

    def values(self) -> dict[str, Any]:
        """What the verbs take; raises NotAccepted with the first thing that cannot be read."""
        return {
            "title": self.title, "note": self.note, "due_on": day_of(self.due_on), "owner": person(self.owner),
            "priority": int(self.priority) if self.priority.isdecimal() else 0,
        }  # fmt: skip


def person(text: str) -> User:
    found = workers().filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if found is None:
        raise NotAccepted("Choose who does it among the people who work on accounts.")
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
        raise NotAccepted(f"There is no account “{asked}”. Choose one of the list, or leave the field empty.")
    if len(named) > 1:
        raise NotAccepted(f"More than one account is called “{asked}”. Write the id of the one you mean.")
    return named[0]
