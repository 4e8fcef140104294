"""The worker: takes jobs, runs each in a thread, keeps their leases, fires schedules.

Guarantees: a job that was enqueued runs at least once, even if the worker is killed in the middle, because its lease
runs out and another attempt begins. Its end is recorded once. See docs/operations.md.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django_tasks.utils import get_random_id

from tenure.jobs import alive, lease, outcome, running, schedule
from tenure.jobs.claim import claim
from tenure.jobs.problems import LeaseLost, Released
from tenure.jobs.progress import Hold

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
GRACE = 5.0


class Worker:
    """One worker process. `stop()` may be called from a signal handler; `run()` returns when all is wound down."""

    def __init__(
        self, threads: int = 1, *, lease: timedelta = LEASE, poll: float = 0.5, beat: float = 1.0, grace: float = GRACE
    ) -> None:
        self.id = get_random_id()
        self.threads, self.lease, self.poll, self.beat, self.grace = threads, lease, poll, beat, grace
        self._stopping, self._wake, self._ended = False, threading.Event(), threading.Event()
        self._running: dict[str, tuple[Hold, threading.Thread]] = {}
        self._lock = threading.Lock()
        self._every: dict[str, float] = {}

    def stop(self) -> None:
        """Take nothing new and end soon. A second call does not wait for what is running."""
        # A plain flag: setting an Event in a signal handler can wait for ever for the thread that was interrupted.
        if self._stopping:
            self.grace = 0
        self._stopping = True

    def run(self) -> None:
        self._persist(lambda: alive.enter(self.id, self.threads))
        heart = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)
        heart.start()
        _log.info("Worker %s (process %d) takes jobs, %d at a time.", self.id, os.getpid(), self.threads)
        while not self._stopping:
            if not self._survive(self._step):
                self._wake.wait(self.poll)
                self._wake.clear()
        self._wind_down()
        self._ended.set()
        heart.join(timeout=self.beat + 1)
        self._survive(lambda: alive.leave(self.id))
        connections.close_all()

    @property
    def busy(self) -> list[Hold]:
        with self._lock:
            return [hold for hold, _ in self._running.values()]

    def _step(self) -> bool:
        """Do what is due; say whether there may be more to take at once."""
        if self._due("leases", 1):
            lease.take_back_expired()
        if self._due("dead", 5):
            alive.take_back_from_the_dead()
        if self._due("schedules", 5):
            schedule.fire_due()
        if len(self.busy) >= self.threads:
            return False
        hold = claim(self.id, self.lease)
        if hold is not None:
            self._begin(hold)
        return hold is not None

    def _due(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self._every.get(what, 0):
            return False
        self._every[what] = now + seconds
        return True

    def _begin(self, hold: Hold) -> None:
        thread = threading.Thread(target=self._run_one, args=(hold,), name=f"job {hold.job_id}", daemon=True)
        with self._lock:
            self._running[hold.job_id] = (hold, thread)
        thread.start()

    def _run_one(self, hold: Hold) -> None:
        try:
            running.run(hold)
        finally:
            connections.close_all()
            with self._lock:
                self._running.pop(hold.job_id, None)
            self._wake.set()

    def _beat_on(self) -> None:
        while not self._ended.wait(self.beat):
            for hold in self.busy:
                if not self._survive(partial(lease.renew, hold, self.lease)) and hold.until < timezone.now():
                    hold.stop = hold.stop or LeaseLost()
            if self._due("seen", alive.SEEN_EVERY.total_seconds()):
                self._survive(lambda: alive.seen(self.id))
        connections.close_all()

    def _wind_down(self) -> None:
        """Let running jobs finish for a moment, then ask them to stop, then give them back."""
        self._wait_idle(lambda: self.grace)
        for hold in self.busy:
            hold.stop = hold.stop or Released()
        self._wait_idle(lambda: 2.0 if self.grace else 0.5)
        for hold in self.busy:
            # Its thread ends with this process, at once after this; the wait keeps another worker from overlapping.
            self._survive(partial(outcome.release, hold, timedelta(seconds=3)))

    def _wait_idle(self, seconds: Callable[[], float]) -> None:
        began = time.monotonic()
        while self.busy and time.monotonic() - began < seconds():
            self._wake.wait(0.05)
            self._wake.clear()

    def _persist(self, action: Callable[[], object]) -> None:
        """Try until the database answers."""
        while not self._stopping:
            try:
                action()
                return
            except DatabaseError as error:
                self._complain(error)

    def _survive(self, action: Callable[[], object]) -> bool:
        """Do it, and live on when the database does not answer; return its truth, False on trouble."""
        try:
            done = action()
        except DatabaseError as error:
            self._complain(error)
            return False
        return done is None or bool(done)

    def _complain(self, error: DatabaseError) -> None:
        _log.warning("The database did not answer: %s", error)
        connection.close()
        time.sleep(0 if self._stopping else 1)
