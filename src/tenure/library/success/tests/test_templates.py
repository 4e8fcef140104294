"""Success plan templates: what is shipped, and what is refused with a sentence."""

from typing import Any

import pytest

from tenure.library import success
from tenure.library.reading import check
from tenure.library.shipping import _load
from tenure.library.success import BadSuccessTemplate
from tenure.metrics import measures

KNOWN = [one["id"] for one in _load(measures.__path__[0], "shipped.yaml")]
SHIPPED = _load(success.__path__[0], "shipped.yaml")


def template(**changes: Any) -> dict[str, Any]:
    objective = {"statement": "Save hours", "unit": "hours", "weeks": 10}
    return {"id": "mine", "name": "Mine", "outcome": "cost", "objectives": [objective]} | changes


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one["id"])
def test_each_shipped_plan_can_be_measured_and_leads_somewhere(one: dict[str, Any]) -> None:
    made = success.read(one, KNOWN)
    assert made.sentence
    assert made.summary
    assert any(objective.measures for objective in made.objectives), "something measures itself"
    for objective in made.objectives:
        assert objective.tasks or objective.importance != "high"
        assert all(task.week <= objective.weeks for task in objective.tasks)


def test_at_least_three_outcomes_come_with_tenure() -> None:
    assert len({one["outcome"] for one in SHIPPED}) >= 3
    assert len({one["id"] for one in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": "fame"}, "outcome"),
        ({"objectives": []}, "objectives"),
        ({"condition": "colour = red"}, "condition"),
        ({"objectives": [{"statement": "x", "weeks": 1}]}, "say in what the number is counted"),
        ({"objectives": [{"statement": "x", "weeks": 1, "measures": ["nps"], "target": 1, "lift": 5}]}, "not both"),
        ({"objectives": [{"statement": "x", "weeks": 1, "measures": ["no_such"]}]}, "there is no measure 'no_such'"),
        ({"objectives": [{"statement": "x", "weeks": 1, "unit": "h", "lift": 5}]}, "only a measure knows"),
        ({"objectives": [{"statement": "x", "weeks": 0, "unit": "h"}]}, "weeks"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadSuccessTemplate) as refused:
        success.read(template(**changes), KNOWN)
    assert sentence in str(refused.value)


@pytest.mark.django_db
def test_the_library_reads_it_against_the_measures_in_force() -> None:
    assert check("success_plan", SHIPPED[0], "one")
