from contextlib import suppress
from datetime import timedelta
from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist, TaskResultMismatch

from tenure.jobs.claim import claim
from tenure.jobs.models import Job
from tenure.jobs.tests import samples
from tenure.jobs.tests.steps import LEASE, run_next

pytestmark = pytest.mark.django_db


def test_a_job_runs_and_its_result_can_be_read() -> None:
    result = samples.add.enqueue(2, right=3)
    assert (result.status, result.is_finished) == (TaskResultStatus.READY, False)
    run_next()
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, 5, 1)
    assert samples.add.get_result(result.id).return_value == 5


def test_the_asynchronous_calls_do_the_same() -> None:
    result = async_to_sync(samples.add_later.aenqueue)(2, 3)
    run_next()
    found = async_to_sync(samples.add_later.aget_result)(result.id)
    assert str(found.return_value) == "5"


def test_a_failed_job_shows_each_error() -> None:
    result = samples.fail.using(max_attempts=1).enqueue("The disk is full.")
    run_next()
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError
    assert "The disk is full." in result.errors[0].traceback


def test_the_context_knows_the_attempt() -> None:
    samples.tell_attempt.enqueue()
    assert run_next().result == 1


def test_what_is_unknown_or_another_tasks_is_refused() -> None:
    with pytest.raises(TaskResultDoesNotExist):
        samples.add.get_result("nothing")
    with pytest.raises(TaskResultMismatch):
        samples.fail.get_result(samples.add.enqueue(1, 1).id)
    with pytest.raises(InvalidTaskError):
        samples.add.using(priority=101)
    with pytest.raises(InvalidTaskError):
        samples.add.using(max_attempts=0)
    with pytest.raises(TypeError):
        samples.add.enqueue(cast(int, object()), 1)
    assert Job.objects.count() == 1


def test_a_job_remembers_what_it_does_and_who_asked() -> None:
    user = get_user_model().objects.create_user("alice@example.org")
    job = Job.objects.get(id=samples.add.using(by=user.pk).enqueue(1, 1).id)
    assert (job.title, job.by, str(job)) == ("Add two numbers", user, "Add two numbers (queued)")


def test_the_next_job_is_the_most_urgent_then_the_oldest_of_those_due() -> None:
    later = timezone.now() + timedelta(hours=1)
    made = {
        "second": samples.add.enqueue(1, 1),
        "third": samples.add.enqueue(1, 1),
        "first": samples.add.using(priority=5).enqueue(1, 1),
        "never": samples.add.using(priority=9, run_after=later).enqueue(1, 1),
        "last": samples.add.using(priority=-5).enqueue(1, 1),
    }
    names = {result.id: name for name, result in made.items()}
    assert [names[run_next().id] for _ in range(4)] == ["first", "second", "third", "last"]
    assert claim("worker-1", LEASE) is None


def test_a_job_enqueued_in_a_transaction_that_fails_was_never_there() -> None:
    with suppress(KeyError), transaction.atomic():
        samples.add.enqueue(1, 1)
        raise KeyError
    assert not Job.objects.exists()
