"""`tenure risk` prints what the pages say; where nothing is to be shown, a sentence says why."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from tenure.cli.churn import risk
from tenure.engine.churn.tests.conftest import book
from tenure.metrics.learning import Card

__all__ = ["book"]
Book = Callable[..., Any]


def run(*args: str) -> Any:
    return CliRunner().invoke(risk, list(args))


def test_it_is_learned_shown_and_explained(book: Book) -> None:
    assert "run `tenure risk train`" in run("card").output
    book()
    trained = run("train")
    assert "Shown. Area under ROC" in trained.output
    told = run("show", "a139")
    assert "within 90 days, 2026-03-10; the book's rate is" in told.output
    rows = json.loads(run("show", "a139", "--format", "json").output)
    tickets = next(row for row in rows if row["input"] == "Open tickets")
    assert (tickets["value"], tickets["points"] > 0, tickets["moved"] > 0) == (1, True, True)
    start = float(told.output.partition("Starts at ")[2].partition(",")[0])
    chance = float(told.output.partition("%")[0]) / 100
    log_odds = (start + sum(row["points"] for row in rows)) / 100
    assert chance == pytest.approx(1 / (1 + 2.718281828**-log_odds), abs=0.0006)
    assert "of which 60 left" in run("card").output
    assert Card.from_json(run("card", "--format", "json").output).left == 60


def test_where_there_is_nothing_to_say_a_sentence_says_why(home: Any, book: Book) -> None:
    assert "Nothing is computed yet" in run("train").output
    book(3)
    run("train")
    for args in (("show", "a139"), ("card",)):
        assert "Not shown. Not enough to learn from. Too few to tell" in run(*args).output
    wrong = run("show", "a139", "--as-of", "2025-01-01")
    assert (wrong.exit_code, "Nothing was said of a139 then" in wrong.output) == (2, True)
