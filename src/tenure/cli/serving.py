"""The web server, the worker, and both together."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import click
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from tenure.cli.address import as_url, require_free
from tenure.cli.supervising import Child, Supervisor, end_with_parent
from tenure.cli.upkeep import require_migrated

_Run = TypeVar("_Run", bound=Callable[..., None])
_PORT: int = settings.ENVIRONMENT.port


def _options(*options: Callable[[_Run], _Run]) -> Callable[[_Run], _Run]:
    def add(command: _Run) -> _Run:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_WEB = _options(
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all."),
    click.option("--port", type=click.IntRange(1, 65535), default=_PORT, help=f"Port; default PORT, now {_PORT}."),
    click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes."),
    click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads of each."),
)
_PARENT = click.option("--parent", type=int, hidden=True, help="End when this process is gone.")
_LEASE = click.option(
    "--lease",
    type=click.FloatRange(1, 3600),
    default=60,
    show_default=True,
    help="Seconds after which the jobs of a worker that is not heard of are taken by another.",
)
_GRACE = click.option(
    "--grace",
    type=click.FloatRange(0, 3600),
    default=5,
    show_default=True,
    help="Seconds a running job has to finish when the worker is stopped; then it is given back.",
)


@click.command()
@_WEB
@_PARENT
def web(host: str, port: int, processes: int, threads: int, parent: int | None) -> None:
    """Run the web server alone.

    Jobs wait until a worker runs: see `tenure worker`, or `tenure serve` for both. The defaults suit SQLite, where one
    writes at a time; with PostgreSQL, use about one process for each processor core.
    """
    require_free(host, port)
    require_migrated()
    connections.close_all()  # before the server forks
    end_with_parent(parent)
    _granian(host, port, processes, threads).serve(target_loader=_load)


def _load(target: str) -> Any:
    """The application, in a web process; each ends with the server that started it, however that ended."""
    end_with_parent(os.getppid())
    return import_string(target)


def _granian(host: str, port: int, processes: int, threads: int) -> Any:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return Granian(
        "tenure.config.wsgi.application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


@click.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs run at the same time.")
@_LEASE
@_GRACE
@_PARENT
def worker(jobs: int, lease: float, grace: float, parent: int | None) -> None:
    """Run the worker alone.

    It runs imports, refreshes and exports in the background, and what is scheduled. Several may run, also on several
    machines with PostgreSQL; each job is still done once. SIGTERM or Ctrl+C stops it: a running job finishes, or is
    given back to the queue.
    """
    from tenure.jobs.worker import Worker

    require_migrated()
    working = Worker(jobs, lease=timedelta(seconds=lease), grace=grace, beat=min(1.0, lease / 4))
    signal.signal(signal.SIGTERM, lambda *_: working.stop())
    # Under `tenure serve`, Ctrl+C reaches the whole group, and the supervisor then sends SIGTERM: count that alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN if parent else lambda *_: working.stop())
    end_with_parent(parent)
    working.run()
    sys.stdout.flush()
    if working.busy:
        os._exit(0)  # a thread that did not stop in time: its job was given back, so it must end now


@click.command()
@_WEB
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs run at the same time.")
@_LEASE
@_GRACE
def serve(host: str, port: int, processes: int, threads: int, jobs: int, lease: float, grace: float) -> None:
    """Run the web server and the worker together.

    A worker that dies is started again. SIGTERM or Ctrl+C stops both; when the web server ends, so does everything.
    """
    raise SystemExit(run_both(host, port, processes=processes, threads=threads, jobs=jobs, lease=lease, grace=grace))


def run_both(
    host: str = "127.0.0.1",
    port: int = _PORT,
    *,
    processes: int = 2,
    threads: int = 4,
    jobs: int = 1,
    lease: float = 60,
    grace: float = 5,
) -> int:
    """Serve until stopped; return the exit code."""
    require_free(host, port)
    require_migrated()
    connections.close_all()
    web_flags = {"host": host, "port": port, "processes": processes, "threads": threads}
    children = [
        Child("web", _command("web", web_flags)),
        Child("worker", _command("worker", {"jobs": jobs, "lease": lease, "grace": grace}), again=True),
    ]
    ready = f"Tenure is at {as_url(host, port)}  (Ctrl+C stops it)"
    return Supervisor(children, grace=grace + 5).run(address=(host, port), ready=ready)


def _command(name: str, flags: dict[str, object]) -> list[str]:
    given = [part for flag, value in flags.items() for part in (f"--{flag}", str(value))]
    return [sys.executable, "-m", "tenure.cli", name, *given, "--parent", str(os.getpid())]
