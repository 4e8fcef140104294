"""Files that survive a power cut: what is not synced may be lost, what is renamed before it is synced may be torn."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path


class Busy(RuntimeError):
    """Another process holds the lock and did not let go in time."""


def sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make the folder and those above it, each entered durably into its parent."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def settle(files: Iterable[Path]) -> None:
    """Make new files durable together, with their names and those of their folders: one wait for all of them."""
    found = list(files)
    folders = {file.parent for file in found}
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(sync_file, found))
        list(threads.map(sync_folder, folders | {folder.parent for folder in folders}))


def put(draft: Path, final: Path) -> None:
    """Give a finished draft its final name, whole or not at all."""
    sync_file(draft)
    make_folder(final.parent)
    draft.replace(final)
    sync_folder(final.parent)


@contextmanager
def one_at_a_time(path: Path, *, wait: float, what: str) -> Iterator[None]:
    """Hold the lock file, waiting up to `wait` seconds. The system lets go of it when the process dies."""
    make_folder(path.parent)
    until = time.monotonic() + wait
    with path.open("a") as file:
        while not _locked(file.fileno()):
            if time.monotonic() >= until:
                raise Busy(f"{what} is still running in another process after {wait:.0f} seconds; try again later.")
            time.sleep(0.05)
        yield


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
