"""What cannot be used is said in sentences that name the stage and the field."""

from typing import Any

import numpy as np
import pytest

from tenure.core.conditions import parse
from tenure.metrics import measures
from tenure.metrics.journeys import BadJourney, read
from tenure.metrics.journeys.asking import fields, number_holds, text_holds
from tenure.metrics.journeys.journey import measures_read

_FORMULA = {"kind": "distinct", "of": "usage", "count": "user_id", "days": 30}
KNOWN = {"users": measures.read({"id": "users", "name": "Users", "group": "usage", "formula": _FORMULA})}


def made(*stages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "mine", "name": "Mine", "stages": list(stages)} | more


def criteria(*when: str) -> list[dict[str, str]]:
    return [{"when": one} for one in when]


START = {"name": "Start", "leave": criteria("users >= 3")}
END = {"name": "End"}


def test_a_journey_is_read_and_knows_what_it_asks() -> None:
    called = {"name": "Renewal", "from_anywhere": True, "enter": criteria("users is empty")}
    found = read(made(START, called, END, condition='segment = "SMB"'), KNOWN)
    assert (found.walk, found.next(0), found.next(1), found.next(2)) == ((0, 2), 2, None, None)
    assert [one.when for one in found.asked(0)] == ["users >= 3"]
    assert measures_read(found, KNOWN) == ("users",)


@pytest.mark.parametrize(("document", "sentence"), [
    (made(START, END, condition="users > 3"), "condition: 'users' is not a field"),
    (made(START), "stages: Tuple should have at least 2 items"),
    (made({"name": "Start"}, END), "nothing leads from Start to End"),
    (made(START, {"name": "start"}), "start is there twice"),
    (made(START | {"enter": criteria("users > 1")}, END), "Start is the first and takes every account"),
    (made(START, {"name": "Call", "from_anywhere": True}), "Call is entered from anywhere, so it needs"),
    (made(START | {"days": 0}, END), "stages.1.days: Input should be greater than or equal to 1"),
    (made(START, END | {"enter": criteria("tier = gold", "seats > 2")}),
     "mine, End, enters when, 2: 'seats' is not a field"),
    (made(START, END | {"leave": criteria("users contains 2")}), "Users cannot be asked with 'contains'"),
    (made(START, END, colour="red"), "colour: is no field here"),
    ("stages: [", "cannot be read as YAML"),
])  # fmt: skip
def test_what_is_wrong_is_said(document: Any, sentence: str) -> None:
    with pytest.raises(BadJourney) as refused:
        read(document, KNOWN, "mine")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("text", "holds"), [
    ("users >= 3", [True, False, False]), ("users < 3", [False, True, False]), ("users != 3", [False, True, True]),
    ("users = 3", [True, False, False]), ("users in (1, 3)", [True, True, False]),
    ("users not in (1)", [True, False, True]), ("users is empty", [False, False, True]),
    ("users is not empty", [True, True, False]), ("users > 2.5", [True, False, False]),
    ("users <= 1", [False, True, False]),
])  # fmt: skip
def test_an_unknown_measure_meets_no_test_but_the_negative(text: str, holds: list[bool]) -> None:
    [check] = parse(text, fields(KNOWN)).tests()
    assert number_holds(check, np.array([3, 1, np.nan])).tolist() == holds


@pytest.mark.parametrize(("text", "holds"), [
    ("tier = gold", [True, False]), ("tier != gold", [False, True]), ("tier in (gold, blue)", [True, False]),
    ("tier not in (gold)", [False, True]), ("tier is empty", [False, True]), ("tier is not empty", [True, False]),
    ("tier contains OL", [True, False]),
])  # fmt: skip
def test_texts(text: str, holds: list[bool]) -> None:
    [check] = parse(text, fields(KNOWN)).tests()
    assert [text_holds(check, one) for one in ("gold", "")] == holds
