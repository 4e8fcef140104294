"""What a draft of a template would have meant for the accounts that became customers lately."""

from datetime import date
from typing import Any

import pytest

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account, AccountState
from tenure.library.models import Document, Kind
from tenure.library.onboarding import OnboardingTemplate
from tenure.library.reading import HeldOnboarding
from tenure.onboarding.proposing import propose
from tenure.onboarding.trying import tried

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


def customer(key: str, since: date, **fields: Any) -> Account:
    made = Account.objects.create(id=key, name=key, **fields)
    AccountState.objects.update_or_create(
        account=made, defaults={"customer_since": since, "status": "customer", "as_of": TODAY}
    )
    return made


def template(**fields: Any) -> OnboardingTemplate:
    steps = [{"key": "a", "title": "A", "days": 3},
             {"key": "b", "title": "B", "days": 5, "after": ["a"], "condition": "segment = Enterprise"},
             {"key": "c", "title": "C", "days": 2, "after": ["b"]}]  # fmt: skip
    made = {"id": "mine", "name": "Mine", "order": 50, "phases": [{"name": "P", "steps": steps}], **fields}
    return OnboardingTemplate.model_validate(made)


@pytest.fixture
def book(lea: User) -> User:
    Document.objects.filter(kind=Kind.ONBOARDING).delete()
    customer("old", TODAY - 91 * DAY)
    customer("large", TODAY - 10 * DAY, segment="Enterprise")
    customer("small", TODAY - 20 * DAY, segment="SMB")
    customer("test", TODAY - 5 * DAY, is_test=True)
    customer("future", TODAY + DAY, segment="Enterprise")
    return lea


def test_those_who_became_customers_lately_are_fitted_as_starting_would(book: User) -> None:
    found = tried(template(), book, TODAY)
    assert (found.of, [one.account.pk for one in found.fitted], found.fits) == (2, ["large", "small"], 2)
    assert [(one.steps, one.days) for one in found.fitted] == [(3, 10), (2, 5)]
    assert found.days == (5, 5, 10)
    for one in found.fitted:
        proposal = propose(one.account, HeldOnboarding(template(), 1), one.began, book)
        assert (proposal.finish, len(proposal.steps)) == (one.finish, one.steps)


def test_who_does_not_meet_the_condition_is_left_out(book: User) -> None:
    found = tried(template(condition="segment = SMB"), book, TODAY)
    assert [one.account.pk for one in found.fitted] == ["small"]
    nobody = tried(template(condition="segment = Other"), book, TODAY)
    assert (nobody.fits, nobody.days, nobody.of) == (0, None, 2)


def test_what_is_asked_before_it_takes_its_accounts(book: User) -> None:
    for key, order in (("first", 10), ("later", 90)):
        body = template(id=key, name=key, order=order, condition="segment = SMB").model_dump(mode="json")
        Document.objects.create(kind=Kind.ONBOARDING, key=key, version=1, state="published", title=key, body=body,
                                edited_at="2026-01-01T00:00Z", published_at="2026-01-01T00:00Z")  # fmt: skip
    found = tried(template(), book, TODAY)
    assert ([one.account.pk for one in found.fitted], found.earlier, found.fits) == (["large"], [("first", 1)], 2)
