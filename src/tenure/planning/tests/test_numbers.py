"""Numbers as they are typed and told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.core.problems import NotAccepted
from tenure.metrics.measures import Measure
from tenure.metrics.measures import read as declared
from tenure.planning.numbers import read, told, typed

SHARE = declared({"id": "share", "name": "Share", "group": "usage", "unit": "ratio", "formula": {"kind": "share"}})
PEOPLE = declared({"id": "people", "name": "People", "group": "usage", "unit": "people",
                   "formula": {"kind": "recency", "of": "usage"}})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", "14"),
        (" 6.5 ", "6.5"),
        ("1,250", "1250"),
        ("1 250.5", "1250.5"),
        ("6,5", "6.5"),
        ("−3", "-3"),
        ("-3", "-3"),
    ],
)
def test_what_people_type_is_read(text: str, value: str) -> None:
    assert read(text, PEOPLE) == Decimal(value)


def test_a_share_is_typed_and_told_in_percent() -> None:
    assert read("62 %", SHARE) == Decimal("0.62")
    assert told(Decimal("0.625"), SHARE) == "62.5%"
    assert typed(Decimal("0.62"), SHARE) == "62"


@pytest.mark.parametrize("text", ["many", "1e5", "1,2,3", "--4", "9" * 14, "1.1234567", "NaN"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(NotAccepted, match="is no number"):
        read(text, None)


@pytest.mark.parametrize(
    ("value", "measure", "unit", "shown"),
    [("1234.567", None, "hours", "1,234.6 hours"), ("3", PEOPLE, "", "3 people"), ("0.5", None, "", "0.5"),
     ("-2", None, "days", "−2 days"), ("2.345", None, "", "2.34"), (None, PEOPLE, "", "–")],
)  # fmt: skip
def test_numbers_are_told_with_their_unit(value: str | None, measure: Measure | None, unit: str, shown: str) -> None:
    assert told(Decimal(value) if value else None, measure, unit) == shown


@given(some.decimals(-(10**9), 10**9, places=4), some.sampled_from([None, SHARE, PEOPLE]))
def test_what_a_field_holds_is_read_back(value: Decimal, measure: Measure | None) -> None:
    assert read(typed(value, measure), measure) == value
