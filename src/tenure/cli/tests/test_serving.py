"""The real commands as processes: `tenure migrate`, `tenure serve`, and what they refuse."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


def tenure(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tenure.cli", *words]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False, timeout=60)


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "TENURE_HOME": str(home), "DATABASE_URL": ""}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    first, second = tenure(home, "migrate"), tenure(home, "migrate")
    assert first.stdout.startswith("Migrations applied: "), first.stderr
    assert second.stdout == "The database is up to date.\n"
    return home


@pytest.fixture
def served(migrated: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    port = free_port()
    command = [sys.executable, "-m", "tenure.cli", "serve", "--port", str(port), "--processes", "1"]
    process = subprocess.Popen(
        command, env=environment(migrated), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    yield process, port
    process.kill()
    process.communicate()


def test_serve_answers_refuses_a_second_and_stops_everything(
    served: tuple["subprocess.Popen[str]", int], migrated: Path
) -> None:
    process, port = served
    assert process.stdout is not None
    assert process.stdout.readline() == f"Tenure is at http://127.0.0.1:{port}  (Ctrl+C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/jobs/", timeout=60) as answer:
        assert answer.status == 200
        assert "/sign-in/" in answer.url
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    refused = tenure(migrated, "web", "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr

    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    until = time.monotonic() + 5
    while _answers(port) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _answers(port)


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("command", ["worker", "web", "serve"])
def test_a_database_that_was_not_migrated_is_refused_with_a_sentence(command: str, tmp_path: Path) -> None:
    refused = tenure(tmp_path, command, *([] if command == "worker" else ["--port", str(free_port())]))
    assert refused.returncode == 1
    assert "Run `tenure migrate` first." in refused.stderr
