"""Opportunities that people see: opened by who writes the account, waiting for a decision."""

from datetime import date

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.customers.models import Account, Opportunity
from tenure.customers.opportunities import open_opportunity
from tenure.customers.verbs import EditError
from tenure.journal.models import Change

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def test_it_waits_for_a_decision_as_found_by_customer_success(alice: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    made = open_opportunity(alice, account, " A second  office ", "upsell", TODAY)
    assert (made.name, made.source_team, made.cs_decision, made.stage) == ("A second office", "cs", "pending", "open")
    assert Change.objects.get(verb="opportunity.opened").account_id == "A1"


def test_it_needs_words_a_kind_and_somebody_who_may(alice: User, bob: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    for name, kind in ((" ", "upsell"), ("x" * 121, "upsell"), ("More", "renewal")):
        with pytest.raises(EditError):
            open_opportunity(alice, account, name, kind, TODAY)
    with pytest.raises(Http404):
        open_opportunity(bob, account, "More", "upsell", TODAY)
    assert not Opportunity.objects.exists()
