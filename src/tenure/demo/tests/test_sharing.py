"""Customers' pages of the demo: made once, by verbs, where links lead somewhere and mails are files."""

from datetime import date
from typing import Any

import pytest

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Contact
from tenure.demo import sharing
from tenure.demo.staff import LEAD
from tenure.feedback.models import SurveyResponse
from tenure.work.models import Task, Touchpoint
from tenure.work.portal.models import PortalLink, PortalVisit, Resource, ResourceSeen

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(person: Any, settings: Any) -> None:
    settings.TENURE_URL, settings.TENURE_MAIL_KIND = "https://tenure.example", "file"
    lead = person("lead")
    User.objects.filter(pk=lead.pk).update(email=LEAD)
    for number in range(4):
        account = Account.objects.create(
            id=f"A{number}", name=f"Ostrelle {number}", owner=person("csm", f"Csm{number}")
        )
        AccountState.objects.create(account=account, as_of=date(2026, 11, 20), status="customer")
        Contact.objects.create(
            id=f"C{number}", account=account, name="Dana Ruiz", email=f"dana{number}@ostrelle.example"
        )


def counts() -> list[int]:
    models: list[Any] = [Resource, PortalLink, PortalVisit, ResourceSeen, Task, Touchpoint, SurveyResponse]
    return [model.objects.count() for model in models]


def test_it_is_lived_and_made_once(company: None) -> None:
    sharing.share()
    made = counts()
    assert all(made), made
    assert Task.objects.filter(finished_contact__isnull=False).exists()
    assert PortalLink.objects.filter(first_used_at=None).exists()
    assert PortalLink.objects.exclude(first_used_at=None).exists()
    sharing.share()
    assert counts() == made


def test_without_an_address_nobody_is_given_a_link(company: None, settings: Any) -> None:
    settings.TENURE_URL = ""
    sharing.share()
    assert not any(counts())
