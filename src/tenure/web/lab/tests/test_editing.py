"""The form of a scorecard, read back: what was not touched is exact, what cannot be read is said."""

from typing import Any

import pytest
from django.http import QueryDict

from tenure.metrics.scorecards import BadScorecard, Scorecard
from tenure.web.lab import comparing, editing

CURVE = ((0.0, 0.0), (1.0, 100.0))


def card(**changes: Any) -> Scorecard:
    """Weights that no short text can say: two thirds and one third of 35."""
    groups = [
        {"name": "Use", "weight": 35, "inputs": [{"measure": "a", "weight": 2, "curve": CURVE},
                                                 {"measure": "b", "weight": 1, "curve": CURVE}]},
        {"name": "Rest", "weight": 65, "inputs": [{"measure": "c", "curve": CURVE}]},
    ]  # fmt: skip
    return Scorecard.model_validate({"id": "mine", "name": "Mine", "groups": groups} | changes)


def read(made: Scorecard, query: str = "") -> Scorecard:
    body = editing.body_of(editing.typed(QueryDict(query), made), "mine", {})
    return Scorecard.model_validate(body)


def sent(made: Scorecard, **changes: str) -> str:
    """What a browser sends of the form, with some fields changed."""
    query = QueryDict(mutable=True)
    for line in editing.form_of(made).lines:
        query.appendlist("measure", line.measure)
        query[f"in-{line.measure}"] = line.group
        query[f"weight-{line.measure}"] = line.weight
        for at, to in line.points:
            query.appendlist(f"at-{line.measure}", at)
            query.appendlist(f"to-{line.measure}", to)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def test_what_was_not_touched_keeps_its_exact_weight() -> None:
    made = card()
    again = read(made, sent(made))
    shares = {one.measure: share for one, share in again.weighted()}
    assert shares == pytest.approx({one.measure: share for one, share in made.weighted()}, abs=1e-15)
    assert comparing.between(made, again, {}) == []


def test_weights_are_scaled_to_a_hundred_and_groups_are_their_sums() -> None:
    made = read(card(), sent(card(), **{"weight-a": "50", "weight-b": "50", "weight-c": "100"}))
    assert {one.measure: share for one, share in made.weighted()} == {"a": 0.25, "b": 0.25, "c": 0.5}
    assert [group.weight for group in made.groups] == [50, 50]


def test_points_come_in_any_order_with_comma_and_minus() -> None:
    given = QueryDict(sent(card())).copy()
    given.setlist("at-a", ["1", "\u22120,5", ""])
    given.setlist("to-a", ["99,5", "1", ""])
    assert read(card(), given.urlencode()).groups[0].inputs[0].curve == ((-0.5, 1), (1, 99.5))


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([("x", "1"), ("2", "3")], "point 1: the value 'x' cannot be read"),
        ([("1", "nan"), ("2", "3")], "point 1: the level 'nan' is no number"),
        ([("inf", "1"), ("2", "3")], "point 1: the value 'inf' cannot be read"),
        ([("1", "-1"), ("2", "3")], "point 1: the level '-1' is no number from 0 to 100"),
        ([("1", "1"), ("1.0", "3")], "curve: 1 is there twice"),
        ([("1", "1")], "curve: it has 1 points; give 2 to 12"),
        ([(str(n), "1") for n in range(13)], "curve: it has 13 points"),
    ],
)
def test_curves_that_cannot_be_used_are_said_with_the_name(points: Any, sentence: str) -> None:
    given = QueryDict(sent(card())).copy()
    given.setlist("at-a", [at for at, _ in points])
    given.setlist("to-a", [to for _, to in points])
    with pytest.raises(BadScorecard) as refused:
        editing.body_of(editing.typed(given, card()), "mine", {"a": "Active users"})
    assert f"Active users, {sentence}" in str(refused.value)


@pytest.mark.parametrize("weight", ["0", "-3", "101", "x", "", "1e400"])
def test_weights_that_cannot_be_used_are_said_with_the_name(weight: str) -> None:
    with pytest.raises(BadScorecard, match="Active users, weight"):
        editing.body_of(
            editing.typed(QueryDict(sent(card(), **{"weight-a": weight})), card()), "m", {"a": "Active users"}
        )


def test_everything_that_cannot_be_read_is_said_at_once() -> None:
    query = sent(card(), **{"weight-a": "x", "weight-b": "y", "order": "z", "in-c": ""})
    with pytest.raises(BadScorecard) as refused:
        editing.body_of(editing.typed(QueryDict(query), card()), "mine", {})
    assert len(str(refused.value).splitlines()) == 4


def test_differences_name_the_field_with_both_values() -> None:
    after = read(
        card(), sent(card(), **{"weight-a": "10", "in-b": "New", "sentence": "Ours.", "condition": "tier = A"})
    )
    found = {one.what: (one.was, one.now) for one in comparing.between(card(), after, {})}
    assert found["Sentence"] == ("–", "Ours.")
    assert found["For"] == ("everybody else", "tier = A")
    assert found["b, group"] == ("Use", "New")
    assert found["a, weight"][0] == "23.33"
    without = comparing.between_forms(editing.form_of(card()), editing.form_of(card()).without("c"), {})
    assert [(one.what, one.was, one.now) for one in without] == [("c", "Rest, 65", "")]
