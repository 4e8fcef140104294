"""Action items: what was agreed on in a touchpoint, a meeting or a review, each a task that knows its origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.work.models import Task
from tenure.work.tasks import add_task

MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Action:
    """`owner` does it, or with a `contact` follows up that the customer does; without one, who writes it down."""

    title: str
    due_on: date
    owner: User | None = None
    contact: Contact | None = None
    note: str = ""
    priority: int = Task.Priority.NORMAL


@transaction.atomic
def add_actions(user: Any, account: Account, origin: tuple[str, str], actions: Sequence[Action]) -> list[Task]:
    """Each becomes a task; all of them or, with a sentence that names the first that is wrong, none."""
    if len(actions) > MOST:
        raise NotAccepted(f"These are {len(actions)} action items; {MOST} can be written down at once.")
    return [_add(user, account, origin, action, number) for number, action in enumerate(actions, 1)]


def actions_of(origin: tuple[str, str]) -> QuerySet[Task]:
    """What came of it, the next first and what is finished last; whoever may see the origin may see these."""
    found = Task.objects.filter(origin_kind=origin[0], origin_id=origin[1]).select_related("owner", "contact")
    return found.order_by("finished_at", "due_on", "pk")


def _add(user: Any, account: Account, origin: tuple[str, str], action: Action, number: int) -> Task:
    try:
        return add_task(
            user, action.title, action.due_on, account=account, owner=action.owner, contact=action.contact,
            note=action.note, priority=action.priority, origin=origin,
        )  # fmt: skip
    except NotAccepted as error:
        named = f"“{action.title.strip()[:60]}”" if action.title.strip() else str(number)
        raise NotAccepted(f"Action item {named}: {error}") from None
