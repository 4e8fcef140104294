"""Formulas in plain words."""

from typing import Any

import pytest

from tenure.metrics.measures import read
from tenure.metrics.measures.describing import KINDS, facts, parts, sentence
from tenure.metrics.measures.kinds import Formula

_USERS = {"kind": "distinct", "of": "usage", "count": "user_id", "days": 30}
_SEATS = {"kind": "level", "of": "seats", "amount": "delta"}


def formula(**given: Any) -> Formula:
    return read({"id": "one", "name": "One", "group": "usage", "formula": given}).formula


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (_USERS, "different users in usage in the last 30 days"),
        ({"kind": "level", "of": "tickets", "where": "escalated = yes"},
         "number of tickets in force on the day where escalated = yes"),
        ({"kind": "sum", "of": "tickets", "amount": "answer_hours", "days": 1},
         "hours to a first answer over tickets in the day"),
        ({"kind": "recency", "of": "renewals", "ahead": True}, "days until the next of renewals"),
        ({"kind": "recency", "of": "usage"}, "days since the last of usage"),
        ({"kind": "latest", "of": "pulses", "amount": "score"}, "score of the latest of CSM pulses"),
        ({"kind": "share"}, "features used in the last 30 days, of those the account is entitled to"),
        ({"kind": "ratio", "over": _USERS, "under": _SEATS},
         "different users in usage in the last 30 days, divided by seats over paid seats in force on the day"),
        ({"kind": "change", "of": _SEATS, "days": 90, "relative": False},
         "change against 90 days before of: seats over paid seats in force on the day"),
    ],
)  # fmt: skip
def test_a_formula_is_one_sentence(given: dict[str, Any], said: str) -> None:
    made = formula(**given)
    assert sentence(made) == said
    told = dict(facts(made))
    assert told["Unknown when"] == KINDS[made.kind].unknown
    assert ("Only where" in told) == ("of" in given and given["kind"] not in {"ratio", "change"})


def test_what_is_made_of_others_names_its_parts() -> None:
    assert [name for name, _ in parts(formula(kind="ratio", over=_USERS, under=_SEATS))] == ["Divides", "By"]
    assert [name for name, _ in parts(formula(kind="change", of=_SEATS, days=30))] == ["Of"]
    assert parts(formula(**_USERS)) == ()
