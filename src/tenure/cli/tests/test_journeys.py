"""`tenure journey` lists, checks, shows, publishes and tells the way; a mistake is a sentence and exit code 2."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tenure.cli.journeys import journey
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.web.journeys.tests.conftest import BODY, book

__all__ = ["book"]


def run(*asked: str) -> Result:
    return CliRunner().invoke(journey, asked)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    where = tmp_path / "mine.yaml"
    where.write_text(yaml.safe_dump({**BODY, "name": "Mine again"}))
    return where


def test_list_counts_accounts_in_stages(book: None) -> None:
    rows = [row for row in json.loads(run("list", "--format", "json").output) if row["journey"] == "mine"]
    assert [(row["stage"], row["accounts"]) for row in rows] == [("Onboarding", 1), ("Calm", 1), ("Busy", 1)]
    assert rows[0]["as_of"] == "2026-03-09"


def test_the_way_of_an_account(book: None) -> None:
    def told(*asked: str) -> Any:
        return json.loads(run("path", *asked, "--format", "json").output)

    way = told("a")
    assert [(row["stage"], row["entered"], row["left"], row["because"]) for row in way] == [
        ("Onboarding", "2026-01-05", "2026-02-01", ""), ("Calm", "2026-02-01", "2026-02-20", "Completed"),
        ("Busy", "2026-02-20", None, "open_tickets >= 1"),
    ]  # fmt: skip
    [_, calm] = told("a", "--as-of", "2026-02-10")
    assert (calm["days"], calm["left"], calm["misses"]) == (9, None, "open_tickets >= 1")
    assert [row["stalled"] for row in told("c")] == ["", "yes"]
    nobody = run("path", "nobody")
    assert (nobody.exit_code, "nobody was on no journey" in nobody.output) == (2, True)


def test_check_show_and_publish(book: None, file: Path) -> None:
    checked = run("check", str(file)).output
    assert "Mine again: 3 stages. It could be published." in checked
    assert "On 2026-03-09: Onboarding 1, Calm 1, Busy 1." in checked
    assert run("publish", str(file), "--note", "Better.").output == "Mine again, version 2 is in force.\n"
    assert "name: Mine again" in run("show", "mine").output
    verbs.draft(Kind.JOURNEY, {**BODY, "name": "Third"}, None)
    assert "name: Third" in run("show", "mine", "--draft").output
    assert run("publish", "mine", "--note", "From the page.").exit_code == 0
    held = Document.objects.get(kind=Kind.JOURNEY, key="mine", state=State.PUBLISHED)
    assert (held.version, held.title) == (3, "Third")


def test_mistakes_are_sentences(home: Path, db: None, file: Path) -> None:
    file.write_text(yaml.safe_dump({**BODY, "stages": [*BODY["stages"], {"name": "Calm"}]}))
    wrong = run("check", str(file))
    assert (wrong.exit_code, "calm is there twice" in wrong.output) == (2, True)
    assert "there are enterprise, hybrid, self_serve" in run("show", "nope").output
    assert "there is none" in run("publish", "nope", "--note", "x").output
    assert "Nothing is computed yet" in run("list").output
