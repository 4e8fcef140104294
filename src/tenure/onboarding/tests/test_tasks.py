"""The schedule: nothing to do, nothing done; otherwise a job each."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tenure.company.models import User
from tenure.customers.models import Account
from tenure.jobs.models import Job
from tenure.onboarding import rule, tasks
from tenure.onboarding.models import Plan
from tenure.onboarding.tests.conftest import BEGINS

pytestmark = pytest.mark.django_db


def test_a_new_customer_and_a_new_day_are_each_a_job(at: Callable[[date], None], account: Account, lea: User) -> None:
    at(BEGINS)
    assert tasks.look_at_onboardings.call() is False
    rule.switch(lea, True)
    for _ in range(2):
        assert tasks.look_at_onboardings.call() is True
    assert Job.objects.count() == 1
    assert tasks.start_onboardings.call() == 1
    at(BEGINS + timedelta(days=1))
    assert tasks.look_at_onboardings.call() is True
    assert tasks.reckon_onboardings.call() == 1
    assert Plan.objects.get().reckoned_on == BEGINS + timedelta(days=1)
    assert tasks.look_at_onboardings.call() is False
