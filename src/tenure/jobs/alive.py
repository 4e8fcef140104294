"""Which workers are alive, and what a dead one on this machine left behind."""

import os
import socket
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tenure.jobs.lease import take_back_from
from tenure.jobs.models import Worker

SEEN_EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=60)


def enter(worker: str, threads: int) -> None:
    now = timezone.now()
    Worker.objects.create(id=worker, host=machine(), pid=os.getpid(), threads=threads, started_at=now, seen_at=now)


def seen(worker: str) -> None:
    Worker.objects.filter(id=worker).update(seen_at=timezone.now())


def leave(worker: str) -> None:
    now = timezone.now()
    Worker.objects.filter(id=worker).update(seen_at=now, stopped_at=now)


def workers_alive() -> list[Worker]:
    since = timezone.now() - SILENT_AFTER
    return list(Worker.objects.filter(stopped_at=None, seen_at__gte=since).order_by("started_at"))


def take_back_from_the_dead() -> int:
    """Take jobs back from workers of this machine whose process is gone, without waiting for their leases."""
    gone = [w for w in Worker.objects.filter(stopped_at=None, host=machine()) if not _runs(w.pid)]
    for worker in gone:
        Worker.objects.filter(id=worker.id).update(stopped_at=timezone.now())
    return sum(take_back_from(worker.id) for worker in gone)


def machine() -> str:
    """Where process ids mean the same: host, since its start, in this container."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{socket.gethostname()} {boot} {os.readlink('/proc/self/ns/pid')}"[:200]
    except OSError:
        return f"{socket.gethostname()} {os.getpid()}"[:200]  # unlike any other: leases decide


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
