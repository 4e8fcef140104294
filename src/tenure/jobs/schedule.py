"""Schedules: `TENURE_SCHEDULES` in the settings, fired once however many workers look at them.

A schedule is a cron expression in UTC, of five fields or of six with seconds first, and the dotted path of a task.
Moments that passed while no worker ran are fired once, not each. A firing whose job still waits or runs adds no second
one.
"""

import logging
from datetime import datetime, timedelta

from cronsim import CronSim, CronSimError
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenure.jobs.lookup import find_task
from tenure.jobs.models import Firing
from tenure.jobs.once import enqueue_once
from tenure.jobs.problems import UnknownTask

_log = logging.getLogger(__name__)


def schedules() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = getattr(settings, "TENURE_SCHEDULES", {})
    return found


def fire_due(now: datetime | None = None) -> int:
    """Enqueue the job of every schedule that is due; return how many this worker fired."""
    now = now or timezone.now()
    return sum(_fire(name, latest(cron, now), path) for name, (cron, path) in schedules().items() if not wrong(cron))


def wrong(cron: str) -> str:
    """What is wrong with a cron expression; empty when nothing is."""
    try:
        CronSim(cron, timezone.now())
    except CronSimError as error:
        return f"{cron!r} is not a cron expression ({error}); write minute hour day month weekday, or second first"
    return ""


def latest(cron: str, now: datetime) -> datetime:
    """The last moment of a cron expression that is not after `now`."""
    next_second = now.astimezone(timezone.get_fixed_timezone(0)).replace(microsecond=0) + timedelta(seconds=1)
    moment: datetime = next(CronSim(cron, next_second, reverse=True))
    return moment


def _fire(name: str, due: datetime, path: str) -> bool:
    fired = Firing.objects.filter(schedule=name)
    if fired.filter(due_at__gte=due).exists():
        return False
    # A schedule seen for the first time starts with its next moment: what was due before it existed is not owed.
    is_new = not fired.exists()
    try:
        with transaction.atomic():
            firing = Firing.objects.create(schedule=name, due_at=due)
            if not is_new:
                _enqueue(firing, path)
    except IntegrityError:
        return False  # another worker fires it
    return not is_new


def _enqueue(firing: Firing, path: str) -> None:
    try:
        task = find_task(path)
    except UnknownTask as error:
        _log.error("Schedule %s cannot run: %s", firing.schedule, error)
        return
    # Scheduled work gives way to what a person asked for.
    later = task.using(schedule=firing.schedule, priority=min(task.priority, -10))
    firing.job_id = enqueue_once(later, f"schedule:{firing.schedule}").id
    firing.save(update_fields=["job"])
