"""The commands print what answers say, and a mistake is a sentence with exit code 2."""

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tenure.cli.kpis import freeze, kpi, kpis, movements
from tenure.cli.refreshing import refresh
from tenure.customers.models import Account, Subscription
from tenure.metrics import KPIS

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def company(home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """a grows, b shrinks in February."""
    few = {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "mrr")}
    for module in ("tenure.cli.kpis", "tenure.engine.keeping", "tenure.engine.freezing"):
        monkeypatch.setattr(importlib.import_module(module), "KPIS", few)
    for key, before, after in [("a", 100, 150), ("b", 80, 60)]:
        Account.objects.create(id=key, name=f"Company {key.upper()}")
        for n, (start, mrr) in enumerate([(date(2025, 12, 10), before), (date(2026, 2, 10), after)]):
            end = None if n else date(2026, 2, 10)
            Subscription.objects.create(
                id=f"{key}{n}", subscription_id=key, account_id=key, price_minor=mrr, mrr_minor=mrr, currency="USD",
                start_date=start, end_date_excl=end,
            )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        yield


def test_numbers_bridges_and_frozen_months(company: None) -> None:
    run = CliRunner().invoke
    assert "Facts are complete up to 2026-03-09" in run(refresh, ["--no-histories"]).output
    assert "numbers computed" in run(refresh, []).output
    assert "Everything was up to date" in run(refresh, []).output
    one = run(kpi, ["nrr", "--from", "2026-02-01", "--to", "2026-03-01", "--rows", "--format", "json"])
    assert '"numerator": 210' in one.output
    assert '"name": "Company A"' in one.output
    listed = run(kpi, ["nrr", "--as-of", "2026-02-28", "--window", "1m", "--rows", "--format", "csv"]).output
    assert listed.startswith("unit_id,name,numerator,denominator,reason")
    assert "status               ok" in run(kpi, ["mrr", "--as-of", "2026-02-28"]).output
    bridge = run(movements, ["--from", "2026-01-01", "--to", "2026-03-01", "--format", "csv"]).output.splitlines()
    assert len(bridge) == 3
    assert bridge[2].startswith("2026-02-01,2026-03-01,180,")
    assert "Net revenue retention" in run(kpis, []).output
    assert "nrr" in run(kpis, ["--compute", "--format", "csv"]).output
    assert "edition 1" in run(freeze, ["2026-02"]).output
    assert "as it was frozen" in run(freeze, ["2026-02", "--check"]).output


@pytest.mark.parametrize(
    ("command", "arguments", "sentence"),
    [
        (kpi, ["nope"], "is not a number"),
        (kpi, ["nrr", "--from", "2026-01-01"], "Give --from and --to together"),
        (kpi, ["nrr"], "run `tenure refresh`"),
        (kpi, ["nrr", "--as-of", "2026-01-01", "--window", "12x"], "run `tenure refresh`"),
        (movements, ["--from", "2026-03-01", "--to", "2026-02-01"], "must end after it starts"),
        (freeze, ["2026-02"], "run `tenure refresh`"),
    ],
)
def test_without_numbers_and_with_mistakes_it_says_what_to_do(
    home: Path, db: None, command: object, arguments: list[str], sentence: str
) -> None:
    wrong = CliRunner().invoke(command, arguments)  # type: ignore[arg-type]
    assert (wrong.exit_code, sentence in wrong.output) == (2, True), wrong.output


def test_choices_are_checked(company: None) -> None:
    run = CliRunner().invoke
    run(refresh, ["--no-histories"])
    for arguments, sentence in [
        (["nrr", "--window", "12x"], "is not a window"),
        (["nrr", "--param", "x"], "must be NAME=VALUE"),
        (["nrr", "--param", "colour=red"], "does not take colour"),
        (["nrr", "--segment", "colour = red"], "is not a field"),
    ]:
        wrong = run(kpi, arguments)
        assert (wrong.exit_code, sentence in wrong.output) == (2, True), wrong.output
