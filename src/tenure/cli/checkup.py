"""What can be wrong with an installation, each with how to mend it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tenure.jobs import alive
from tenure.jobs.checks import check_schedules
from tenure.jobs.models import Job, Worker
from tenure.work.messages import listing

_GIGABYTE = 1_000_000_000
_LEAST_DISK = 2 * _GIGABYTE
_LONGEST_WAIT = timedelta(minutes=10)
_OLDEST_PUBLICATION = timedelta(hours=26)  # a day, and time to compute it
_CLOCK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    about: str
    fine: bool
    sentence: str


def all_findings() -> Iterator[Finding]:
    """Each check's finding; those that need the database come only when it can be read."""
    yield _data_folder()
    yield _disk()
    yield _proxies()
    database = _database()
    yield database
    if database.fine:
        for look in (_worker, _waiting, _mail, _schedules, _publication, _clock):
            yield look()


def missing_migrations() -> list[str]:
    """Names of migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unreachable(error: Exception) -> str:
    first = str(error).strip().partition("\n")[0]
    where = "DATABASE_URL" if connection.vendor == "postgresql" else "TENURE_HOME"
    return f"The operational database cannot be used: {first}. Check {where} and that the database runs."


def _judge(about: str, problem: str, fine: str) -> Finding:
    return Finding(about, not problem, problem or fine)


def _data_folder() -> Finding:
    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.HOME) as trial:
            trial.write(b"x")
    except OSError as error:
        mend = f"Give this user the right to write in {settings.HOME}, or choose another folder with TENURE_HOME."
        return Finding("data folder", False, f"{error.strerror}. {mend}")
    return Finding("data folder", True, f"{settings.HOME} can be written.")


def _disk() -> Finding:
    try:
        free = shutil.disk_usage(settings.HOME).free
    except OSError as error:
        return Finding("disk", False, f"The disk of {settings.HOME} cannot be looked at: {error.strerror}.")
    has = f"{free / _GIGABYTE:.1f} GB free."
    least = f"Free some or move TENURE_HOME: a refresh needs at least {_LEAST_DISK / _GIGABYTE:.0f} GB."
    return Finding("disk", free >= _LEAST_DISK, has if free >= _LEAST_DISK else f"Only {has} {least}")


def _proxies() -> Finding:
    uncounted = settings.SECURE_SSL_REDIRECT and not settings.TENURE_PROXIES
    problem = "HTTPS ends at a proxy, so everybody behind it is one place, and one who guesses slows down all."
    fine = f"{settings.TENURE_PROXIES} in front."
    return _judge("proxies", f"{problem} Set TENURE_PROXIES to how many there are." if uncounted else "", fine)


def _database() -> Finding:
    try:
        missing = missing_migrations()
    except DatabaseError as error:
        return Finding("database", False, unreachable(error))
    problem = f"It lacks {len(missing)} of this version's migrations. Run `tenure migrate`." if missing else ""
    return _judge("database", problem, f"{connection.vendor}, up to date.")


def _worker() -> Finding:
    running = alive.workers_alive()
    problem = "" if running else "No worker is alive, so nothing is imported or refreshed. Run `tenure serve`."
    return _judge(
        "worker", problem, f"{len(running)} alive, {sum(worker.threads for worker in running)} jobs at a time."
    )


def _waiting() -> Finding:
    late = Job.objects.filter(state="queued", due_at__lt=timezone.now() - _LONGEST_WAIT).count()
    who = "One job has" if late == 1 else f"{late} jobs have"
    problem = f"{who} waited for over ten minutes. Run another worker: `tenure worker`." if late else ""
    return _judge("jobs", problem, "None waits for long.")


def _mail() -> Finding:
    late = listing.overdue().count()
    if late:
        return Finding("mail", False, f"{late} mails should have gone half an hour ago. See why on the Messages page.")
    if settings.TENURE_MAIL_KIND == "file":
        where = "Mails become files in the data folder and reach nobody. Set TENURE_MAIL_URL to send them."
        return Finding("mail", True, where)
    links = "" if settings.TENURE_URL else " TENURE_URL is not set, so opens and links are not logged."
    return Finding("mail", True, f"Sent by {settings.TENURE_MAIL_KIND}.{links}")


def _schedules() -> Finding:
    return _judge("schedules", " ".join(str(message.msg) for message in check_schedules()), "All are understood.")


def _publication() -> Finding:
    from tenure.engine import publication  # loads the engine, which the other commands here do without

    try:
        published = publication.current()
    except publication.NothingPublished:
        return Finding("numbers", False, "Nothing is computed yet. Import facts, then run `tenure refresh`.")
    age = timezone.now() - published.published_at
    problem = f"Computed {_ago(age)}. See why on the Jobs page, or run `tenure refresh`." if _old(age) else ""
    return _judge("numbers", problem, f"As of {published.as_of}, computed {_ago(age)}.")


def _old(age: timedelta) -> bool:
    return age > _OLDEST_PUBLICATION


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    for length, unit in ((1440, "days"), (60, "hours"), (1, "minutes")):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit} ago"
    return "just now"


def _clock() -> Finding:
    now = timezone.now()
    off = max(abs(_database_time() - now), _newest() - now)
    problem = f"Clocks differ by {off.total_seconds():.0f} s. Set this machine's, and the database's, by NTP."
    return _judge("clock", problem if off > _CLOCK else "", f"{now:%Y-%m-%d %H:%M} UTC.")


def _database_time() -> datetime:
    if connection.vendor != "postgresql":
        return timezone.now()  # the same machine's
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _newest() -> datetime:
    """The newest moment written: one that lies ahead shows that a clock was, or is, wrong."""
    read: tuple[Callable[[], datetime | None], ...] = (
        lambda: Job.objects.order_by("-enqueued_at").values_list("enqueued_at", flat=True).first(),
        lambda: Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first(),
    )
    return max((moment for moment in (one() for one in read) if moment), default=timezone.now())
