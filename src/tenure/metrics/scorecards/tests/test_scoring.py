"""Scores, their contributions and their explanations."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.metrics.scorecards import START, BadScorecard, band, explain, read, score
from tenure.metrics.scorecards.explain import Reading

_curve = st.lists(
    st.tuples(st.integers(-50, 50), st.integers(0, 100)), min_size=2, max_size=5, unique_by=lambda p: p[0]
)
_input = st.tuples(_curve.map(sorted), st.integers(1, 9))
_groups = st.lists(st.tuples(st.integers(1, 9), st.lists(_input, min_size=1, max_size=3)), min_size=1, max_size=3)


def card(groups: Any) -> Any:
    numbers = iter(range(100))
    return read(
        {"id": "c1", "name": "C", "groups": [
            {"name": f"g{i}", "weight": weight, "inputs": [
                {"measure": f"m{next(numbers)}", "weight": w, "curve": curve} for curve, w in inputs]}
            for i, (weight, inputs) in enumerate(groups)]},
        [f"m{n}" for n in range(100)],
    )  # fmt: skip


def slow_level(curve: list[tuple[float, float]], value: float) -> float:
    if value <= curve[0][0]:
        return curve[0][1]
    for (a, low), (b, high) in pairwise(curve):
        if value <= b:
            return low + (high - low) * (value - a) / (b - a)
    return curve[-1][1]


@given(groups=_groups, data=st.data())
def test_contributions_add_up_to_the_score_which_is_the_weighted_mean(groups: Any, data: st.DataObject) -> None:
    made = card(groups)
    inputs = list(made.weighted())
    assert math.isclose(sum(weight for _, weight in inputs), 1)
    values = {one.measure: data.draw(st.none() | st.floats(-60, 60)) for one, _ in inputs}
    covers = {name: 0.0 if value is None else data.draw(st.sampled_from((1.0, 0.4))) for name, value in values.items()}
    grids = {name: np.array([[math.nan if value is None else value]]) for name, value in values.items()}
    found = score(made, grids, {name: np.array([[value]]) for name, value in covers.items()})

    known = [(one, weight * covers[one.measure], values[one.measure]) for one, weight in inputs if covers[one.measure]]
    total = sum(weight for _, weight, _ in known)
    assert found.coverage[0, 0] == pytest.approx(total)
    if not known:
        assert found.score[0, 0] == -1
        return
    mean = sum(weight / total * slow_level(list(one.curve), value or 0.0) for one, weight, value in known)
    assert found.score[0, 0] == START + found.points.sum()
    assert abs(found.score[0, 0] - 100 * mean) < len(known) + 0.01
    assert 0 <= found.score[0, 0] <= 10_000
    for i, (one, _) in enumerate(inputs):
        if not covers[one.measure]:
            assert found.points[i, 0, 0] == 0


def test_missing_is_not_zero() -> None:
    made = card([(1, [([(0, 0), (10, 100)], 1), ([(0, 0), (10, 100)], 3)])])
    grids = {"m0": np.array([[10.0, 10.0]]), "m1": np.array([[math.nan, 0.0]])}
    found = score(made, grids, {"m0": np.array([[1.0, 1.0]]), "m1": np.array([[0.0, 1.0]])})
    assert found.score.tolist() == [[10_000, 2_500]]
    assert found.coverage.tolist() == [[0.25, 1.0]]


@pytest.mark.parametrize(
    ("points", "name"),
    [(None, "none"), (0, "red"), (3999, "red"), (4000, "yellow"), (6999, "yellow"), (7000, "green"), (10_000, "green")],
)
def test_bands_begin_where_they_say(points: int | None, name: str) -> None:
    assert band(points) == name


def test_an_explanation_adds_up_and_says_why() -> None:
    before = [Reading("a", 14, 200), Reading("b", 1, -300), Reading("c", None, 0), Reading("gone", 1, 40)]
    after = [Reading("a", 9, -500), Reading("b", 1, -280), Reading("c", 3, 0), Reading("d", None, 0)]
    moved = explain(before, after)
    assert [(one.measure, one.points, one.because) for one in moved] == [
        ("a", -700, "value"), ("gone", -40, "scorecard"), ("b", 20, "weight"),
    ]  # fmt: skip
    assert sum(one.points for one in moved) == sum(r.points for r in after) - sum(r.points for r in before)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"curve": [[1, 0], [0, 5]]}, "scorecard, groups.1.inputs.1.curve: give the points by rising value"),
        ({"curve": [[0, 0], [1, 101]]}, "scorecard, groups.1.inputs.1.curve.2.2: Input should be less than"),
        ({"weight": 0}, "scorecard, groups.1.inputs.1.weight: Input should be greater than 0"),
        ({"measure": "nope"}, "scorecard, groups: nope is no measure; there are m1."),
    ],
)
def test_what_cannot_be_used_is_said_by_field(change: dict[str, Any], sentence: str) -> None:
    one = {"measure": "m1", "curve": [[0, 0], [1, 100]]} | change
    with pytest.raises(BadScorecard) as refused:
        read({"id": "c1", "name": "C", "groups": [{"name": "g", "inputs": [one]}]}, ["m1"])
    assert sentence in str(refused.value)
