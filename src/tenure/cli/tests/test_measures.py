"""`tenure measure` lists, shows, checks and publishes; a mistake is a sentence and exit code 2."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tenure.cli.measures import measure
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.work.models import Ticket

pytestmark = pytest.mark.django_db


def run(*asked: str) -> tuple[int, str]:
    done = CliRunner().invoke(measure, list(asked))
    return done.exit_code, done.output


def test_measures_are_listed_with_what_reads_them_and_their_values(home: Path) -> None:
    assert run("list", "--values")[0] == 2
    Account.objects.create(id="a", name="A")
    Subscription.objects.create(id="s", subscription_id="s", account_id="a", price_minor=1, mrr_minor=1, currency="USD",
                                start_date=date(2025, 1, 1))  # fmt: skip
    Ticket.objects.create(id="t", account_id="a", opened_at=datetime(2026, 3, 1, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
        refresh()
        rows = {row["id"]: row for row in json.loads(run("list", "--values", "--format", "json")[1])}
    assert (rows["open_tickets"]["known for"], rows["open_tickets"]["of"], rows["open_tickets"]["median"]) == (1, 1, 1)
    assert rows["nps"]["median"] is None
    assert rows["nps"]["read by"] == "Detractor, Grow with the product, Standard"
    assert "median" not in json.loads(run("list", "--format", "json")[1])[0]


def test_a_measure_is_shown_checked_and_published(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(run("show", "open_tickets")[1].replace("of: tickets", "of: tickets\n  where: priority = high"))
    assert "number of tickets in force on the day where priority = high. It could" in run("check", str(file))[1]
    assert run("publish", str(file), "--note", " ")[0] == 2
    assert "version 2 is in force" in run("publish", str(file), "--note", "What hurts.")[1]
    held = Document.objects.get(kind=Kind.MEASURE, key="open_tickets", state=State.PUBLISHED)
    assert (held.note, held.body["formula"]["where"]) == ("What hurts.", "priority = high")


def test_what_is_wrong_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("id: mine\nname: Mine\ngroup: usage\nformula: {kind: level, of: usage}\n")
    assert run("check", str(file)) == (2, run("publish", str(file), "--note", "x")[1])
    assert "mine.yaml, formula.of: rows of usage happen on one day" in run("check", str(file))[1]
    file.write_bytes(b"\xff")
    assert "no text in UTF-8" in run("check", str(file))[1]
    assert "nope is no measure in force" in run("show", "nope")[1]
    assert "open_tickets is no measure with a draft" in run("show", "open_tickets", "--draft")[1]


def test_a_draft_of_somebody_is_not_overwritten(tmp_path: Path) -> None:
    held = Document.objects.get(kind=Kind.MEASURE, key="open_tickets")
    verbs.draft(Kind.MEASURE, {**held.body, "name": "Theirs"}, None)
    assert "name: Theirs" in run("show", "open_tickets", "--draft")[1]
    file = tmp_path / "mine.yaml"
    file.write_text(run("show", "open_tickets")[1])
    code, said = run("publish", str(file), "--note", "x")
    assert (code, "There is a draft of Open tickets on its page" in said) == (2, True)
