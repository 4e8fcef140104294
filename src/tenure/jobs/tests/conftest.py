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
from urllib.parse import urlsplit

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


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    """Poll until `what()` is true; the answer, or the last false one when time is over."""
    until = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def migrated_postgres(django_db_blocker: Any) -> str:
    """A new, migrated PostgreSQL database beside the named one, for this test process alone."""
    name = f"tenure_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    url = urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
    with django_db_blocker.unblock(), _connected(POSTGRES), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    with django_db_blocker.unblock(), _connected(url):
        call_command("migrate", verbosity=0)
    return url


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgres",
            marks=pytest.mark.skipif(not POSTGRES, reason="TENURE_TEST_POSTGRES names no PostgreSQL database."),
        ),
    ]
)
def installation(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Installation]:
    migrated = request.getfixturevalue("migrated_file" if request.param == "sqlite" else "migrated_postgres")
    if request.param == "sqlite":
        shutil.copy(migrated, tmp_path / "tenure.sqlite3")
    installed = Installation(tmp_path, "" if request.param == "sqlite" else migrated)
    with django_db_blocker.unblock(), _connected(installed.url or f"sqlite:///{tmp_path}/tenure.sqlite3"):
        if installed.url:
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
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_job, jobs_worker, jobs_firing, company_user CASCADE")
