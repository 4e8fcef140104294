"""Running child processes together: start, start again, stop all."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field

import click

from tenure.cli.address import answers

_LONGEST_WAIT = 30.0
_LASTED = 60.0


@dataclass(slots=True)
class Child:
    name: str
    command: list[str]
    again: bool = False  # started again when it ends by itself; otherwise its end is the end of all
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0  # in a row, each soon after its start
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)  # noqa: S603 - our own command
        self.started = time.monotonic()

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def plan_restart(self) -> float:
        """Say how long to wait: longer each time it ends soon after its start."""
        self.deaths = self.deaths + 1 if time.monotonic() - self.started < _LASTED else 1
        wait = min(_LONGEST_WAIT, 2.0 ** (self.deaths - 1) / 2)
        self.process, self.not_before = None, time.monotonic() + wait
        return wait


class Supervisor:
    def __init__(self, children: list[Child], grace: float) -> None:
        self.children, self.grace = children, grace
        self._stopping = False

    def run(self, *, address: tuple[str, int], ready: str) -> int:
        """Run all children until a signal, or until one ends that is not started again; return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        announced, code = False, 0
        while code == 0 and not self._stopping:
            time.sleep(0.2)
            announced = announced or self._announce(address, ready)
            code = self._tend()
        self._stop_all()
        return code

    def _stop(self, *_: object) -> None:
        # A plain flag: setting an Event in a signal handler can wait for ever for the code that it interrupted.
        self._stopping = True

    def _announce(self, address: tuple[str, int], ready: str) -> bool:
        if not answers(*address):
            return False
        click.echo(ready)
        return True

    def _tend(self) -> int:
        """Start again what ended and shall run; return an exit code when all is over, else 0."""
        for child in self.children:
            if child.process is None and time.monotonic() >= child.not_before:
                child.start()
            code = child.ended()
            if code is None:
                continue
            if not child.again:
                click.echo(f"The {child.name} process ended ({_manner(code)}); stopping.", err=True)
                return code if code > 0 else 1
            click.echo(f"The {child.name} process ended ({_manner(code)}).", err=True)
            click.echo(f"Starting it again in {child.plan_restart():.1f} s.", err=True)
        return 0

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.ended() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + self.grace
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _manner(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def end_with_parent(parent: int | None) -> None:
    """Stop this process when its supervisor is gone, also when that was killed and could not say so."""
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
