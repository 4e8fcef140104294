"""`tenure health` explains; a mistake is a sentence and exit code 2."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tenure.cli.health import health
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, db: None) -> Iterator[None]:
    Account.objects.create(id="a", name="A")
    Subscription.objects.create(id="s", subscription_id="s", account_id="a", price_minor=1, mrr_minor=1, currency="USD",
                                start_date=date(2025, 1, 1))  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_score_is_printed_with_points_that_add_up(book: None) -> None:
    run = CliRunner().invoke
    assert "Nothing is computed yet" in run(health, ["a"]).output
    refresh()
    judge()
    rows = json.loads(run(health, ["a", "--format", "json", "--since", "3"]).output)
    told = run(health, ["a"]).output
    assert told.startswith(f"{70 + sum(row['points'] for row in rows):.2f}".rstrip("0").rstrip("."))
    assert "standard version 1, 2026-03-10" in told
    assert {row["moved"] for row in rows} == {None}
    wrong = run(health, ["nobody"])
    assert (wrong.exit_code, "nobody was not judged on 2026-03-10" in wrong.output) == (2, True)
