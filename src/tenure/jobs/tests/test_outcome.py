from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.jobs import lease, outcome, progress, running
from tenure.jobs.claim import claim
from tenure.jobs.models import Attempt, Job
from tenure.jobs.outcome import LONGEST_WAIT, MOST_LOSSES, back_off
from tenure.jobs.task import JobTask
from tenure.jobs.tests import samples
from tenure.jobs.tests.steps import LEASE, run_next, take

pytestmark = pytest.mark.django_db


def due_now() -> None:
    Job.objects.update(due_at=timezone.now())


def expire() -> None:
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("failures", "spread", "seconds"), [(1, 0, 10), (2, 0, 20), (4, 0, 80), (1, 1, 12.5), (60, 0, 1800)]
)
def test_the_wait_doubles_up_to_half_an_hour(failures: int, spread: float, seconds: float) -> None:
    assert back_off(failures, spread) == timedelta(seconds=seconds)


def test_the_wait_varies_by_up_to_a_quarter() -> None:
    waits = {back_off(60) for _ in range(20)}
    assert len(waits) > 1
    assert all(LONGEST_WAIT <= wait <= LONGEST_WAIT * 1.25 for wait in waits)


def test_a_job_that_fails_waits_tries_again_and_then_gives_up() -> None:
    samples.fail.enqueue("The disk is full.")
    job = run_next()
    assert (job.state, job.reason) == ("queued", "ValueError: The disk is full.")
    assert job.due_at > timezone.now() + timedelta(seconds=8)
    assert claim("worker-1", LEASE) is None
    due_now()
    job = run_next("worker-2")
    assert (job.state, job.failures, job.attempt) == ("failed", 2, 2)
    assert job.finished_at is not None
    kept = Attempt.objects.order_by("number").values_list("worker", "outcome", "reason", "exception")
    expected = ("failed", "ValueError: The disk is full.", "builtins.ValueError")
    assert list(kept) == [("worker-1", *expected), ("worker-2", *expected)]
    assert "raise ValueError(sentence)" in Attempt.objects.get(number=2).traceback


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (samples.refuse, "The file holds no rows."),
        (samples.return_an_object, "The task returned what JSON cannot hold: Unsupported type: <class 'object'>."),
    ],
    ids=["refuse", "object"],
)
def test_what_would_fail_again_is_not_tried_again(task: JobTask[[], Any], reason: str) -> None:
    task.enqueue()
    job = run_next()
    assert (job.state, job.reason, job.attempt) == ("failed", reason, 1)


def test_a_task_of_another_version_fails_with_a_sentence() -> None:
    samples.add.enqueue(1, 1)
    Job.objects.update(task="tenure.jobs.tests.samples.gone")
    job = run_next()
    assert job.state == "failed"
    assert job.reason.startswith("There is no task tenure.jobs.tests.samples.gone in this version of Tenure")


def test_a_task_cannot_end_the_worker() -> None:
    samples.leave.using(max_attempts=1).enqueue()
    assert (run_next().state, Job.objects.get().reason) == ("failed", "SystemExit: 3")


def test_a_worker_that_lost_its_lease_records_nothing() -> None:
    samples.add.enqueue(1, 1)
    slow = take("slow")
    expire()
    assert lease.take_back_expired() == 1
    due_now()
    quick = take("quick")

    assert not outcome.succeed(slow, 7)
    assert not outcome.fail(slow, ValueError("x"))
    assert not outcome.cancel(slow)
    assert not outcome.release(slow)
    lease.renew(slow, LEASE)
    assert isinstance(slow.stop, progress.LeaseLost)
    assert (Job.objects.get().state, Job.objects.get().worker) == ("running", "quick")

    assert outcome.succeed(quick, 2)
    assert not outcome.succeed(quick, 3)  # once
    assert Job.objects.get().result == 2
    outcomes = Attempt.objects.order_by("number").values_list("worker", "outcome")
    assert list(outcomes) == [("slow", "lost"), ("quick", "done")]


def test_the_same_worker_is_fenced_by_the_attempt() -> None:
    samples.add.enqueue(1, 1)
    first = take("same")
    expire()
    lease.take_back_expired()
    due_now()
    take("same")
    assert not outcome.succeed(first, 1)


def test_a_renewed_lease_is_not_taken_back() -> None:
    samples.add.enqueue(1, 1)
    hold = take()
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
    hold.until = timezone.now() + timedelta(seconds=1)
    lease.renew(hold, LEASE)
    assert Job.objects.get().lease_until > timezone.now() + timedelta(seconds=50)  # type: ignore[operator]
    assert lease.take_back_expired() == 0


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    samples.add.enqueue(1, 1)
    for _ in range(MOST_LOSSES):
        due_now()
        take()
        expire()
        lease.take_back_expired()
    job = Job.objects.get()
    assert (job.state, job.losses) == ("failed", MOST_LOSSES)
    assert job.reason.startswith("5 workers died while they ran it")


def test_a_job_lost_after_it_was_cancelled_is_not_run_again() -> None:
    samples.add.enqueue(1, 1)
    take()
    Job.objects.update(cancel_requested_at=timezone.now())
    expire()
    lease.take_back_expired()
    assert Job.objects.get().state == "cancelled"


def test_a_released_job_is_no_failure() -> None:
    samples.long_with_steps.enqueue("/dev/null", 60)
    hold = take()
    hold.stop = progress.Released()
    running.run(hold)
    job = Job.objects.get()
    assert (job.state, job.failures, job.losses, job.worker) == ("queued", 0, 0, "")


def test_what_a_task_said_is_kept_and_shown_as_it_runs() -> None:
    samples.say.enqueue("Reading accounts.csv.")
    hold = take()
    progress.enter(hold)
    progress.report(1, 4, "Reading plans.csv.")
    lease.renew(hold, LEASE)
    progress.enter(None)
    job = Job.objects.get()
    assert (job.done, job.total, job.percent, job.sentence) == (1, 4, 25, "Reading plans.csv.")
    running.run(hold)
    job = Job.objects.get()
    assert (job.state, job.percent, job.sentence) == ("done", 75, "Reading accounts.csv.")


def test_outside_a_job_progress_does_nothing() -> None:
    progress.report(1, 2, "Nobody listens.")
    progress.check()
    assert progress.current() is None
