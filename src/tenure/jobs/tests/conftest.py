"""A real database on disk, or in PostgreSQL, for tests in which several connections or processes meet."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import connection, connections

POSTGRES = os.environ.get("TENURE_TEST_POSTGRES", "")


@dataclass
class Installation:
    """A data folder with a migrated database, which this process and worker processes share."""

    home: Path
    url: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self, *flags: str) -> "subprocess.Popen[bytes]":
        environment = os.environ | {"TENURE_HOME": str(self.home), "DATABASE_URL": self.url}
        command = [sys.executable, "-m", "tenure.cli", "worker", *flags]
        with (self.home / f"worker-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def log(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.home.glob("worker-*.log")))


def wait_for(what: Callable[[], Any], seconds: float = 20) -> Any:
    """Poll until `what()` is true; the answer, or the last false one when time is over."""
    until = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated SQLite file to copy: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "tenure.sqlite3"
    with django_db_blocker.unblock(), _connected(f"sqlite:///{file}"):
        call_command("migrate", verbosity=0)
    return file


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgres",
            marks=pytest.mark.skipif(not POSTGRES, reason="TENURE_TEST_POSTGRES names no PostgreSQL database."),
        ),
    ]
)
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path, django_db_blocker: Any
) -> Iterator[Installation]:
    is_sqlite = request.param == "sqlite"
    if is_sqlite:
        shutil.copy(migrated_file, tmp_path / "tenure.sqlite3")
    url = f"sqlite:///{tmp_path}/tenure.sqlite3" if is_sqlite else POSTGRES
    installed = Installation(tmp_path, "" if is_sqlite else url)
    with django_db_blocker.unblock(), _connected(url):
        if not is_sqlite:
            _empty()
        yield installed
        for process in installed.processes:
            process.kill()
            process.wait()


class _connected:
    """Point Django's connections, in every thread, at another database for a while."""

    def __init__(self, url: str) -> None:
        self.settings = {**connections.settings["default"], **dj_database_url.parse(url)}
        if "sqlite" not in self.settings["ENGINE"]:
            self.settings["OPTIONS"] = {}

    def __enter__(self) -> None:
        self.before, self.connection = connections.settings["default"], connections["default"]
        del connections["default"]
        connections.settings["default"] = self.settings

    def __exit__(self, *_: object) -> None:
        connection.close()
        del connections["default"]
        connections.settings["default"], connections["default"] = self.before, self.connection


def _empty() -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_job, jobs_worker, jobs_firing, company_user CASCADE")
