import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

# A supervisor of two small programs, run as a process of its own because it takes over the signals.
_PROGRAM = """
import sys
from tenure.cli.supervising import Child, Supervisor
port, web, worker = int(sys.argv[1]), sys.argv[2], sys.argv[3]
children = [Child("web", [sys.executable, "-c", web]), Child("worker", [sys.executable, "-c", worker], again=True)]
raise SystemExit(Supervisor(children, grace=2).run(address=("127.0.0.1", port), ready="It is there."))
"""
_SLEEP = "import time; time.sleep(60)"
_NOTE = "import os, time, pathlib; pathlib.Path({path!r}).open('a').write(f'{{os.getpid()}}\\n')\n"


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    until = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    started: list[subprocess.Popen[str]] = []

    def start(web: str = _SLEEP, worker: str = _SLEEP, port: int = 1) -> Any:
        command = [sys.executable, "-c", _PROGRAM, str(port), *(textwrap.dedent(p) for p in (web, worker))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   start_new_session=True)  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_dead_worker_is_started_again(supervise: Any, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    process = supervise(worker=_NOTE.format(path=str(file)) + _SLEEP)
    assert wait_for(lambda: len(pids(file)) == 1)
    os.kill(pids(file)[0], signal.SIGKILL)
    assert wait_for(lambda: len(pids(file)) == 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not any(is_running(pid) for pid in pids(file))
    assert "The worker process ended (signal SIGKILL)." in process.stdout.read()


def test_when_the_web_server_ends_all_ends(supervise: Any, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    process = supervise(web="import time; time.sleep(1); raise SystemExit(7)",
                        worker=_NOTE.format(path=str(file)) + _SLEEP)  # fmt: skip
    assert process.wait(60) == 7
    assert not is_running(pids(file)[0])


def test_a_child_that_does_not_listen_is_killed(supervise: Any, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    process = supervise(web=deaf + _NOTE.format(path=str(file)) + _SLEEP)
    assert wait_for(lambda: pids(file))
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert not is_running(pids(file)[0])


def test_it_says_when_the_address_answers(supervise: Any) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        process = supervise(port=listening.getsockname()[1])
        assert process.stdout.readline() == "It is there.\n"


def test_children_end_when_the_supervisor_was_killed(supervise: Any, tmp_path: Path) -> None:
    file = tmp_path / "pids"
    follow = "import os\nfrom tenure.cli.supervising import end_with_parent; end_with_parent(os.getppid())\n"
    process = supervise(web=follow + _NOTE.format(path=str(file)) + _SLEEP)
    assert wait_for(lambda: pids(file))
    process.kill()
    process.wait()
    assert wait_for(lambda: not is_running(pids(file)[0]))
