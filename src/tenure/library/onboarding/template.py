"""An onboarding template's declaration, and the sentences about one that cannot be used."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, Final

from pydantic import Field, model_validator

from tenure.core.conditions import Condition, ConditionError
from tenure.library.onboarding.asking import condition_of
from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.measures.kinds import Strict

# Our own people: who leads the onboarding, and who looks after the account. Every other role is one of a contact.
OURS: Final = ("lead", "csm")
MOST_STEPS: Final = 80
_Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Role = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
_Condition = Annotated[str, Field(max_length=400)]


class BadOnboarding(Unusable):
    """The template cannot be used; the sentences name the field, one a line."""


class StepKind(StrEnum):
    """What a step is done with."""

    TASK = "task"
    MESSAGE = "message"  # a message from a template goes to contacts
    MEETING = "meeting"  # a meeting with an agenda, such as the kick-off
    GOALS = "goals"  # the customer's goals are collected
    ACCESS = "access"  # everybody invited has signed in


class Step(Strict):
    """`days` are working days; `after` names the steps that have to be done before it can begin.

    `milestone` says what is reached when it is done, empty for nothing much. `message` is the key of the message
    template of a message, `agenda` and `minutes` are for a meeting. With a `condition` it is made only for accounts
    that meet it; what waits for a step that is not made waits for what that one waits for.
    """

    key: _Key
    title: Annotated[str, Field(min_length=1, max_length=120)]
    note: Annotated[str, Field(max_length=2000)] = ""
    kind: StepKind = StepKind.TASK
    owner: _Role = "lead"
    days: Annotated[int, Field(ge=1, le=250)] = 1
    after: Annotated[tuple[_Key, ...], Field(max_length=20)] = ()
    condition: _Condition = ""
    milestone: Annotated[str, Field(max_length=60)] = ""
    shared: bool = False
    message: Annotated[str, Field(max_length=60)] = ""
    agenda: Annotated[str, Field(max_length=4000)] = ""
    minutes: Annotated[int, Field(ge=5, le=480)] = 45

    @property
    def is_ours(self) -> bool:
        return self.owner in OURS

    def asks(self) -> Condition:
        return condition_of(self.condition)

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "Step":
        if self.kind == StepKind.MESSAGE and not self.message:
            raise ValueError("message: say which message template goes out")
        if self.kind == StepKind.MESSAGE and not self.is_ours:
            raise ValueError("owner: one of ours writes a message; the contacts it goes to are chosen on the plan")
        if self.message and self.kind != StepKind.MESSAGE:
            raise ValueError("message: only a step of the kind message sends one; change its kind or leave it out")
        if self.agenda and self.kind != StepKind.MEETING:
            raise ValueError("agenda: only a meeting has one; change the kind or put it into the note")
        try:
            self.asks()
        except ConditionError as error:
            raise ValueError(f"condition: {error}") from None
        return self


class Phase(Strict):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=30)]


class FirstValue(Strict):
    """Within how many days it is expected, and the feature whose use shows that somebody really works with it."""

    days: Annotated[int, Field(ge=1, le=730)]
    feature: Annotated[str, Field(max_length=190)] = ""


class OnboardingTemplate(Strict):
    """`condition` says for which accounts it is, empty for all; of several that fit, the lowest `order` counts."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    purpose: Annotated[str, Field(max_length=400)] = ""
    condition: _Condition = ""
    order: Annotated[int, Field(ge=0, le=100_000)] = 100
    first_value: FirstValue | None = None
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=12)]

    def asks(self) -> Condition:
        return condition_of(self.condition)

    def steps(self) -> Iterator[Step]:
        for phase in self.phases:
            yield from phase.steps

    @model_validator(mode="after")
    def _asks_what_is_known(self) -> "OnboardingTemplate":
        try:
            self.asks()
        except ConditionError as error:
            raise ValueError(f"condition: {error}") from None
        return self

    @model_validator(mode="after")
    def _can_be_walked(self) -> "OnboardingTemplate":
        if problem := next(_problems(self), ""):
            raise ValueError(f"phases: {problem}")
        return self


def _problems(template: OnboardingTemplate) -> Iterator[str]:
    names = [phase.name.lower() for phase in template.phases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield f"the phase {', '.join(twice)} is there twice; give each a name of its own"
    steps = list(template.steps())
    if len(steps) > MOST_STEPS:
        yield f"there are {len(steps)} steps; {MOST_STEPS} fit, and a plan that anybody follows has fewer"
    keys = [step.key for step in steps]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        yield f"the key {', '.join(twice)} is there twice; each step needs a key of its own"
    for step in steps:
        for key in step.after:
            if key not in keys:
                near = get_close_matches(key, keys, 1, 0.6)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(keys)}"
                yield f"{step.key} waits for {key}, which is no step here; {hint}"
    if circle := circle_of({step.key: step.after for step in steps}):
        yield f"{' waits for '.join(circle)}: a circle, so none of them can begin; take one of these out"


def circle_of(after: Mapping[str, Collection[str]]) -> list[str]:
    """Steps that wait for each other in a circle, the first again at the end; empty if there is none."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        found: list[str] = list(reversed(error.args[1]))
        return found
    return []


def read(document: Mapping[str, Any] | str, messages: Collection[str], where: str = "template") -> OnboardingTemplate:
    """The template of a mapping or of YAML text, whose message templates are all known; raises BadOnboarding."""
    found = declared(OnboardingTemplate, document, where, BadOnboarding)
    unknown = [step for step in found.steps() if step.message and step.message not in messages]
    if unknown:
        known = ", ".join(messages) or "none yet"
        said = [f"{where}, {one.key}: {one.message!r} is no message template; there are {known}." for one in unknown]
        raise BadOnboarding("\n".join(said))
    return found
