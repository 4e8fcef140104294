"""Where benchmarks run: simulated files made once, a data folder each, and commands measured from outside."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tenure.demo.company import Size, write

YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)


class Failed(RuntimeError):
    """A measured command did not succeed; the message is the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Ran:
    seconds: float
    peak: int  # bytes of resident memory
    output: str


@dataclass(frozen=True, slots=True)
class Ground:
    folder: Path
    scale: float = 1.0

    def many(self, count: int, least: int = 1) -> int:
        """So many at this scale."""
        return max(least, round(count * self.scale))

    def files(
        self, *, accounts: int, events: int, usage_days: int, subscriptions: int | None = None, end: date = YESTERDAY
    ) -> Path:
        """A simulated company of this size; kept, because making it takes minutes."""
        name = f"{end}-{accounts}-{events}-{usage_days}-{subscriptions or 0}"
        folder = self.folder / "files" / name
        if not folder.exists():
            draft = folder.with_name(name + ".draft")
            shutil.rmtree(draft, ignore_errors=True)
            write(Size(end, accounts, events, usage_days=usage_days, subscriptions=subscriptions), draft)
            draft.rename(folder)
        return folder

    def home(self, name: str) -> Path:
        """An empty data folder with a migrated database."""
        home = self.folder / "homes" / name
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        self.tenure(home, "migrate")
        return home

    def tenure(self, home: Path, *arguments: object) -> Ran:
        return self.run(home, "tenure.cli", *arguments)

    def run(self, home: Path, module: str, *arguments: object) -> Ran:
        """Run a Python module on a data folder and measure the whole process."""
        command = [sys.executable, "-m", module, *map(str, arguments)]
        environment = {**os.environ, "TENURE_HOME": str(home), "DATABASE_URL": ""}
        log = home / "output.txt"
        with log.open("w+") as output:
            started = time.monotonic()
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - started
        said = log.read_text()
        if process.returncode:
            raise Failed(f"{' '.join(command[2:])} ended with {process.returncode}: {said[-600:].strip()}")
        return Ran(seconds, usage.ru_maxrss * 1024, said)
