"""When `tenure demo` makes, when it catches up, when it sets aside, and when it refuses."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db import connection

from tenure.cli import demonstrating
from tenure.customers.models import Account
from tenure.demo import making, state
from tenure.demo.company import Size
from tenure.engine.durable import one_at_a_time

TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)
files_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="Only a database in a file can be set aside.")
READY = state.Demo(YESTERDAY, 400, 1_000_000, ready=True)


@pytest.fixture
def done(home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command asked for, instead of making a company."""
    asked: list[str] = []

    def make(size: Size, say: object) -> None:
        asked.append(f"make {size.end} {size.accounts} {size.events}")

    monkeypatch.setattr(making, "make", make)
    monkeypatch.setattr(making, "migrate", lambda: None)
    monkeypatch.setattr(making, "catch_up", lambda say: asked.append("catch up"))
    # The tests' database lives in memory and would be gone with its connection.
    monkeypatch.setattr(demonstrating, "connections", SimpleNamespace(close_all=lambda: None))
    return asked


def run(*options: str) -> Result:
    with time_machine.travel(f"{TODAY} 09:00:00+00:00", tick=False):
        return CliRunner().invoke(demonstrating.demo, ["--no-serve", *options])


def test_the_first_time_it_is_made_and_the_sign_in_is_printed(done: list[str]) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert done == ["make 2026-05-19 400 1000000"]
    assert f"demo@example.com with the password {state.password()}" in result.output


def test_the_second_time_it_only_catches_up(done: list[str]) -> None:
    state.write(READY)
    assert run().exit_code == 0
    assert done == ["catch up"]


def test_killed_in_the_middle_it_is_made_on(done: list[str]) -> None:
    state.write(state.Demo(YESTERDAY, 50, 700))
    run()
    assert done == ["make 2026-05-19 50 700"]


@files_only
def test_a_new_day_sets_the_old_one_aside(done: list[str]) -> None:
    state.write(state.Demo(date(2026, 5, 1), 50, 700, ready=True))
    result = run()
    assert done == ["make 2026-05-19 50 700"]
    assert f"is now in {state.home()}/earlier/2026-05-01" in result.output


@files_only
@pytest.mark.parametrize(
    ("options", "made"),
    [
        (["--fresh"], "make 2026-05-19 400 1000000"),
        (["--accounts", "60"], "make 2026-05-19 60 1000000"),
        (["--events", "0"], "make 2026-05-19 400 0"),
    ],
)
def test_another_size_or_the_wish_makes_a_new_one(done: list[str], options: list[str], made: str) -> None:
    state.write(READY)
    assert "Making a new one" in run(*options).output
    assert done == [made]


def test_the_size_that_is_there_is_no_reason_to_make_it_anew(done: list[str]) -> None:
    state.write(READY)
    run("--accounts", "400")
    assert done == ["catch up"]


def test_it_does_not_mix_with_another_company(done: list[str]) -> None:
    Account.objects.create(id="a", name="Ours")
    result = run()
    assert result.exit_code == 1
    assert "holds another company's data. Choose an empty folder with TENURE_HOME." in result.output
    assert done == []


def test_one_at_a_time(done: list[str]) -> None:
    with one_at_a_time(state.home() / "tmp" / "demo.lock", wait=0, what="A test"):
        result = run()
    assert result.exit_code == 1
    assert "Another `tenure demo` is still running" in result.output


def test_files_alone(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    given = [str(folder), "--accounts", "12", "--events", "300", "--years", "1", "--days", "20", "--csv"]
    result = CliRunner().invoke(demonstrating.benchmark_data, given)
    assert result.exit_code == 0, result.output
    assert (folder / "usage_events.csv").exists()
    assert "12  accounts" in result.output
