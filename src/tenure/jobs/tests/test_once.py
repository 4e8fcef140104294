import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tenure.jobs import lease, once, progress
from tenure.jobs.claim import claim
from tenure.jobs.models import Attempt, Effect, Job
from tenure.jobs.once import enqueue_once
from tenure.jobs.problems import LeaseLost
from tenure.jobs.tests import samples
from tenure.jobs.tests.conftest import Installation
from tenure.jobs.tests.steps import LEASE, run_next, take


@pytest.mark.django_db
def test_a_key_is_unique_while_its_job_is_not_finished() -> None:
    first = enqueue_once(samples.add, "sum", 1, 1)
    assert enqueue_once(samples.add, "sum", 2, 2).id == first.id
    assert enqueue_once(samples.add, "other", 1, 1).id != first.id
    run_next(), run_next()
    assert enqueue_once(samples.add, "sum", 3, 3).id != first.id
    assert Job.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 191])
def test_a_key_has_a_length(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 190"):
        enqueue_once(samples.add, key, 1, 1)


@pytest.mark.django_db
def test_an_effect_of_a_worker_that_lost_its_job_is_undone() -> None:
    samples.add.enqueue(1, 1)

    def make_user_and_lose_the_job() -> None:
        with once.effect("user made") as first:
            assert first
            get_user_model().objects.create_user("effect@example.org")
            lease.take_back_from(hold.worker)

    hold = take()
    progress.enter(hold)
    try:
        with pytest.raises(LeaseLost):
            make_user_and_lose_the_job()
    finally:
        progress.enter(None)
    assert not get_user_model().objects.exists()
    assert not Effect.objects.exists()


@pytest.mark.django_db
def test_an_effect_outside_a_job_is_a_plain_transaction() -> None:
    with once.effect("anything") as first:
        assert first
    assert not Effect.objects.exists()


def at_the_same_time(count: int, what: Callable[[int], object]) -> None:
    """Run `what(number)` in threads that start together, each with its own connection."""
    gate = threading.Barrier(count)

    def go(number: int) -> None:
        gate.wait()
        try:
            what(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_enqueue_one_key_and_one_job_is_made(installation: Installation) -> None:
    found: list[str] = []
    at_the_same_time(8, lambda _: found.append(enqueue_once(samples.add, "sum", 1, 1).id))
    assert len(found) == 8
    assert set(found) == {Job.objects.get().id}


def test_many_workers_claim_and_each_job_is_taken_once(installation: Installation) -> None:
    for _ in range(30):
        samples.add.enqueue(1, 1)
    taken: list[str] = []

    def claim_all(number: int) -> None:
        while hold := claim(f"worker-{number}", LEASE):
            taken.append(hold.job_id)

    at_the_same_time(6, claim_all)
    # A row that another is just taking is passed over, so a worker may see an empty queue: one more looks again.
    claim_all(9)
    assert Counter(taken).most_common(1)[0][1] == 1
    assert len(taken) == Attempt.objects.count() == 30
