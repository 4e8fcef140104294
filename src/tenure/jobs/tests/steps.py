"""Steps that tests of one process share: take the next job, run it."""

from datetime import timedelta

from tenure.jobs import running
from tenure.jobs.claim import claim
from tenure.jobs.models import Job
from tenure.jobs.progress import Hold

LEASE = timedelta(seconds=60)


def take(worker: str = "worker-1") -> Hold:
    hold = claim(worker, LEASE)
    assert hold is not None, "no job is due"
    return hold


def run_next(worker: str = "worker-1") -> Job:
    hold = take(worker)
    running.run(hold)
    return Job.objects.get(id=hold.job_id)
