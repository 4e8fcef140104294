"""The goals inventory as a form: what customers type is what the objective gets."""

from decimal import Decimal

from tenure.metrics.measures import read
from tenure.web.portal.inventory import TEXTS, Row, values_of

SHARE = read({"id": "share", "name": "Share", "group": "usage", "unit": "ratio", "formula": {"kind": "share"}})


def test_a_share_is_typed_in_percent() -> None:
    typed = dict.fromkeys(TEXTS, "") | {"statement": "Use more", "measure": "share", "baseline": "40", "target": "80 %",
                                        "importance": "2"}  # fmt: skip
    values = values_of(Row(0, typed), {}, {"share": SHARE})
    assert values["baseline"] == Decimal("0.4")
    assert values["target"] == Decimal("0.8")


def test_a_number_without_a_measure_stays_as_it_is_typed() -> None:
    typed = dict.fromkeys(TEXTS, "") | {"statement": "Hire", "baseline": "1,250", "target": "14", "importance": "2"}
    assert values_of(Row(0, typed), {}, {})["baseline"] == Decimal(1250)
