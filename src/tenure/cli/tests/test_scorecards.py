"""`tenure scorecard` checks, replays, shows and publishes; a mistake is a sentence and exit code 2."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from click.testing import CliRunner, Result

from tenure.cli.scorecards import scorecard
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.work.models import Ticket

LEFT, TOLD, ALL = 12, 10, 30


@pytest.fixture
def book(home: Path, db: None) -> Iterator[None]:
    """Thirty accounts; twelve left in January, and ten of those had an escalated ticket since September."""
    for n in range(ALL):
        Account.objects.create(id=f"a{n:02}", name=f"Account {n}")
        Subscription.objects.create(
            id=f"s{n}", subscription_id=f"s{n}", account_id=f"a{n:02}", price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 1, 1), end_date_excl=date(2026, 1, 15) + timedelta(days=n) if n < LEFT else None,
        )  # fmt: skip
    for n in range(TOLD):
        Ticket.objects.create(
            id=f"t{n}", account_id=f"a{n:02}", opened_at=datetime(2025, 9, 1, tzinfo=UTC), escalated=True
        )
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(scorecard, list(arguments))


def shown(key: str = "standard") -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load(run("show", key).output)
    return body


def test_a_scorecard_is_shown_checked_and_published(db: None, tmp_path: Path) -> None:
    file = tmp_path / "card.yaml"
    body = shown()
    body["groups"] = body["groups"][:1]
    file.write_text(yaml.safe_dump(body))
    assert "4 measures in 1 groups" in run("check", str(file)).output
    assert "version 2 is in force" in run("publish", str(file), "--note", "Usage alone.").output
    assert Document.objects.get(key="standard", state=State.PUBLISHED).note == "Usage alone."
    body["groups"][0]["inputs"][0]["measure"] = "nope"
    file.write_text(yaml.safe_dump(body))
    wrong = run("publish", str(file), "--note", "x")
    assert (wrong.exit_code, "nope is no measure" in wrong.output) == (2, True)
    assert run("show", "nope").exit_code == 2


def test_a_replay_says_what_was_said_and_what_happened(book: None) -> None:
    refresh()
    told = run("replay", "standard").output
    assert told.startswith("Standard: churned, 90 days before, as of 2026-03-09, 30 accounts.\nArea under ROC 0.83")
    # The ticket of September is a warning for the window of January, and a false alarm for the one of December.
    assert f"Below 70: {TOLD} caught, {LEFT - TOLD} missed, {TOLD} false alarms" in told
    found = json.loads(run("replay", "standard", "--json").output)
    assert found["confusion"]["caught"] + found["confusion"]["missed"] == found["events"] == LEFT
    assert sum(band["events"] for band in found["bands"]) == LEFT
    # The worst fifth holds those with the ticket, and neither of the two without.
    assert found["capture"]["events"] == pytest.approx(TOLD / LEFT)
    assert "were warned of" in found["lead"]["sentence"]
    assert [one["days"] for one in found["days_before"]] == [30, 60, 90, 180]


def test_a_replay_of_too_few_events_claims_nothing(book: None) -> None:
    refresh()
    told = run("replay", "standard", "--outcome", "downgraded").output
    assert "Too few to tell: it happened to 0 accounts" in told
    assert "caught" not in told
    found = json.loads(run("replay", "standard", "--outcome", "expanded", "--json").output)
    assert (found["verdict"], found["area"], found["confusion"], found["bands"]) == ("too few", None, None, [])


def test_a_draft_and_a_file_are_replayed_and_nothing_is_saved(book: None, tmp_path: Path) -> None:
    refresh()
    body, file = shown(), tmp_path / "card.yaml"
    body["groups"] = [group for group in body["groups"] if group["name"] != "Support"]
    file.write_text(yaml.safe_dump(body))
    assert "no signal" in run("replay", str(file)).output  # without tickets nothing tells them apart
    assert "no scorecard with a draft" in run("replay", "standard", "--draft").output
    verbs.draft(Kind.SCORECARD, body, None)
    assert "no signal" in run("replay", "standard", "--draft").output
    assert "Area under ROC 0.83" in run("replay", "standard").output
    wrong = run("replay", "nope")
    assert (wrong.exit_code, "nope is no file, and no scorecard in force; there are" in wrong.output) == (2, True)


def test_a_replay_before_anything_is_computed_says_so(home: Path, db: None) -> None:
    wrong = run("replay", "standard")
    assert (wrong.exit_code, "Nothing is computed yet" in wrong.output) == (2, True)
