"""Which tasks a person may see or change; whose day a person may look at."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from tenure.company.models import Role, User
from tenure.company.roles import may
from tenure.customers.access import sees_every_account, visible_accounts
from tenure.work.models import Task


def visible_tasks(user: Any) -> QuerySet[Task]:
    """Those on accounts one may see; without an account only one's own, and for leads everybody's."""
    if not may(user, "read_accounts"):
        return Task.objects.none()
    every = sees_every_account(user)
    of_accounts = Q(account__isnull=False) if every else Q(account__in=visible_accounts(user))
    if may(user, "write_all_accounts"):
        return Task.objects.all() if every else Task.objects.filter(of_accounts | Q(account=None))
    return Task.objects.filter(of_accounts | Q(account=None) & (Q(owner=user) | Q(created_by=user)))


def hidden_tasks(user: Any) -> QuerySet[Task]:
    """Of who sees every account the few tasks that they do not see: all tasks less these are the visible ones."""
    if may(user, "write_all_accounts"):
        return Task.objects.none()
    return Task.objects.filter(account=None).exclude(Q(owner=user) | Q(created_by=user))


def task_or_404(user: Any, task_id: int) -> Task:
    return get_object_or_404(visible_tasks(user).select_related(*_SHOWN), pk=task_id)


def may_change_task(user: Any, task: Task) -> bool:
    """Its owner, who asked for it, and whose account it is about; leads all of them."""
    own = user.pk in {task.owner_id, task.created_by_id, task.account.owner_id if task.account else None}
    return may(user, "write_all_accounts") or (own and may(user, "write_own_accounts"))


def workers() -> QuerySet[User]:
    """Who may own work: the people who write accounts."""
    return User.objects.filter(is_active=True, role__in=_WORKING).order_by("name", "email")


def works(person: User) -> bool:
    return may(person, "write_own_accounts")


def days_of(user: Any) -> QuerySet[User]:
    """Whose day a person may look at: their own; a lead the day of everybody who works on accounts."""
    return workers() if may(user, "write_all_accounts") else workers().filter(pk=user.pk)


_WORKING = (Role.CSM, Role.LEAD, Role.ADMINISTRATOR)
_SHOWN = ("account__state", "account__owner", "owner", "contact", "series", "created_by", "finished_by",
          "finished_contact")  # fmt: skip
