from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.jobs import schedule
from tenure.jobs.checks import check_schedules
from tenure.jobs.cleaning import clean_up
from tenure.jobs.models import Firing, Job, Worker
from tenure.jobs.tests import samples
from tenure.jobs.tests.conftest import Installation
from tenure.jobs.tests.steps import run_next
from tenure.jobs.tests.test_once import at_the_same_time

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 4, 12, 0, 30, tzinfo=UTC)


@pytest.fixture
def hourly(settings: Any) -> None:
    settings.TENURE_SCHEDULES = {"clean-up": ("0 * * * *", "tenure.jobs.cleaning.clean_up")}


@pytest.mark.parametrize(
    ("cron", "last"),
    [
        ("* * * * *", datetime(2026, 3, 4, 12, 0, tzinfo=UTC)),
        ("0 12 * * *", datetime(2026, 3, 4, 12, 0, tzinfo=UTC)),
        ("1 12 * * *", datetime(2026, 3, 3, 12, 1, tzinfo=UTC)),
        ("0 6 1 * *", datetime(2026, 3, 1, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_last_moment_of_a_schedule(cron: str, last: datetime) -> None:
    assert schedule.latest(cron, NOON) == last
    assert schedule.latest(cron, NOON.replace(second=0)) == last


@pytest.mark.parametrize(("second", "last"), [(0, 0), (29, 0), (30, 30), (59, 30)])
def test_a_schedule_may_name_seconds(second: int, last: int) -> None:
    assert schedule.latest("*/30 * * * * *", NOON.replace(second=second)) == NOON.replace(second=last)
    assert not schedule.wrong("*/30 * * * * *")


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_a_new_schedule_waits_for_its_next_moment_and_then_fires_once() -> None:
    assert schedule.fire_due(NOON) == 0
    assert schedule.fire_due(NOON + 59 * MINUTE) == 0
    assert schedule.fire_due(NOON + 60 * MINUTE) == 1
    assert schedule.fire_due(NOON + 61 * MINUTE) == 0
    job = Job.objects.get()
    assert (job.task, job.schedule, job.priority) == ("tenure.jobs.cleaning.clean_up", "clean-up", -10)
    assert Firing.objects.get(due_at=datetime(2026, 3, 4, 13, tzinfo=UTC)).job == job


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_moments_missed_while_no_worker_ran_are_made_up_for_once() -> None:
    schedule.fire_due(NOON)
    assert schedule.fire_due(NOON + timedelta(hours=9)) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_a_schedule_does_not_pile_up_behind_a_long_job() -> None:
    for hours in range(4):
        schedule.fire_due(NOON + timedelta(hours=hours))
    assert Job.objects.count() == 1
    assert Firing.objects.exclude(job=None).count() == 3


@pytest.mark.usefixtures("hourly")
def test_many_workers_fire_once(installation: Installation) -> None:
    schedule.fire_due(NOON)
    fired: list[int] = []
    at_the_same_time(6, lambda _: fired.append(schedule.fire_due(NOON + timedelta(hours=1))))
    assert sum(fired) == 1
    assert len(fired) == 6
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_schedule_is_said_at_start_and_stops_nothing(settings: Any, caplog: Any) -> None:
    settings.TENURE_SCHEDULES = {
        "odd": ("every day", "tenure.jobs.cleaning.clean_up"),
        "gone": ("* * * * *", "tenure.jobs.cleaning.gone"),
        "no-task": ("* * * * *", "tenure.jobs.schedule.latest"),
        "right": ("* * * * *", "tenure.jobs.cleaning.clean_up"),
    }
    said = [str(message.msg) for message in check_schedules()]
    assert [sentence.split(":")[0] for sentence in said] == [
        "TENURE_SCHEDULES['odd']", "TENURE_SCHEDULES['gone']", "TENURE_SCHEDULES['no-task']"
    ]  # fmt: skip
    schedule.fire_due(NOON)
    schedule.fire_due(NOON + MINUTE)
    assert Job.objects.get().schedule == "right"
    assert "Schedule gone cannot run: There is no task tenure.jobs.cleaning.gone" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_a_scheduled_run_that_found_nothing_to_do_is_quiet() -> None:
    schedule.fire_due(NOON)
    schedule.fire_due(NOON + timedelta(hours=1))
    assert run_next().quiet
    samples.add.using(schedule="nothing").enqueue(0, 0)
    assert run_next().quiet
    samples.add.using(schedule="sum").enqueue(1, 1)
    samples.say.using(schedule="say").enqueue("Something.")
    clean_up.enqueue()
    assert [run_next().quiet for _ in range(3)] == [False] * 3
    assert Job.objects.loud().count() == 3


@pytest.mark.django_db
def test_old_finished_work_is_removed_and_the_rest_kept(settings: Any) -> None:
    settings.TENURE_JOBS_KEPT_DAYS = 30
    now = timezone.now()

    def job(name: str, state: str, days: int, quiet: bool = False) -> None:
        ended = now - timedelta(days=days) if state != "queued" else None
        Job.objects.create(
            id=name, task="x", title=name, state=state, quiet=quiet, finished_at=ended,
            enqueued_at=now - timedelta(days=days), due_at=now,
        )  # fmt: skip

    job("old", "done", 31)
    job("old failed", "failed", 31)
    job("old waiting", "queued", 400)
    job("young", "done", 29)
    job("quiet", "done", 2, quiet=True)
    job("quiet today", "done", 0, quiet=True)
    for schedule_name, days in (("daily", 1), ("daily", 8), ("yearly", 300), ("yearly", 665)):
        Firing.objects.create(schedule=schedule_name, due_at=now - timedelta(days=days))
    Worker.objects.create(id="gone", host="h", pid=1, started_at=now, seen_at=now - timedelta(days=8))
    clean_up.call()
    assert set(Job.objects.values_list("id", flat=True)) == {"old waiting", "young", "quiet today"}
    assert sorted(Firing.objects.values_list("schedule", flat=True)) == ["daily", "yearly"]
    assert (now - Firing.objects.get(schedule="yearly").due_at).days == 300
    assert not Worker.objects.exists()
