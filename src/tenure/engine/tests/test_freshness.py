"""An accepted event is in the measures and the score of its account soon: with a real worker, by the jobs it takes."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone

from tenure.customers.models import Account, AccountState, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.engine.tasks import refresh_when_needed
from tenure.jobs.models import Job, State
from tenure.jobs.tests.conftest import Installation, installation, migrated_postgres, wait_for

__all__ = ["installation", "migrated_postgres"]


def bring_in(installed: Installation, name: str, days_ago: int, users: range) -> None:
    """A file of usage, imported by a process of its own that computes nothing."""
    at = f"{timezone.now() - timedelta(days=days_ago):%Y-%m-%dT%H:%M:%SZ}"
    lines = ["event_id,account_id,user_id,feature,ts_utc", *(f"{name}{n},a,u{n},f,{at}" for n in users)]
    file = installed.home / f"{name}.csv"
    file.write_text("\n".join(lines))
    environment = os.environ | {"TENURE_HOME": str(installed.home), "DATABASE_URL": installed.url}
    command = [sys.executable, "-m", "tenure.cli", "import", str(file), "--table", "usage_events", "--no-refresh"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def value_of(account: str) -> tuple[Any, ...]:
    return AccountState.objects.values_list("active_users_7d", "health", "as_of").get(pk=account)


@pytest.mark.slow
def test_what_is_accepted_is_in_measures_then_in_scores_with_the_worker_running(
    installation: Installation, settings: Any
) -> None:
    settings.HOME = Path(installation.home)
    Account.objects.create(id="a", name="A")
    Subscription.objects.create(
        id="s", subscription_id="s", account_id="a", price_minor=100, mrr_minor=100, currency="USD",
        start_date=timezone.now().date() - timedelta(days=400),
    )  # fmt: skip
    bring_in(installation, "before", 40, range(10))
    refresh()
    judge()
    users, health, _ = value_of("a")
    assert (users, health is None) == (0, False)
    bring_in(installation, "after", 0, range(5))
    assert value_of("a")[:2] == (users, health)  # accepted, and not computed yet
    refresh_when_needed.enqueue()  # what the schedule does
    installation.start_worker()
    assert wait_for(lambda: Job.objects.filter(task__endswith=".judge", state=State.DONE).exists(), 120), (
        installation.log()
    )
    assert value_of("a")[0] == 5
    assert value_of("a")[1] > health
    looked, refreshed, judged = (times(name) for name in ("refresh_when_needed", "refresh", "judge"))
    assert looked[1] <= refreshed[0] <= refreshed[1] <= judged[0] <= judged[1]


def times(task: str) -> tuple[Any, Any]:
    """When the first job of the task was asked for, and when it began."""
    done = Job.objects.filter(task=f"tenure.engine.tasks.{task}", state=State.DONE).earliest("enqueued_at")
    return done.enqueued_at, done.started_at


def test_it_is_looked_for_twice_a_minute() -> None:
    when, task = configured.TENURE_SCHEDULES["refresh"]
    assert (when, task) == ("*/30 * * * * *", "tenure.engine.tasks.refresh_when_needed")
