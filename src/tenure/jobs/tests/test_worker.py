"""A worker in a thread of this process, over a database on disk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from tenure.jobs import lease
from tenure.jobs.alive import workers_alive
from tenure.jobs.claim import claim
from tenure.jobs.models import Attempt, Job
from tenure.jobs.tests import samples
from tenure.jobs.tests.conftest import Installation, wait_for
from tenure.jobs.verbs import cancel
from tenure.jobs.worker import Worker


@contextmanager
def working(threads: int = 1, **options: Any) -> Iterator[Worker]:
    one = Worker(threads, poll=0.02, beat=0.05, grace=0, **options)
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield one
    finally:
        one.stop()
        thread.join(60)
        assert not thread.is_alive()


def state() -> str:
    return Job.objects.get().state


def test_a_worker_is_seen_to_be_alive_and_to_have_left(installation: Installation) -> None:
    with working(threads=3) as one:
        assert wait_for(lambda: [w.id for w in workers_alive()] == [one.id])
        assert workers_alive()[0].threads == 3
    assert workers_alive() == []


def test_a_running_job_shows_how_far_it_is_and_stops_when_cancelled(installation: Installation) -> None:
    samples.long_with_steps.enqueue(str(installation.home / "marker"), 60)
    with working():
        assert wait_for(lambda: Job.objects.get().percent == 50)
        assert Job.objects.get().sentence == "Counting."
        cancel(Job.objects.get())
        assert wait_for(lambda: state() == "cancelled")


def test_a_long_job_keeps_a_short_lease(installation: Installation) -> None:
    samples.long_without_steps.enqueue(str(installation.home / "marker"), 3)
    with working(lease=timedelta(seconds=2)):
        assert wait_for(lambda: state() == "done")
    assert Attempt.objects.count() == 1


def test_several_jobs_run_at_the_same_time_but_no_more_than_asked(installation: Installation) -> None:
    markers = [installation.home / f"marker-{number}" for number in range(3)]
    for marker in markers:
        samples.long_with_steps.enqueue(str(marker), 60)
    with working(threads=2) as one:
        assert wait_for(lambda: markers[0].exists() and markers[1].exists())
        assert len(one.busy) == 2
        assert not markers[2].exists()
    assert Job.objects.filter(state="queued").count() == 3


def test_a_worker_lives_on_when_the_database_does_not_answer(installation: Installation, monkeypatch: Any) -> None:
    asked = []

    def claim_at_the_second_time(*args: Any) -> Any:
        asked.append(args)
        if len(asked) == 1:
            raise OperationalError("database is locked")
        return claim(*args)

    monkeypatch.setattr("tenure.jobs.worker.claim", claim_at_the_second_time)
    samples.add.enqueue(1, 1)
    with working():
        assert wait_for(lambda: state() == "done")


def test_a_worker_that_cannot_renew_its_lease_stops_the_job(installation: Installation, monkeypatch: Any) -> None:
    def unreachable(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(lease, "renew", unreachable)
    samples.long_with_steps.enqueue(str(installation.home / "marker"), 60)
    with working(lease=timedelta(seconds=0.2)) as one:
        assert wait_for(lambda: one.busy)
        hold = one.busy[0]
        assert wait_for(lambda: hold.stop is not None)
        assert wait_for(lambda: Attempt.objects.filter(outcome="lost").exists())


@pytest.mark.django_db
def test_a_second_stop_does_not_wait() -> None:
    one = Worker(grace=100)
    one.stop()
    assert one.grace == 100
    one.stop()
    assert one.grace == 0
