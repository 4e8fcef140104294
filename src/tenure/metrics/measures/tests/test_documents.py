"""Definition errors are sentences that name the field."""

from typing import Any

import pytest

from tenure.metrics.measures import BadMeasure, read

GOOD: dict[str, Any] = {"id": "one", "name": "One", "group": "usage",
                        "formula": {"kind": "distinct", "of": "usage", "count": "user_id", "days": 30}}  # fmt: skip


def formula(**changes: Any) -> dict[str, Any]:
    return {**GOOD, "formula": {**GOOD["formula"], **changes}}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        (without("name"), "name", "is missing; give it a value"),
        ({**GOOD, "wat": 1}, "wat", "is no field here; leave it out"),
        (formula(days="many"), "formula.days", "give a whole number"),
        (formula(days=0), "formula.days", "Input should be greater than or equal to 1"),
        (formula(of="nope"), "formula.of", "'nope' is no source; use one of usage"),
        (formula(where="color = red"), "formula.where", "'color' is not a field"),
        (formula(count="seats"), "formula.count", "usage has no 'seats'; use one of user_id"),
        (formula(kind="level"), "formula.count", "is no field here"),
        ({**GOOD, "formula": {"kind": "level", "of": "usage"}}, "formula.of", "rows of usage happen on one day"),
        ({**GOOD, "formula": {"kind": "ratio", "over": {"kind": "sum", "of": "x", "days": 1}, "under": {}}},
         "formula.over.of", "'x' is no source"),
        ({**GOOD, "formula": {"kind": "median"}}, "formula", "does not match any of the expected tags"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_field(body: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(BadMeasure) as refused:
        read(body, "Mine")
    assert said in refused.value.places[place]
    assert f"Mine, {place}: " in str(refused.value)
    assert ".." not in str(refused.value)


def test_what_is_nested_without_end_is_refused() -> None:
    inner: dict[str, Any] = GOOD["formula"]
    for _ in range(3):
        inner = {"kind": "change", "days": 7, "of": inner}
    assert read({**GOOD, "formula": inner}).formula.kind == "change"
    with pytest.raises(BadMeasure, match="formula: it is nested more than 4 deep"):
        read({**GOOD, "formula": {"kind": "change", "days": 7, "of": inner}})
    for text in ("{formula: " * 3000, "a: 1\n" * 20_000):
        with pytest.raises(BadMeasure, match=r"nested too deep|longer than 50,000 characters"):
            read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("name: &x [1]\nunit: *x", "line 2: aliases are not read"), ("id: a\nid: b", "id is there twice")],
)
def test_what_others_send_is_neither_endless_nor_said_twice(text: str, said: str) -> None:
    with pytest.raises(BadMeasure, match=said):
        read(text)


def test_what_is_no_yaml_says_where() -> None:
    with pytest.raises(BadMeasure, match=r"measure cannot be read as YAML, line 2: expected"):
        read("a:\n  [1")
    with pytest.raises(BadMeasure, match="holds a value that cannot be: day is out of range"):
        read("since: 2026-02-30")
