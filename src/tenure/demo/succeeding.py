"""What customers of the demo want to reach, how far they came, who matters there, and what it was worth; by the verbs.

Written as if it had been agreed months ago: objectives are measured from their baselines on, tasks that were due are
done on their day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from tenure.company.clock import today, zone
from tenure.company.models import Role, User
from tenure.core.periods import DAY
from tenure.customers.models import Account, Contact
from tenure.library.reading import published_measures, published_success_templates
from tenure.planning.checkins import keeping
from tenure.planning.checkins import verbs as cadences
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import Goal, ProposedGoal, SuccessPlan
from tenure.planning.plans import comments, confirming, measuring, objectives, standing, starting, values, verbs
from tenure.planning.stakeholders import verbs as stakeholders
from tenure.planning.value import worth
from tenure.planning.value.quarters import Quarter
from tenure.work.models import Task
from tenure.work.portal.models import PortalVisit


@dataclass(frozen=True, slots=True)
class _Typed:
    """An objective whose number the customer counts: baseline, target, and values by share of the time until today."""

    baseline: int
    target: int
    told: Sequence[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class _Agreed:
    template: str
    days_ago: int
    typed: dict[int, _Typed]
    verified: bool = False


# Accounts of a book without a plan that came in by file, in order of what they pay.
_PLANS: Final = (
    _Agreed("efficiency", 230, {0: _Typed(0, 160, ((0.3, 40), (0.55, 95), (0.8, 140), (0.95, 168)))}, True),
    _Agreed("risk_compliance", 190, {0: _Typed(40, 10, ((0.4, 31), (0.9, 22))), 1: _Typed(4, 0, ((0.6, 3),))}),
    _Agreed("growth", 150, {0: _Typed(210, 280, ((0.4, 214), (0.9, 221)))}),
    _Agreed("efficiency", 60, {0: _Typed(0, 90, ((0.7, 12),))}),
    _Agreed("growth", 300, {0: _Typed(120, 150, ((0.3, 131), (0.6, 152), (0.9, 155)))}, True),
)
_PROPOSED: Final = (
    {"statement": "Close the month in three days instead of eight", "why": "Our auditors ask for it every quarter.",
     "unit": "days", "baseline": Decimal(8), "target": Decimal(3), "importance": 1},
    {"statement": "Every new colleague works with it in the first week", "why": "We hire twenty people in spring.",
     "importance": 2},
    {"statement": "No more copies of data in spreadsheets", "importance": 3},
)  # fmt: skip
_QUESTION: Final = "Which spreadsheets do you have in mind, and who keeps them today?"
_AIMS: Final = (Decimal("0.9"), Decimal("1.2"), Decimal("2.5"))  # targets, as parts of the way that was gone
_COMMENTS: Final = ("The second team starts next week, so this should move soon.",
                    "Good. We will look at the first numbers together in the next call.")  # fmt: skip
_PLACES: Final = ((5, 1), (4, 2), (3, 1), (2, 0), (4, -1), (2, 1))  # influence, stance
_AIM: Final = "All three regions work with it, and the sponsor says in public what it saved them."
_STRATEGY: Final = "Prove the hours with their controller first.\nThen bring the head of operations to the next review."
_LATER: Final = "Prove the hours with their controller first.\nWin the IT lead before the security review.\n" \
                "Then bring the head of operations to the next review."  # fmt: skip
_RISKS: Final = "Their budget is decided in October, before the next review."
_GROWTH: Final = "The legal team asked twice for the approvals. Show them what finance does."
_CUSTOMER: Final = "They merge two business units next spring; whoever leads the new one decides."


def agree() -> None:
    """Once: whoever has a plan of their own making is left alone."""
    if SuccessPlan.objects.filter(source=verbs.SOURCE).exists():
        return
    now = today()
    lead = User.objects.filter(role=Role.LEAD).order_by("email").first()
    for owner in User.objects.filter(accounts__isnull=False, is_active=True).distinct().order_by("email"):
        _book(owner, now)
    measuring.measure()
    _aimed(now)
    _decided()
    _over(now)
    _visited(now)
    if lead is not None:
        cadences.set_cadence(lead, "sales_led", 21, None, tier="Strategic")
    worth.keep_of_plans(standing.keep_all_that_changed())
    keeping.keep_all_that_changed()


def _book(owner: User, now: date) -> None:
    paying = Account.objects.filter(owner=owner, state__arr_minor__gt=0, state__status="customer")
    free = paying.exclude(pk__in=SuccessPlan.objects.filter(closed_on=None).values("account"))
    for number, account in enumerate(free.order_by("-state__arr_minor", "pk")[: len(_PLANS)]):
        people = list(Contact.objects.filter(account=account, left_on=None).order_by("pk"))
        _plan(owner, account, people, _PLANS[number], now)
        if people and number < 3:
            _proposed(owner, account, people[0], number, now)
        if number < 2:
            _account_plan(owner, account, people)


def _plan(owner: User, account: Account, people: Sequence[Contact], agreed: _Agreed, now: date) -> None:
    begun = now - agreed.days_ago * DAY
    held = published_success_templates(published_measures())[agreed.template]
    how = starting.Start(started_on=begun, owner=owner, contact=people[0] if people else None, shared=True)
    plan = starting.start(owner, account, held, how)
    for place, goal in enumerate(plan.goals.order_by("position")):
        if place in agreed.typed:
            _typed(owner, goal, agreed.typed[place], begun, now)
    _done(plan, now)


def _typed(owner: User, goal: Goal, typed: _Typed, begun: date, now: date) -> None:
    numbers = {"baseline": Decimal(typed.baseline), "target": Decimal(typed.target)}
    objectives.edit(owner, goal.pk, numbers, seen=verbs.version(Goal.objects.get(pk=goal.pk)))
    for share, value in typed.told:
        on = begun + timedelta(days=round(share * (now - begun).days))
        values.write(owner, goal.pk, Decimal(value), on, contact=goal.contact)
    if goal.contact is not None:
        comments.comment(None, goal.pk, _COMMENTS[0], contact=goal.contact)
        comments.comment(owner, goal.pk, _COMMENTS[1], shared=True)


def _done(plan: SuccessPlan, now: date) -> None:
    """What was due before this week was done on its day; as a verb it would count as today's work."""
    late = Task.objects.filter(origin_kind=starting.ORIGIN, origin_id__in=plan.goals.values("pk"))
    for task in late.filter(due_on__lt=now - 6 * DAY, state=Task.State.OPEN):
        Task.objects.filter(pk=task.pk).update(
            state=Task.State.DONE, finished_by=task.owner,
            finished_at=datetime.combine(task.due_on, time(15), tzinfo=zone()),
        )  # fmt: skip


def _proposed(owner: User, account: Account, contact: Contact, number: int, now: date) -> None:
    given = _PROPOSED[number] | {"due_on": now + 120 * DAY, "contact_owner": contact}
    proposal = inventory.propose(None, account, given, contact=contact)
    if number == 2:
        inventory.ask_back(owner, proposal.pk, _QUESTION, seen=_seen(proposal))


def _seen(proposal: ProposedGoal) -> str:
    return inventory.version(ProposedGoal.objects.get(pk=proposal.pk))


def _account_plan(owner: User, account: Account, people: Sequence[Contact]) -> None:
    """Some of the people are placed, and the plan was thought over once."""
    for contact, (influence, stance) in zip(people, _PLACES, strict=False):
        place = {"influence": influence, "stance": stance}
        stakeholders.place(owner, account, contact.pk, place, seen="")
    body = {"aim": _AIM, "strategy": _STRATEGY, "risks": _RISKS, "growth": _GROWTH, "customer": _CUSTOMER}
    stakeholders.save(owner, account, body, "After the first review.", seen=0)
    stakeholders.save(owner, account, body | {"strategy": _LATER}, "IT has a say after all.", seen=1)


def _aimed(now: date) -> None:
    """Measured objectives get targets that some came past, some are near to and some are far from."""
    goals = Goal.objects.filter(plan__source=verbs.SOURCE, baseline__isnull=False).exclude(measure="")
    goals = goals.select_related("owner", "state").order_by("plan__account", "position")
    for number, goal in enumerate(goals):
        base, value = Decimal(goal.baseline or 0), goal.state.value
        if goal.owner is None or value is None:
            continue
        step = Decimal("0.1") * abs(base) or Decimal(1)
        falls = published_measures()[goal.measure].good == "down"
        moved = (base - value) if falls else (value - base)
        far = max(moved * _AIMS[number % len(_AIMS)], step).quantize(Decimal("0.01"))
        target = max(Decimal(0), base - far) if falls else base + far
        if target != base:
            objectives.edit(goal.owner, goal.pk, {"target": target}, seen=verbs.version(goal))


def _over(now: date) -> None:
    """What fell due a month ago is closed, attained or missed; what never got a target is called off."""
    late = Goal.objects.filter(plan__source=verbs.SOURCE, status="open", due_on__lt=now - 30 * DAY)
    for goal in late.select_related("owner").exclude(owner=None):
        if goal.target is None:
            objectives.close(goal.owner, goal.pk, "It was so from the beginning.", cancelled=True)
        else:
            objectives.close(goal.owner, goal.pk, "Looked at together when it fell due.")


def _visited(now: date) -> None:
    """Most customers who are led by messages looked at their page lately."""
    found = Contact.objects.filter(account__motion__in=("product_led", "hybrid"), left_on=None)
    first: dict[str, Contact] = {}
    for contact in found.filter(account__state__status="customer").order_by("account", "pk"):
        first.setdefault(contact.account_id, contact)
    noon = datetime.combine(now, time(12), tzinfo=zone())
    PortalVisit.objects.bulk_create(
        [PortalVisit(contact=contact, account_id=account, at=noon - timedelta(days=7 * number % 65), page="home",
                     browser="Firefox, Windows")
         for number, (account, contact) in enumerate(first.items(), 1) if number % 6]
    )  # fmt: skip


def _decided() -> None:
    """Objectives that were attained are confirmed by the customer where the plan says so, and their quarters too."""
    verified = {agreed.template for agreed in _PLANS if agreed.verified}
    goals = Goal.objects.filter(
        plan__source=verbs.SOURCE, plan__template__in=verified, measure="", contact__isnull=False
    )
    for goal in goals.filter(state__standing="attained").select_related("contact"):
        confirming.verify(None, goal.pk, contact=goal.contact)
        worth.keep([goal.pk])
        for row in list(goal.worth.order_by("period"))[:1]:
            if row.until == (Quarter.named(row.period) or Quarter(row.until)).last:
                worth.verify(None, goal.pk, row.period, contact=goal.contact)
