"""The end of an onboarding, and handing it to somebody else."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.onboarding.locking import changed, locked, say
from tenure.onboarding.models import Onboarding, Plan, Standstill
from tenure.onboarding.reading import Opened
from tenure.onboarding.reckoning import reckon
from tenure.work.access import works
from tenure.work.models import Task


@transaction.atomic
def complete(user: Any, onboarding_id: str, *, seen: str, anyway: bool = False) -> Plan:
    """The customer works on their own. With steps left open it has to be meant: their tasks are cancelled."""
    plan = locked(user, onboarding_id, seen)
    left = _open_tasks(plan)
    if left and not anyway:
        titles = ", ".join(task.title for task in left[:3]) + (" and others" if len(left) > 3 else "")
        raise NotAccepted(f"{len(left)} steps are not done: {titles}. Finish them, or complete without them.")
    closed = _close(user, plan, left)
    plan.onboarding.completed_on = today()
    return _end(user, plan, "completed", closed, "")


@transaction.atomic
def cancel(user: Any, onboarding_id: str, reason: str, *, seen: str) -> Plan:
    """It ends without having got there, and why."""
    plan = locked(user, onboarding_id, seen)
    why = " ".join(reason.replace("\x00", "").split())
    if not why:
        raise NotAccepted("Say why it ends here; it is what the next one can learn from.")
    closed = _close(user, plan, _open_tasks(plan))
    plan.onboarding.cancelled_on, plan.end_reason = today(), why[:1000]
    return _end(user, plan, "cancelled", closed, why[:1000])


@transaction.atomic
def reopen(user: Any, onboarding_id: str) -> Opened:
    """Undo of completing and of cancelling: tasks that were cancelled with it are open again."""
    plan = locked(user, onboarding_id, running=False)
    if plan.onboarding.is_running:
        return reckon(plan)
    others = Onboarding.objects.filter(account=plan.onboarding.account, completed_on=None, cancelled_on=None)
    if others.exists():
        raise NotAccepted("Another onboarding of this account was started in the meantime.")
    ended = plan.onboarding.completed_on or plan.onboarding.cancelled_on
    Task.objects.filter(pk__in=plan.closed_tasks, state=Task.State.CANCELLED).update(
        state=Task.State.OPEN, finished_at=None, finished_by=None, changed_at=timezone.now()
    )
    plan.onboarding.completed_on, plan.onboarding.cancelled_on = None, None
    plan.onboarding.save()
    plan.closed_tasks, plan.end_reason = [], ""
    changed(plan)
    say(user, plan.onboarding, "reopened", before={"ended_on": str(ended)})
    return reckon(plan)


@transaction.atomic
def hand_over(user: Any, onboarding_id: str, lead: User, *, seen: str) -> Plan:
    """To another lead, with the open tasks of the one before."""
    plan = locked(user, onboarding_id, seen)
    if not works(lead):
        raise NotAccepted(f"{lead} does not work on accounts; hand it to somebody who does.")
    if plan.lead_id == lead.pk:
        return plan
    before = plan.lead
    theirs = [task.pk for task in _open_tasks(plan) if task.owner_id == plan.lead_id]
    Task.objects.filter(pk__in=theirs).update(owner=lead, changed_at=timezone.now())
    plan.lead = lead
    changed(plan)
    reckon(plan)
    was, now = before.email if before else "", lead.email
    say(user, plan.onboarding, "handed_over", before={"lead": was}, after={"lead": now, "tasks": len(theirs)})
    return plan


def _open_tasks(plan: Plan) -> list[Task]:
    found = Task.objects.filter(onboarding_step__plan=plan, onboarding_step__removed_on=None, state=Task.State.OPEN)
    return list(found.order_by("onboarding_step__position"))


def _close(user: Any, plan: Plan, left: list[Task]) -> list[int]:
    """Who may end an onboarding ends all of it, also what others do for it; one row in the journal says so."""
    now, keys = today(), [task.pk for task in left]
    Task.objects.filter(pk__in=keys).update(
        state=Task.State.CANCELLED, finished_at=timezone.now(), finished_by=user, changed_at=timezone.now()
    )
    Standstill.objects.filter(step__plan=plan, until=None, since__lt=now).update(until=now, freed_by=user)
    Standstill.objects.filter(step__plan=plan, until=None).delete()
    return keys


def _end(user: Any, plan: Plan, verb: str, closed: list[int], reason: str) -> Plan:
    plan.closed_tasks = closed
    plan.onboarding.save()
    changed(plan)
    reckon(plan)
    say(user, plan.onboarding, verb, after={"on": str(today()), "left_open": len(closed)}, reason=reason)
    return plan
