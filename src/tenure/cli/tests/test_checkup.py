from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection
from django.utils import timezone

from tenure.cli import checkup
from tenure.cli.upkeep import check, migrate
from tenure.engine import publication
from tenure.jobs.models import Job, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(home: Path, monkeypatch: Any) -> None:
    """An installation with nothing wrong; each test breaks one thing."""
    now = timezone.now()
    Worker.objects.create(id="w", host="h", pid=1, threads=2, started_at=now, seen_at=now)
    published(monkeypatch, timedelta(minutes=5))
    monkeypatch.setattr(checkup, "check_schedules", list)


def published(monkeypatch: Any, age: timedelta) -> None:
    found = SimpleNamespace(as_of=date(2026, 3, 4), published_at=timezone.now() - age)
    monkeypatch.setattr(publication, "current", lambda: found)


def wrong() -> dict[str, str]:
    return {finding.about: finding.sentence for finding in checkup.all_findings() if not finding.fine}


@pytest.mark.usefixtures("well")
def test_a_well_installation_has_nothing_wrong() -> None:
    assert wrong() == {}
    result = CliRunner().invoke(check)
    assert result.exit_code == 0
    assert "ok    worker: 1 alive, 2 jobs at a time." in result.output
    assert "ok    numbers: As of 2026-03-04, computed 5 minutes ago." in result.output


@pytest.mark.usefixtures("well")
def test_no_worker_is_wrong_and_ends_with_1() -> None:
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert wrong() == {"worker": "No worker is alive, so nothing is imported or refreshed. Run `tenure serve`."}
    result = CliRunner().invoke(check)
    assert result.exit_code == 1
    assert "WRONG worker" in result.output


@pytest.mark.usefixtures("well")
def test_a_folder_that_cannot_be_written_is_wrong(home: Path, settings: Any) -> None:
    settings.HOME = home / "file"
    settings.HOME.write_text("not a folder")
    assert wrong()["data folder"].startswith("File exists. Give this user the right to write in")


@pytest.mark.usefixtures("well")
def test_a_full_disk_is_wrong(monkeypatch: Any) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=400_000_000))
    assert wrong() == {"disk": "Only 0.4 GB free. Free some or move TENURE_HOME: a refresh needs at least 2 GB."}


@pytest.mark.usefixtures("well")
def test_proxies_that_nobody_counted_are_wrong(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert "Set TENURE_PROXIES" in wrong()["proxies"]
    settings.TENURE_PROXIES = 1
    assert not wrong()


@pytest.mark.usefixtures("well")
def test_jobs_that_wait_for_long_are_wrong() -> None:
    ago = timezone.now() - timedelta(minutes=11)
    Job.objects.create(id="a", task="t", title="t", enqueued_at=ago, due_at=ago)
    Job.objects.create(id="b", task="t", title="t", enqueued_at=ago, due_at=timezone.now())
    assert wrong() == {"jobs": "One job has waited for over ten minutes. Run another worker: `tenure worker`."}


@pytest.mark.usefixtures("well")
def test_old_or_missing_numbers_are_wrong(monkeypatch: Any) -> None:
    published(monkeypatch, timedelta(days=3, hours=1))
    assert wrong() == {"numbers": "Computed 3 days ago. See why on the Jobs page, or run `tenure refresh`."}

    def nothing() -> None:
        raise publication.NothingPublished

    monkeypatch.setattr(publication, "current", nothing)
    assert wrong() == {"numbers": "Nothing is computed yet. Import facts, then run `tenure refresh`."}


@pytest.mark.usefixtures("well")
def test_a_clock_that_went_back_is_wrong() -> None:
    ahead = timezone.now() + timedelta(minutes=10)
    Job.objects.create(id="a", task="t", title="t", state="done", enqueued_at=ahead, due_at=ahead)
    assert wrong()["clock"].startswith("Clocks differ by 600 s.")


@pytest.mark.usefixtures("well")
def test_missing_migrations_are_wrong(monkeypatch: Any) -> None:
    monkeypatch.setattr(checkup, "missing_migrations", lambda: ["jobs.0001_initial"])
    assert wrong() == {"database": "It lacks 1 of this version's migrations. Run `tenure migrate`."}


@pytest.mark.usefixtures("well")
def test_a_database_that_does_not_answer_is_wrong_and_no_more_is_asked(monkeypatch: Any) -> None:
    def refuse() -> None:
        raise OperationalError("unable to open database file\nwith details")

    monkeypatch.setattr(checkup, "missing_migrations", refuse)
    sentence = "The operational database cannot be used: unable to open database file. "
    where = "TENURE_HOME" if connection.vendor == "sqlite" else "DATABASE_URL"
    assert wrong() == {"database": f"{sentence}Check {where} and that the database runs."}
    result = CliRunner().invoke(migrate)
    assert (result.exit_code, sentence in result.output) == (1, True)


@pytest.mark.parametrize(
    ("age", "words"),
    [(timedelta(0), "just now"), (timedelta(minutes=59), "59 minutes ago"), (timedelta(minutes=90), "90 minutes ago"),
     (timedelta(hours=25), "25 hours ago"), (timedelta(days=2), "2 days ago"), (timedelta(days=-1), "just now")],
)  # fmt: skip
def test_an_age_in_words(age: timedelta, words: str) -> None:
    assert checkup._ago(age) == words


def test_the_newest_moment_of_an_empty_database_is_now() -> None:
    assert abs(checkup._newest() - datetime.now(UTC)) < timedelta(seconds=5)
