"""Opportunities that people of ours see."""

import uuid
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404

from tenure.customers.access import may_write
from tenure.customers.models import Account, Opportunity
from tenure.customers.verbs import EditError
from tenure.journal.write import record

TYPES: Final = {"upsell": "More of what they have", "cross_sell": "Something they do not have yet"}


def open_opportunity(user: Any, account: Account, name: str, type_: str, today: date) -> Opportunity:
    """Found by customer success, and waiting for a decision."""
    if not may_write(user, account):
        raise Http404
    title = " ".join(name.replace("\x00", "").split())
    if not title or len(title) > 120:
        raise EditError("Say in a few words what the opportunity is; 120 characters fit.")
    if type_ not in TYPES:
        raise EditError("Choose whether it is more of what they have, or something new to them.")
    with transaction.atomic():
        found = Opportunity.objects.create(
            id=f"opportunity-{uuid.uuid4().hex}", account=account, name=title, type=type_, source_team="cs",
            created_on=today, cs_decision="pending", stage="open", source="Tenure",
        )  # fmt: skip
        record("opportunity.opened", found, actor=user, account_id=account.pk, after={"name": title, "type": type_})
    return found
