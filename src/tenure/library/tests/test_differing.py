"""What changed between two versions, in words."""

import random
from typing import Any

from tenure.library.differing import Difference, differences, lines


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(one.where, one.before, one.after) for one in differences(before, after)]


def test_fields_are_compared_in_words() -> None:
    before = {"name": "A", "needs_approval": False, "days": 3, "roles": ["csm"], "same": 1}
    after = {"name": "A", "needs_approval": True, "days": None, "roles": ["csm", "lead"], "same": 1, "note": ""}
    assert told(before, after) == [
        ("Needs approval", "no", "yes"), ("Days", "3", None), ("Roles", "csm", "csm, lead"),
    ]  # fmt: skip


def test_items_are_known_by_their_name_wherever_they_stand() -> None:
    before = {"steps": [{"name": "a", "days": 1}, {"name": "b", "days": 2}, {"name": "c", "days": 3}]}
    after = {"steps": [{"name": "c", "days": 3}, {"name": "a", "days": 5}, {"name": "d", "days": 9}]}
    assert differences(before, after) == [
        Difference(("Steps", "b"), "name b, days 2", None),
        Difference(("Steps", "a"), "1", "2", moved=True),
        Difference(("Steps", "a", "Days"), "1", "5"),
        Difference(("Steps", "d"), None, "name d, days 9"),
    ]


def test_an_item_that_was_only_renamed_is_the_same() -> None:
    before = {"steps": [{"name": "Call", "days": 1, "who": "csm"}, {"name": "b"}]}
    after = {"steps": [{"name": "Kick-off call", "days": 1, "who": "csm"}, {"name": "b"}]}
    assert told(before, after) == [("Steps › Kick-off call › Name", "Call", "Kick-off call")]


def test_items_without_names_are_compared_by_their_place() -> None:
    before, after = {"curve": [[0, 0], [10, 100]]}, {"curve": [[0, 0], [8, 100]]}
    assert told(before, after) == [("Curve", "0, 0; 10, 100", "0, 0; 8, 100")]
    assert told({"x": [{"when": "a"}]}, {"x": [{"when": "b"}, {"when": "c"}]}) == [
        ("X › 1 › When", "a", "b"), ("X › 2", None, "when c"),
    ]  # fmt: skip


def test_a_text_of_several_lines_is_told_by_its_lines() -> None:
    [found] = differences({"body": "a\nb\nc"}, {"body": "a\nx\nc"})
    assert found.lines == [(" ", "a"), ("-", "b"), ("+", "x"), (" ", "c")]
    [short] = differences({"body": "a"}, {"body": "b"})
    assert short.lines == []


def test_lines_left_out_are_marked() -> None:
    text = [str(n) for n in range(30)]
    changed = ["first", *text[1:-1], "last"]
    assert [sign for sign, _ in lines("\n".join(text), "\n".join(changed))] == list("-+  …  -+")


def test_nothing_differs_exactly_when_bodies_say_the_same() -> None:
    dice = random.Random(3)

    def body() -> dict[str, Any]:
        names = dice.sample("abcd", dice.randint(1, 4))
        return {"steps": [{"name": name, "days": dice.randint(1, 2)} for name in names], "sum": dice.choice([1, 2])}

    for _ in range(400):
        one, other = body(), body()
        assert (differences(one, other) == []) == (one == other)
