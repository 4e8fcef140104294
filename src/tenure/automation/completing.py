"""An onboarding is completed, and what follows from that in other stages begins at once."""

from typing import Any

from django.db import transaction

from tenure.automation.tasks import open_success_reviews
from tenure.jobs.once import enqueue_once
from tenure.onboarding import ending
from tenure.onboarding.models import Plan


@transaction.atomic
def complete(user: Any, onboarding_id: str, *, seen: str, anyway: bool = False) -> Plan:
    """As `ending.complete`; its Customer Success Review opens now, of imported ones with the next look."""
    plan = ending.complete(user, onboarding_id, seen=seen, anyway=anyway)
    enqueue_once(open_success_reviews, "success-reviews:now")
    return plan
