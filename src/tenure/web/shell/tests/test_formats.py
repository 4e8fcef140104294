"""How values read, and ids in addresses."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tenure.customers.addresses import AccountIdConverter
from tenure.web import format as words
from tenure.web.shell import marks


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (words.money(123450, "USD"), "$1,234.50"),
        (words.money(-100, "EUR"), "−€1"),
        (words.money(1234, "JPY"), "¥1,234"),
        (words.money(None, "USD"), "–"),
        (words.money_short(9_640_000, "USD"), "$96.4k"),
        (words.money_short(41_200_000, "USD"), "$412k"),
        (words.money_short(1_437_000_000, "USD"), "$14.4M"),
        (words.money_short(99_999_999, "USD"), "$1M"),
        (words.money_short(0, "USD"), "$0"),
        (words.percent(Fraction(1061, 1000)), "106.1%"),
        (words.percent(-0.05, 0, plus=True), "−5%"),
        (words.percent(None), "–"),
        (words.points(0.012), "+1.2 pts"),
        (words.number(-1234), "−1,234"),
        (words.day(date(2027, 2, 28)), "28 Feb 2027"),
        (words.initials("Priya Raman"), "PR"),
        (words.initials(""), "?"),
    ],
)
def test_values_read_as_the_guide_says(shown: str, expected: str) -> None:
    assert shown == expected


@pytest.mark.parametrize("key", ["A1", "a/b", "..", ".", "~2F", "ä ö", "x~", "a\\b", "%2F"])
def test_an_id_comes_back_from_its_address_as_it_was(key: str) -> None:
    converter: Any = AccountIdConverter()
    written = converter.to_url(key)
    assert "/" not in written
    assert converter.to_python(written) == key


def test_a_sparkline_leaves_out_what_is_unknown_and_needs_two_points() -> None:
    assert marks.spark([1, None]) == ""
    assert marks.spark([1, None, 3]).count(",") == 2


@pytest.mark.parametrize(("share", "width"), [(None, 0), (0.5, 50), (1.7, 100), (-1, 0)])
def test_a_bar_stays_within_its_frame(share: float | None, width: int) -> None:
    assert f'width="{width}"' in marks.bar(share)
