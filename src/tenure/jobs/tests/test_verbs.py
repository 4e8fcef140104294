import pytest

from tenure.jobs import lease, running
from tenure.jobs.models import Attempt, Job
from tenure.jobs.once import enqueue_once
from tenure.jobs.tests import samples
from tenure.jobs.tests.steps import LEASE, run_next, take
from tenure.jobs.verbs import Refused, cancel, retry

pytestmark = pytest.mark.django_db


def test_a_waiting_job_is_cancelled_at_once() -> None:
    samples.add.enqueue(1, 1)
    assert cancel(Job.objects.get()) == "Add two numbers was cancelled."
    job = Job.objects.get()
    assert (job.state, job.reason, job.finished) == ("cancelled", "Cancelled before it ran.", True)


def test_a_running_job_hears_of_it_at_its_next_step() -> None:
    samples.long_with_steps.enqueue("/dev/null", 60)
    hold = take()
    assert "stops at its next step" in cancel(Job.objects.get())
    lease.renew(hold, LEASE)
    running.run(hold)
    job = Job.objects.get()
    assert (job.state, job.reason) == ("cancelled", "Cancelled while it ran.")
    assert Attempt.objects.get().outcome == "cancelled"


def test_a_job_is_cancelled_once_and_not_after_its_end() -> None:
    samples.add.enqueue(1, 1)
    running_job = Job.objects.get(id=take().job_id)
    cancel(running_job)
    with pytest.raises(Refused, match="asked to stop already"):
        cancel(running_job)


def test_a_job_that_ended_before_it_heard_is_done() -> None:
    samples.add.enqueue(1, 1)
    hold = take()
    cancel(Job.objects.get())
    running.run(hold)
    assert Job.objects.get().state == "done"


def test_a_failed_job_can_be_run_again() -> None:
    samples.fail.using(max_attempts=1).enqueue("No.")
    job = run_next()
    assert retry(job) == "Fail as asked will run again."
    job = run_next()
    assert (job.state, job.attempt, job.failures) == ("failed", 2, 1)
    assert Attempt.objects.count() == 2


def test_a_job_that_is_done_or_whose_key_is_taken_cannot() -> None:
    samples.add.enqueue(1, 1)
    with pytest.raises(Refused, match="only failed or cancelled"):
        retry(run_next())
    enqueue_once(samples.fail.using(max_attempts=1), "one", "No.")
    failed = run_next()
    enqueue_once(samples.fail, "one", "No.")
    with pytest.raises(Refused, match="already waits or runs"):
        retry(failed)
