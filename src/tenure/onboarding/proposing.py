"""What starting an onboarding from a template would make, before anything is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.library.onboarding import OnboardingTemplate, Step
from tenure.library.reading import HeldOnboarding
from tenure.onboarding.choosing import made_for
from tenure.onboarding.schedule import Forecast, Node, forecast


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step as it would be made. `missing` is the role that nobody at the customer has."""

    step: Step
    owner: User | None
    contact: Contact | None
    start: date
    finish: date
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    held: HeldOnboarding
    account: Account
    lead: User | None
    begins: date
    finish: date
    phases: tuple[tuple[str, tuple[Proposed, ...]], ...]
    left_out: tuple[Step, ...]

    @property
    def template(self) -> OnboardingTemplate:
        return self.held.template

    @property
    def steps(self) -> list[Proposed]:
        return [one for _, steps in self.phases for one in steps]

    @property
    def missing(self) -> list[str]:
        """Roles that steps need and nobody has, each once."""
        return list(dict.fromkeys(one.missing for one in self.steps if one.missing))


def propose(account: Account, held: HeldOnboarding, begins: date, lead: User | None) -> Proposal:
    steps, left_out = made_for(account, held.template)
    found = forecast(nodes_of(steps), begins, begins)
    people = _by_role(account, begins)
    made = {step.key: _proposed(step, account, lead, people, found) for step in steps}
    phases = [
        (phase.name, tuple(made[step.key] for step in phase.steps if step.key in made))
        for phase in held.template.phases
    ]
    return Proposal(held, account, lead, begins, found.finish, tuple(one for one in phases if one[1]), tuple(left_out))


def nodes_of(steps: Iterable[Step]) -> list[Node]:
    return [Node(step.key, step.days, step.after) for step in steps]


def _proposed(step: Step, account: Account, lead: User | None, people: dict[str, Contact], found: Forecast) -> Proposed:
    bar = found.bars[step.key]
    if step.is_ours:
        owner = (account.owner or lead) if step.owner == "csm" else lead
        return Proposed(step, owner, None, bar.start, bar.finish)
    contact = people.get(step.owner)
    return Proposed(step, lead, contact, bar.start, bar.finish, "" if contact else step.owner)


def _by_role(account: Account, day: date) -> dict[str, Contact]:
    """Of several contacts with a role, who has been there longest."""
    found = Contact.objects.filter(account=account).exclude(role="").exclude(left_on__lte=day)
    return {one.role: one for one in found.order_by("-created_on", "-name", "-pk")}
