from typing import Any

import pytest
from django.http import Http404

from tenure.customers.models import Account
from tenure.customers.verbs import Conflict, EditError, edit_account
from tenure.journal.models import Change


def test_an_edit_changes_and_is_journaled_with_before_and_after(alice: Any, make_account: Any) -> None:
    make_account("A", owner=alice, segment="SMB", region="EMEA")
    change = edit_account(alice, "A", {"segment": " Enter  prise ", "region": "EMEA"}, reason="Grew")
    assert change is not None
    assert (change.verb, change.actor, change.account_id, change.reason) == ("account.edited", alice, "A", "Grew")
    assert (change.before, change.after) == ({"segment": "SMB"}, {"segment": "Enter prise"})
    assert Account.objects.get(pk="A").segment == "Enter prise"


def test_nothing_different_writes_nothing(alice: Any, make_account: Any) -> None:
    make_account("A", owner=alice, segment="SMB")
    assert edit_account(alice, "A", {"segment": "SMB"}) is None
    assert not Change.objects.exists()


def test_two_people_who_edit_the_same_field_do_not_overwrite_each_other(lea: Any, ada: Any, make_account: Any) -> None:
    make_account("A", segment="SMB", region="EMEA")
    edit_account(lea, "A", {"segment": "Enterprise"}, seen={"segment": "SMB"})
    with pytest.raises(Conflict, match="changed to Enterprise"):
        edit_account(ada, "A", {"segment": "Mid-market"}, seen={"segment": "SMB"})
    edit_account(ada, "A", {"region": "APAC"}, seen={"region": "EMEA"})
    account = Account.objects.get(pk="A")
    assert (account.segment, account.region) == ("Enterprise", "APAC")


def test_it_hides_accounts_one_may_not_change(alice: Any, bob: Any, vera: Any, dana: Any, make_account: Any) -> None:
    make_account("A", owner=alice)
    for stranger in (bob, vera, dana):
        with pytest.raises(Http404):
            edit_account(stranger, "A", {"segment": "X"})
    with pytest.raises(Http404):
        edit_account(alice, "no such", {"segment": "X"})


def test_only_leads_hand_over_accounts(alice: Any, bob: Any, lea: Any, make_account: Any) -> None:
    make_account("A", owner=alice)
    with pytest.raises(Http404):
        edit_account(alice, "A", {"owner": bob.email})
    edit_account(lea, "A", {"owner": bob.email})
    assert Account.objects.get(pk="A").owner == bob


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"segment": "x" * 81}, "Segment"),
        ({"name": ""}, "Name"),
        ({"arr": 5}, "cannot be edited"),
        ({"owner": "vera@example.com"}, "not an active member"),
        ({"do_not_ask": "perhaps"}, "Do not ask"),
    ],
)
def test_it_refuses_wrong_values_with_a_sentence(
    lea: Any, vera: Any, make_account: Any, changes: dict[str, Any], said: str
) -> None:
    make_account("A", segment="SMB")
    with pytest.raises(EditError, match=said):
        edit_account(lea, "A", changes)
    assert not Change.objects.exists()
