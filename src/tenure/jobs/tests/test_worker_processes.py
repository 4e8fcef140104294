"""Worker processes that are killed, stopped and raced, over a database on disk."""

import signal
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from tenure.jobs.models import Attempt, Job, Worker
from tenure.jobs.tests import samples
from tenure.jobs.tests.conftest import Installation, wait_for


def state(job_id: str) -> str:
    return Job.objects.get(id=job_id).state


def attempts(job_id: str) -> list[Attempt]:
    """Those of one job: schedules may bring others meanwhile."""
    return list(Attempt.objects.filter(job_id=job_id).order_by("number"))


def test_a_job_killed_in_the_middle_runs_again_and_its_effect_is_once(installation: Installation) -> None:
    marker = installation.home / "marker"
    job = samples.stumble_after_effect.enqueue(str(marker))
    first = installation.start_worker("--lease", "3")
    assert wait_for(marker.exists), installation.log()
    first.send_signal(signal.SIGKILL)
    first.wait()
    Worker.objects.update(host="another machine")  # so that only the lease tells
    assert state(job.id) == "running"

    installation.start_worker()
    assert wait_for(lambda: state(job.id) == "done"), installation.log()
    assert get_user_model().objects.filter(email="effect@example.org").count() == 1
    assert Job.objects.get(id=job.id).result is False  # the second attempt found the effect made
    assert [(a.number, a.outcome) for a in attempts(job.id)] == [(1, "lost"), (2, "done")]
    assert attempts(job.id)[0].reason == "Lost: its worker was not heard of for too long."


def test_a_worker_on_the_same_machine_does_not_wait_for_the_lease(installation: Installation) -> None:
    marker = installation.home / "marker"
    job = samples.stumble_after_effect.enqueue(str(marker))
    first = installation.start_worker()
    assert wait_for(marker.exists), installation.log()
    first.send_signal(signal.SIGKILL)
    first.wait()

    installation.start_worker()
    assert wait_for(lambda: state(job.id) == "done"), installation.log()
    assert attempts(job.id)[0].reason == "Lost: its worker died."


def test_a_stopped_worker_lets_a_short_job_finish(installation: Installation) -> None:
    job, process = _running(installation, samples.long_with_steps.enqueue, 1.0)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert state(job) == "done"
    assert not Worker.objects.filter(stopped_at=None).exists()


def test_a_stopped_worker_gives_a_long_job_back(installation: Installation) -> None:
    job, process = _running(installation, samples.long_with_steps.enqueue, 60, "--grace", "0")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert state(job) == "queued"
    assert [attempt.outcome for attempt in attempts(job)] == ["released"]
    assert Job.objects.get(id=job).failures == 0


def test_a_job_that_never_looks_up_is_given_back_too(installation: Installation) -> None:
    job, process = _running(installation, samples.long_without_steps.enqueue, 60, "--grace", "0")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert (state(job), [attempt.outcome for attempt in attempts(job)]) == ("queued", ["released"])


def test_two_worker_processes_run_each_job_once(installation: Installation) -> None:
    file = installation.home / "lines"
    jobs = [samples.write_line.enqueue(str(file)).id for _ in range(40)]
    installation.start_worker("--jobs", "2")
    installation.start_worker("--jobs", "2")
    assert wait_for(lambda: not Job.objects.unfinished().exists()), installation.log()
    assert file.read_text() == "line\n" * 40
    assert [attempt.outcome for job in jobs for attempt in attempts(job)] == ["done"] * 40


def _running(installation: Installation, enqueue: Any, seconds: float, *flags: str) -> tuple[str, Any]:
    marker: Path = installation.home / "marker"
    job = enqueue(str(marker), seconds)
    process = installation.start_worker(*flags)
    assert wait_for(marker.exists), installation.log()
    return job.id, process
