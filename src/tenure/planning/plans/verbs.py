"""What people do with success plans: begin, write, share, close. Each verb checks who may, and is journalled."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account
from tenure.planning.access import may_plan, plan_or_404, writable_account, writable_plan
from tenure.planning.models import Goal, SuccessPlan
from tenure.planning.plans.accepting import accepted
from tenure.planning.plans.standing import keep
from tenure.planning.telling import changed, tell

SOURCE = "Tenure"
__all__ = ["begin", "close", "edit", "may_plan", "plan_or_404", "reopen", "share", "version"]


def version(row: SuccessPlan | Goal) -> str:
    """Names the state a person has before them, so that a later write can tell whether it is still the same."""
    return row.loaded_at.isoformat()


@transaction.atomic
def begin(
    user: Any, account: Account, name: str, *, started_on: date | None = None, owner: User | None = None,
    summary: str = "", template: str = "", template_version: int | None = None, shared: bool = False,
) -> SuccessPlan:  # fmt: skip
    """An empty plan; `starting.start` makes one from a template."""
    writable_account(user, account)
    values = accepted({"summary": summary, "started_on": started_on or today(), "owner": owner or user}, account)
    plan = SuccessPlan(id=f"plan-{uuid.uuid4().hex}", account=account, name=_name(name), template=template,
                       template_version=template_version, shared=shared, source=SOURCE, **values)  # fmt: skip
    plan.save(force_insert=True)
    tell("plan.begun", plan, account.pk, user, after={"name": plan.name, "template": template})
    keep([plan.pk])
    return plan


@transaction.atomic
def edit(user: Any, plan_id: str, values: Mapping[str, Any], *, seen: str) -> SuccessPlan:
    """Write name, summary, owner and first day over the version that was seen; raises ChangedMeanwhile."""
    plan = writable_plan(user, plan_id)
    if version(plan) != seen:
        raise ChangedMeanwhile(plan)
    kept = accepted({one: value for one, value in values.items() if one != "name"}, plan.account)
    return _write(user, plan, "plan.edited", kept | ({"name": _name(values["name"])} if "name" in values else {}))


@transaction.atomic
def share(user: Any, plan_id: str, shared: bool) -> SuccessPlan:
    """Whether the customer sees the plan on their page, and of it the objectives that are shared."""
    return _write(user, writable_plan(user, plan_id), "plan.shared" if shared else "plan.hidden", {"shared": shared})


@transaction.atomic
def close(user: Any, plan_id: str, reason: str) -> SuccessPlan:
    """It is over. Objectives that are still open stay as they are, and count as the numbers count them."""
    plan = writable_plan(user, plan_id)
    if not reason.strip():
        raise NotAccepted("Say why the plan is over.")
    if plan.closed_on is not None and plan.closed_on <= today():
        return plan
    return _write(user, plan, "plan.closed", {"closed_on": today()}, reason.strip()[:300])


@transaction.atomic
def reopen(user: Any, plan_id: str) -> SuccessPlan:
    return _write(user, writable_plan(user, plan_id), "plan.reopened", {"closed_on": None})


def _write(user: Any, plan: SuccessPlan, verb: str, values: Mapping[str, Any], reason: str = "") -> SuccessPlan:
    before, after = changed(plan, values)
    if after:
        plan.save()
        tell(verb, plan, plan.account_id, user, before=before, after=after | {"name": plan.name}, reason=reason)
        keep([plan.pk])
    return plan


def _name(name: str) -> str:
    tidy = " ".join(name.replace("\x00", "").split())
    if not tidy:
        raise NotAccepted("Give the plan a name.")
    if len(tidy) > 200:
        raise NotAccepted(f"The name has {len(tidy)} characters; 200 fit.")
    return tidy
