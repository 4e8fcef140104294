"""Numbers that somebody sent: what is none, or too long to be meant, is the other one."""

import pytest

from tenure.core.whole import whole


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", 7), ("007", 7), ("999", 999), ("1000", -1), ("9" * 5000, -1), ("", -1), ("-7", -1), ("1.5", -1), (" 7", -1),
     ("²", -1), ("٣", 3), ("seven", -1)],
)  # fmt: skip
def test_a_text_is_a_number_or_the_other(text: str, found: int) -> None:
    assert whole(text, 3, -1) == found


def test_nothing_else_said_it_is_nought() -> None:
    assert whole("x", 3) == 0
