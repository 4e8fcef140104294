"""An account that Alice owns, with some of everything."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.advocacy.models import ReferralEvent
from tenure.company.models import User
from tenure.customers.models import (
    Account,
    AccountParent,
    AccountState,
    AccountTag,
    Contact,
    Entitlement,
    Opportunity,
    Plan,
    ProductUser,
    Subscription,
)
from tenure.feedback.models import SurveyResponse
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Goal, Review, SuccessPlan
from tenure.retention.models import Renewal
from tenure.work.models import Ticket, Touchpoint

GETS = ("page", "timeline", "usage", "people", "contracts", "stream")
PANELS = ("facts", "attributes", "health", "journey", "revenue", "usage-panel", "features", "users")
CHARTS = ("health-chart", "mrr-chart", "usage-chart", "features-chart")
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def url(name: str, account: str = "A1", *more: Any) -> str:
    return reverse(f"account:{name}", args=[account, *more])


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(
        id="A1", name="Ostrelle Shipping", segment="Enterprise", region="EMEA", tier="Gold", owner=alice, source="crm"
    )


@pytest.fixture
def state(account: Account) -> AccountState:
    return AccountState.objects.create(
        account=account, as_of=date(2026, 11, 19), status="customer", customer_since=date(2023, 2, 1),
        mrr_minor=3_433_300, arr_minor=41_199_600, mrr_change_12m_minor=266_000, seats=140, active_users_7d=9,
        active_users_30d=31, active_users_30d_before=44, utilisation=31 / 140, usage_trend=-0.29,
        usage_weeks=[31, 30, 22, 14, 9], renewal_on=date(2027, 2, 28), parent_id="A1",
    )  # fmt: skip


@pytest.fixture
def full(account: Account, state: AccountState, alice: User) -> Account:
    """Some of everything that the page shows."""
    day, at = date(2026, 11, 2), datetime(2026, 11, 2, 9, tzinfo=UTC)
    child = Account.objects.create(id="A1/child", name="Ostrelle Ports")
    AccountState.objects.create(account=child, as_of=day, status="customer", arr_minor=1_000_00, parent_id="A1")
    AccountParent.objects.create(id="link", account=child, parent_account=account)
    AccountTag.objects.create(account=account, tag="reference")
    Contact.objects.create(id="c1", account=account, name="Jens Aalto", role="champion", email="jens@ostrelle.example")
    Contact.objects.create(id="c2", account=account, name="Ingrid Solhaug", role="executive_sponsor", left_on=day)
    ProductUser.objects.create(id="u1", account=account, name="Ulla Brandvik", created_at=at)
    Plan.objects.create(id="team", name="Team")
    for number, (start, end) in enumerate([(date(2025, 2, 1), day), (day, None)]):
        Subscription.objects.create(
            id=f"s{number}", subscription_id="S", account=account, plan_id="team", seats=100 + 40 * number,
            billing_interval="year", price_minor=12_000_00, discount_percent=10, mrr_minor=900_00, currency="EUR",
            start_date=start, end_date_excl=end,
        )  # fmt: skip
    Entitlement.objects.create(id="e", account=account, feature="Forecasting")
    Renewal.objects.create(id="r", account=account, term_end_on=date(2027, 2, 28), mrr_due_minor=900_00)
    Opportunity.objects.create(id="o", account=account, name="More ports", amount_minor=5_000_00, created_on=day)
    Onboarding.objects.create(id="on", account=account, started_on=date(2025, 2, 1), completed_on=date(2025, 4, 1))
    plan = SuccessPlan.objects.create(id="p", account=account)
    Goal.objects.create(id="g", plan=plan, name="Overtime below 4%", baseline=8, target=4, actual=6, due_on=day)
    Review.objects.create(id="rv", account=account, status="held", held_on=day, customer_attended=True)
    SurveyResponse.objects.create(id="sv", account=account, type="nps", responded_on=day, score=7, comment="Good")
    Ticket.objects.create(id="4471", account=account, subject="Export drops shifts", opened_at=at, escalated=True)
    ReferralEvent.objects.create(id="re", account=account, event="referral_discussion_initiated", occurred_at=at)
    Touchpoint.objects.create(
        id="t", account=account, kind="call", occurred_at=at, body="**Night** shifts", author=alice
    )
    return account


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client
