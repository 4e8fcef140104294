"""Which plans, objectives and proposed goals a person may see or change, and which a contact of the customer may.

A contact reaches what is shared, of their own account, and nothing else; one who has left reaches nothing.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from tenure.company.clock import today
from tenure.company.roles import may
from tenure.customers.access import may_write, visible_rows
from tenure.customers.models import Account, Contact
from tenure.planning.models import Goal, ProposedGoal, SuccessPlan


def visible_plans(user: Any) -> QuerySet[SuccessPlan]:
    return visible_rows(user, SuccessPlan.objects.all())


def plan_or_404(user: Any, plan_id: str) -> SuccessPlan:
    plans = visible_plans(user).select_related("account__state", "account__owner", "owner", "state")
    return get_object_or_404(plans, pk=plan_id)


def goal_or_404(user: Any, goal_id: str) -> Goal:
    goals = visible_rows(user, Goal.objects.all(), "plan__account")
    related = ("plan__account__owner", "plan__owner", "owner", "contact", "state")
    return get_object_or_404(goals.select_related(*related), pk=goal_id)


def may_plan(user: Any, plan: SuccessPlan) -> bool:
    """Whoever writes the account, and whose plan it is."""
    own = plan.owner_id is not None and plan.owner_id == user.pk and may(user, "write_own_accounts")
    return own or may_write(user, plan.account)


def writable_plan(user: Any, plan_id: str) -> SuccessPlan:
    """The plan, locked, for somebody who may change it; a 404 for everybody else."""
    plan = plan_or_404(user, plan_id)
    if not may_plan(user, plan):
        raise Http404
    return SuccessPlan.objects.select_for_update(of=("self",)).select_related("account", "owner").get(pk=plan.pk)


def writable_goal(user: Any, goal_id: str) -> Goal:
    """The objective, locked, for somebody who may change it or does it; a 404 for everybody else."""
    goal = goal_or_404(user, goal_id)
    own = goal.owner_id is not None and goal.owner_id == user.pk and may(user, "write_own_accounts")
    if not own and not may_plan(user, goal.plan):
        raise Http404
    return _locked(goal)


def proposal_or_404(user: Any, proposal_id: int) -> ProposedGoal:
    found = visible_rows(user, ProposedGoal.objects.all())
    return get_object_or_404(found.select_related("account", "contact", "contact_owner", "goal"), pk=proposal_id)


def writable_account(user: Any, account: Account) -> Account:
    if not may_write(user, account):
        raise Http404
    return account


# What a contact reaches.


def present(contact: Contact) -> Contact:
    """The contact, unless they have left."""
    if contact.left_on is not None and contact.left_on <= today():
        raise Http404
    return contact


def shared_goals(contact: Contact) -> QuerySet[Goal]:
    """Shared objectives of shared plans of the contact's account, cancelled ones left out."""
    goals = Goal.objects.filter(plan__account=present(contact).account_id, plan__shared=True, shared=True)
    return goals.exclude(status="cancelled").select_related("plan", "owner", "contact", "state")


def shared_goal_or_404(contact: Contact, goal_id: str) -> Goal:
    return get_object_or_404(shared_goals(contact), pk=goal_id)


def shared_goal_locked(contact: Contact, goal_id: str) -> Goal:
    return _locked(shared_goal_or_404(contact, goal_id))


def shared_proposals(contact: Contact) -> QuerySet[ProposedGoal]:
    """What the customer proposed, and what we proposed and share; newest first."""
    found = ProposedGoal.objects.filter(account=present(contact).account_id)
    return found.filter(Q(shared=True) | Q(contact__isnull=False)).order_by("-created_at", "-pk")


def _locked(goal: Goal) -> Goal:
    goals = Goal.objects.select_for_update(of=("self",))
    return goals.select_related("plan__account", "owner", "contact", "verified_contact").get(pk=goal.pk)
