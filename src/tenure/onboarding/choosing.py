"""Which template fits an account, and which of its steps are made for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, QuerySet, Value, When

from tenure.company.models import settings_row
from tenure.core.conditions import EVERYTHING, Condition
from tenure.customers.filters import where
from tenure.customers.models import Account
from tenure.library.onboarding import OnboardingTemplate, Step
from tenure.library.reading import HeldOnboarding, published_onboardings


@dataclass(frozen=True, slots=True)
class Choice:
    """A template in force, whether its condition holds for the account, and whether the rule would take it."""

    held: HeldOnboarding
    fits: bool
    is_first: bool = False


def choices(account: Account) -> list[Choice]:
    """Those that fit first, in the order in which they are asked; the first of them is taken by the rule."""
    held = published_onboardings()
    answers = meets(account, [one.template.asks() for one in held])
    first = next((one for one, fits in zip(held, answers, strict=True) if fits), None)
    found = [Choice(one, fits, one is first) for one, fits in zip(held, answers, strict=True)]
    return sorted(found, key=lambda choice: not choice.fits)


def fitting(account: Account) -> HeldOnboarding | None:
    return next((choice.held for choice in choices(account) if choice.is_first), None)


def made_for(account: Account, template: OnboardingTemplate) -> tuple[list[Step], list[Step]]:
    """Steps that are made for the account, and those whose condition it does not meet.

    Who waits for a step that is not made waits for what that one waits for.
    """
    return steps_of(template, meets(account, [step.asks() for step in template.steps()]))


def steps_of(template: OnboardingTemplate, meets_: Sequence[bool]) -> tuple[list[Step], list[Step]]:
    """Those that are made and those that are left out, by whether the condition of each is met."""
    steps = list(template.steps())
    answers = dict(zip([step.key for step in steps], meets_, strict=True))
    known = {step.key: step for step in steps}
    made = [
        step.model_copy(update={"after": tuple(_instead(step.after, known, answers))})
        for step in steps if answers[step.key]
    ]  # fmt: skip
    return made, [step for step in steps if not answers[step.key]]


def _instead(after: Iterable[str], known: dict[str, Step], answers: dict[str, bool]) -> list[str]:
    found: dict[str, None] = {}
    for key in after:
        found |= {key: None} if answers[key] else dict.fromkeys(_instead(known[key].after, known, answers))
    return list(found)


def meets(account: Account, conditions: Sequence[Condition]) -> list[bool]:
    """Which of the conditions hold for the account; one question to the database, none when nothing is asked."""
    if all(one == EVERYTHING for one in conditions):
        return [True] * len(conditions)
    found = all_meet(Account.objects.filter(pk=account.pk), conditions)
    return found.get(account.pk, [one == EVERYTHING for one in conditions])


def all_meet(accounts: QuerySet[Account], conditions: Sequence[Condition]) -> dict[str, list[bool]]:
    """By account, which of the conditions hold for it; in the order of the accounts."""
    asked = {number: one for number, one in enumerate(conditions) if one != EVERYTHING}
    currency = settings_row().currency if asked else ""
    columns = {f"meets_{number}": _whether(one, currency) for number, one in asked.items()}
    return {
        row["pk"]: [number not in asked or bool(row[f"meets_{number}"]) for number in range(len(conditions))]
        for row in accounts.annotate(**columns).values("pk", *columns)
    }


def _whether(condition: Condition, currency: str) -> Case:
    return Case(When(where(condition, currency), then=Value(True)), default=Value(False), output_field=BooleanField())
