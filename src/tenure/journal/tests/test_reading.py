import pytest

from tenure.company.models import User
from tenure.customers.models import Account
from tenure.journal import reading
from tenure.journal.write import record

pytestmark = pytest.mark.django_db


def test_the_last_change_of_a_field_says_who(alice: User, bob: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle")
    record("account.edited", account, actor=alice, account_id="A1", before={"tier": ""}, after={"tier": "gold"})
    record("account.edited", account, actor=bob, account_id="A1", before={"tier": "gold"}, after={"tier": "silver"})
    record("account.edited", account, actor=alice, account_id="A1", before={"region": ""}, after={"region": "EMEA"})
    found = reading.last_change_of(account, "tier")
    assert found is not None
    assert (found.actor, found.after) == (bob, {"tier": "silver"})
    assert reading.last_change_of(account, "segment") is None


def test_changes_of_another_account_are_not_its_own(alice: User) -> None:
    for name in ("A1", "A10"):
        record("account.edited", Account.objects.create(id=name, name=name), actor=alice, account_id=name)
    assert [change.subject_id for change in reading.of_account("A1")] == ["A1"]
