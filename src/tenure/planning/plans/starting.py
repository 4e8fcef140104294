"""A plan from a template: its objectives with baselines as the facts have them, and the tasks that lead there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.money import minor_exponent
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.engine.measures.looking import of_account
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.library.reading import HeldSuccessTemplate, published_measures
from tenure.library.success import SuccessObjective
from tenure.metrics.measures import Measure
from tenure.planning.models import Goal, Importance, SuccessPlan
from tenure.planning.plans import objectives, verbs
from tenure.work.tasks import add_task

_WEEK: Final = 7 * DAY
ORIGIN: Final = "objective"  # of tasks that lead to one
_IMPORTANCE: Final = {"high": Importance.HIGH, "normal": Importance.NORMAL, "low": Importance.LOW}
_PLACES: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Start:
    """How a plan begins. `leave_out` are numbers of objectives of the template, counted from 0."""

    name: str = ""
    started_on: date | None = None
    owner: User | None = None
    contact: Contact | None = None
    leave_out: Collection[int] = ()
    shared: bool = False


@transaction.atomic
def start(user: Any, account: Account, held: HeldSuccessTemplate, how: Start) -> SuccessPlan:
    """The plan with its objectives and tasks; whoever owns the plan owns them, the contact what is the customer's."""
    template, begun, owner = held.template, how.started_on or today(), how.owner or user
    chosen = [one for number, one in enumerate(template.objectives) if number not in how.leave_out]
    if not chosen:
        raise NotAccepted("Choose at least one objective, or begin an empty plan.")
    plan = verbs.begin(
        user, account, how.name or template.name, started_on=begun, owner=owner, summary=template.summary,
        template=template.id, template_version=held.version, shared=how.shared,
    )  # fmt: skip
    declared = published_measures()
    known = baselines([one.measures[0] for one in chosen if one.measures], account, begun)
    for one in chosen:
        whose = {"owner": owner, "contact": how.contact, "shared": how.shared}
        goal = objectives.add(user, plan.pk, _objective(one, begun, known, declared) | whose)
        _tasks(user, account, goal, one, begun, owner, how.contact)
    return plan


def baselines(measures: Collection[str], account: Account, day: date) -> Mapping[str, Decimal]:
    """What the facts say of these measures at the end of a day; those that are unknown are missing."""
    declared = published_measures()
    asked = [declared[one] for one in dict.fromkeys(measures) if one in declared]
    if not asked:
        return {}
    try:
        panel = of_account(asked, account.pk, [min(day, today())])
    except (NothingPublished, TooSlow):
        return {}
    found = {one.id: panel.values[one.id][0, 0] for one in asked}
    return {name: exact(value) for name, value in found.items() if value == value}


def exact(value: float) -> Decimal:
    """As it is kept: six places after the point."""
    return Decimal(float(value)).quantize(_PLACES)


def _objective(
    one: SuccessObjective, begun: date, known: Mapping[str, Decimal], declared: Mapping[str, Measure]
) -> dict[str, Any]:
    measure = one.measures[0] if one.measures else ""
    baseline = known.get(measure)
    falls = measure in declared and declared[measure].good == "down"
    worth = one.worth
    return {
        "name": one.statement, "why": one.why, "measure": measure, "unit": "" if measure else one.unit,
        "baseline": baseline, "baseline_on": min(begun, today()), "target": _target(one, baseline, falls),
        "due_on": begun + one.weeks * _WEEK, "importance": _IMPORTANCE[one.importance],
    } | ({} if worth is None else {
        "rate_minor": round(worth.amount * 10 ** minor_exponent(worth.currency)), "rate_currency": worth.currency,
        "rate_per": worth.per,
    })  # fmt: skip


def _target(one: SuccessObjective, baseline: Decimal | None, falls: bool) -> Decimal | None:
    """What is reached already is no target: then it is agreed with the customer."""
    if one.target is not None:
        found = Decimal(str(one.target))
    elif one.lift is not None and baseline:
        found = (baseline * (1 + Decimal(str(one.lift)) / 100)).quantize(_PLACES)
    else:
        return None
    if baseline is None:
        return found
    return None if (baseline <= found if falls else baseline >= found) else found


def _tasks(user: Any, account: Account, goal: Goal, one: SuccessObjective, begun: date, owner: User,
           contact: Contact | None) -> None:  # fmt: skip
    for task in one.tasks:
        add_task(
            user, task.title, begun + task.week * _WEEK, account=account, owner=owner, note=task.note,
            origin=(ORIGIN, goal.pk), contact=contact if task.side == "customer" else None,
        )  # fmt: skip
