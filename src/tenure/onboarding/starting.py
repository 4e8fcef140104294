"""Starting an onboarding: its plan, with a task for each step, from a template; by hand, or by the rule."""

import uuid
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.library.reading import HeldOnboarding, published_onboardings
from tenure.onboarding.choosing import fitting
from tenure.onboarding.locking import changed, say
from tenure.onboarding.models import Onboarding, Plan, Step
from tenure.onboarding.proposing import Proposal, Proposed, propose
from tenure.onboarding.reckoning import reckon
from tenure.work.access import works
from tenure.work.models import Task

ORIGIN: Final = "onboarding"
SOURCE: Final = "Tenure"
RULE: Final = "onboarding rule"
_FARTHEST: Final = timedelta(days=2 * 366)


def template_or_404(key: str) -> HeldOnboarding:
    """The version in force."""
    found = next((one for one in published_onboardings() if one.template.id == key), None)
    if found is None:
        raise Http404
    return found


def start(
    user: Any, account: Account, held: HeldOnboarding, begins: date, *, lead: User | None = None, name: str = ""
) -> Plan:
    """By hand. An onboarding that runs without a plan, because it was imported, gets one; it keeps its first day."""
    if not may_write(user, account):
        raise Http404
    lead = lead or account.owner or user
    if not works(lead):
        raise NotAccepted(f"{lead} does not work on accounts; choose somebody who does.")
    if abs(begins - today()) > _FARTHEST:
        raise NotAccepted("The first day is more than two years away; look at its year.")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # two people who press at once
        running = _running(account)
        onboarding = running or _onboarding(account, begins, f"onboarding-{uuid.uuid4().hex}")
        proposal = propose(account, held, onboarding.started_on, lead)
        return _make(user, onboarding, proposal, _name(name, held, account))


def start_by_rule(account: Account, begins: date) -> Plan | None:
    """The fitting template for an account that never had an onboarding; None if there is none, or it has one by now.

    Its id follows from the account, so that two workers who come to it at once make one.
    """
    held = fitting(account)
    if held is None:
        return None
    key = f"onboarding-{sha256(account.pk.encode()).hexdigest()[:32]}"
    try:
        with transaction.atomic():
            Account.objects.select_for_update().get(pk=account.pk)
            if Onboarding.objects.filter(account=account).exists():
                return None
            onboarding = _onboarding(account, begins, key)
            lead = account.owner if account.owner and works(account.owner) else None
            proposal = propose(account, held, begins, lead)
            return _make(None, onboarding, proposal, _name("", held, account), origin=RULE)
    except IntegrityError:
        if Onboarding.objects.filter(pk=key).exists():
            return None
        raise


def _running(account: Account) -> Onboarding | None:
    """One that runs without a plan; refused when one with a plan does."""
    found = Onboarding.objects.filter(account=account, completed_on=None, cancelled_on=None).order_by("-started_on")
    held = list(found.select_related("plan")[:20])
    if planned := next((one for one in held if getattr(one, "plan", None)), None):
        raise NotAccepted(
            f"An onboarding of {account} is running since {planned.started_on}; complete or cancel it first."
        )
    return held[0] if held else None


def _onboarding(account: Account, begins: date, key: str) -> Onboarding:
    made = Onboarding(id=key, account=account, started_on=begins, source=SOURCE)
    made.save(force_insert=True)
    return made


def _name(name: str, held: HeldOnboarding, account: Account) -> str:
    tidy = " ".join(name.replace("\x00", "").split())
    if len(tidy) > 120:
        raise NotAccepted(f"The name has {len(tidy)} characters; 120 fit.")
    return tidy or held.template.name


def _make(user: Any, onboarding: Onboarding, proposal: Proposal, name: str, *, origin: str = "") -> Plan:
    template, now = proposal.template, timezone.now()
    value = template.first_value
    plan = Plan.objects.create(
        onboarding=onboarding, name=name, template=template.id, template_version=proposal.held.version,
        lead=proposal.lead, phases=[phase for phase, _ in proposal.phases], planned_on=proposal.finish,
        first_value_days=value.days if value else None, first_value_feature=value.feature if value else "",
        made_by=user, created_at=now, changed_at=now,
    )  # fmt: skip
    _make_steps(user, plan, proposal)
    changed(plan)
    told = {"template": template.id, "version": proposal.held.version, "name": name, "steps": len(proposal.steps)}
    say(user, onboarding, "started", after=told, origin=origin)
    reckon(plan)
    return plan


def _make_steps(user: Any, plan: Plan, proposal: Proposal) -> None:
    """At once, so that a plan of forty steps is three statements."""
    tasks = Task.objects.bulk_create([_task(user, plan.onboarding, one) for one in proposal.steps])
    phases = {one.step.key: phase for phase, steps in proposal.phases for one in steps}
    Step.objects.bulk_create(
        _step(plan, one, phases[one.step.key], 10 * number, task)
        for number, (one, task) in enumerate(zip(proposal.steps, tasks, strict=True), 1)
    )


def _task(user: Any, onboarding: Onboarding, one: Proposed) -> Task:
    return Task(
        title=one.step.title, note=one.step.note, account_id=onboarding.account_id, owner=one.owner,
        contact=one.contact, shared=one.step.shared or one.contact is not None, due_on=one.finish,
        origin_kind=ORIGIN, origin_id=onboarding.pk, created_by=user,
    )  # fmt: skip


def _step(plan: Plan, one: Proposed, phase: str, position: int, task: Task) -> Step:
    step = one.step
    return Step(
        plan=plan, key=step.key, phase=phase, position=position, kind=step.kind.value, role=step.owner, task=task,
        days=step.days, after=list(step.after), milestone=step.milestone, message_key=step.message,
        agenda=step.agenda, minutes=step.minutes, planned_start=one.start, planned_finish=one.finish,
        due_set=one.finish,
    )  # fmt: skip
