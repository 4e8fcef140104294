"""The learned risk is told with what makes it up, and only where its card says so."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from tenure.api.tests.conftest import NOW, TODAY, YESTERDAY, Program
from tenure.company.models import User
from tenure.engine.churn import reading
from tenure.engine.churn.reading import Told
from tenure.engine.models import ChurnTraining
from tenure.metrics.learning import POINT
from tenure.metrics.learning.card import Card
from tenure.metrics.proof import TooFew
from tenure.metrics.scorecards.explain import Reading


def training(shown: bool) -> ChurnTraining:
    card = Card(YESTERDAY, 90, ("nps",), 0, 1, 1, rows=200, accounts=20, events=10, tested=TooFew(3, 17), left=3)
    return ChurnTraining.objects.create(
        at=NOW, publication="p", as_of=YESTERDAY, looked_at=20, of_accounts=20, shown=shown, card=card.to_json()
    )


@pytest.fixture
def reads(company: None, vera: User, program: Callable[..., Program]) -> Program:
    return program(vera, may_write=False)


def test_nothing_is_told_before_it_was_learned_or_where_it_is_no_good(reads: Program) -> None:
    assert "No churn risk was learned yet" in reads("get", "/accounts/alder/churn-risk", status=404)["sentence"]
    reads("get", "/churn-risk", status=404)
    training(shown=False)
    said = reads("get", "/accounts/alder/churn-risk", status=404)["sentence"]
    assert said.startswith("Not enough to learn from. Too few to tell: it happened to 3 accounts")
    card = reads("get", "/churn-risk")
    assert (card["shown"], card["horizon_days"], card["rate"], card["left"]) == (False, 90, 0.05, 3)
    assert card["sentence"] == said


def test_what_makes_it_up_adds_up(reads: Program) -> None:
    told = Told(TODAY, 0.25, -2 * POINT, training(shown=True), (Reading("nps", None, 0), Reading("old", 3.0, POINT)))
    with (
        mock.patch.object(reading, "nearest", lambda day: day),
        mock.patch.object(reading, "told", lambda account, days: {TODAY: told} if account == "alder" else {}),
    ):
        found: Any = reads("get", "/accounts/alder/churn-risk")
        assert "Nothing was said of cedar" in reads("get", "/accounts/cedar/churn-risk", status=404)["sentence"]
    assert (found["risk"], found["day"], found["rate"]) == (0.25, TODAY.isoformat(), 0.05)
    assert found["log_odds"] == found["base"] + sum(one["points"] for one in found["contributions"]) == -1
    assert [one["value"] for one in found["contributions"]] == [None, 3]
    reads("get", "/accounts/nobody/churn-risk", status=404)
