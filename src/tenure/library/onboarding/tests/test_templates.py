"""Onboarding templates: what is refused and with which sentence; those that come with Tenure."""

from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenure.customers.fields import condition_fields
from tenure.library.onboarding import BadOnboarding, OnboardingTemplate, read
from tenure.library.onboarding.asking import FIELDS
from tenure.library.onboarding.template import circle_of

MESSAGES = ["welcome", "first_value"]
PLAIN: dict[str, Any] = {
    "id": "small",
    "name": "Small start",
    "phases": [
        {"name": "Begin", "steps": [
            {"key": "welcome", "title": "Welcome", "kind": "message", "message": "welcome"},
            {"key": "kick_off", "title": "Kick-off", "kind": "meeting", "agenda": "1. Goals", "after": ["welcome"]},
        ]},
        {"name": "Work", "steps": [{"key": "use", "title": "Use it", "owner": "admin", "after": ["kick_off"]}]},
    ],
}  # fmt: skip


def with_step(number: int, **values: Any) -> dict[str, Any]:
    """PLAIN with a step of it changed."""
    made = deepcopy(PLAIN)
    steps = [step for phase in made["phases"] for step in phase["steps"]]
    steps[number].update(values)
    return made


def refusal(document: Any) -> str:
    with pytest.raises(BadOnboarding) as caught:
        read(document, MESSAGES, "Small start")
    return str(caught.value)


def test_a_good_one_is_read_with_its_steps_in_order() -> None:
    found = read(PLAIN, MESSAGES)
    assert [step.key for step in found.steps()] == ["welcome", "kick_off", "use"]
    assert [step.is_ours for step in found.steps()] == [True, True, False]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (with_step(2, after=["kickoff"]), "use waits for kickoff, which is no step here; did you mean kick_off?"),
        (with_step(0, after=["use"]), "a circle, so none of them can begin"),
        (with_step(2, after=["use"]), "use waits for use: a circle"),
        (with_step(2, key="welcome"), "the key welcome is there twice"),
        (with_step(0, message="welcom"), "'welcom' is no message template; there are welcome, first_value"),
        (with_step(0, message=""), "say which message template goes out"),
        (with_step(0, owner="champion"), "one of ours writes a message"),
        (with_step(2, message="welcome"), "only a step of the kind message sends one"),
        (with_step(2, agenda="1. Talk"), "only a meeting has one"),
        (with_step(2, days=0), "greater than or equal to 1"),
        (with_step(2, condition="colour = red"), "'colour' is not a field"),
        (with_step(2, kind="party"), "'task', 'message', 'meeting', 'goals' or 'access'"),
        (with_step(2, sharde=True), "sharde: is no field here; leave it out"),
        (PLAIN | {"condition": "segment >= 3"}, "Segment cannot be asked with '>='"),
        (PLAIN | {"phases": [PLAIN["phases"][0], PLAIN["phases"][0]]}, "the phase begin is there twice"),
        (PLAIN | {"phases": []}, "phases"),
        ("phases: [", "cannot be read as YAML"),
    ],
)
def test_what_cannot_be_used_is_said(document: Any, said: str) -> None:
    assert said in refusal(document)


def test_the_steps_of_a_circle_are_named_in_the_order_of_waiting() -> None:
    found = circle_of({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]})
    assert found[0] == found[-1]
    assert {(one, other) for one, other in pairwise(found)} == {("a", "b"), ("b", "c"), ("c", "a")}
    assert circle_of({"a": ["b"], "b": []}) == []


def test_what_a_template_asks_the_list_of_accounts_can_answer() -> None:
    known = condition_fields()
    assert {name: field.kind for name, field in FIELDS.items() if name != "arr"}.items() <= {
        name: field.kind for name, field in known.items()
    }.items()
    assert known["arr"].kind == FIELDS["arr"].kind


def shipped() -> list[OnboardingTemplate]:
    folder = Path(__file__).parents[2]
    messages = [one["id"] for one in yaml.safe_load((folder / "messages" / "shipped.yaml").read_text())]
    return [read(one, messages, one["id"]) for one in yaml.safe_load((folder / "onboarding/shipped.yaml").read_text())]


def test_those_that_come_with_tenure_are_ready_to_be_used() -> None:
    found = shipped()
    assert [one.id for one in found] == ["migration", "enterprise", "self_serve", "guided"]
    assert [one.condition for one in found if not one.condition] == [""]  # exactly one takes whatever is left
    for one in found:
        steps = list(one.steps())
        kinds = {step.kind for step in steps}
        assert {"message", "access", "goals"} <= kinds, one.id
        assert sum(not step.after for step in steps) == 1, f"{one.id} begins at one place"
        assert any(step.milestone for step in steps)
        assert any(step.shared for step in steps)
        assert one.first_value is not None
        needed = {key for step in steps for key in step.after}
        assert steps[-1].key not in needed
        ends = [step.key for step in steps if step.key not in needed]
        assert ends == [steps[-1].key] or len(ends) <= 3, ends
