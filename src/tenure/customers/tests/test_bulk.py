from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tenure.customers import bulk
from tenure.customers.models import Account, AccountTag
from tenure.customers.verbs import EditError, edit_account
from tenure.journal.models import Change


def owners() -> dict[str, str]:
    return {a.pk: a.owner.email if a.owner else "" for a in Account.objects.select_related("owner")}


def test_owner_changes_are_counted_and_journaled_once_each(lea: Any, alice: Any, bob: Any, make_account: Any) -> None:
    for key, owner in (("A", alice), ("B", bob), ("C", None)):
        make_account(key, owner=owner)
    outcome = bulk.assign_owner(lea, Account.objects.all(), bob)
    assert (outcome.changed, outcome.already, outcome.refused) == (2, 1, 0)
    assert set(owners().values()) == {bob.email}
    rows = Change.objects.order_by("account_id").values_list("verb", "actor", "account_id", "before", "after", "at")
    assert list(rows) == [
        ("account.edited", lea.pk, "A", {"owner": alice.email}, {"owner": bob.email}, outcome.at),
        ("account.edited", lea.pk, "C", {"owner": ""}, {"owner": bob.email}, outcome.at),
    ]


def test_a_filter_on_what_is_changed_does_not_shift_under_the_change(
    lea: Any, alice: Any, bob: Any, make_account: Any
) -> None:
    for key in "ABC":
        make_account(key, owner=alice)
    outcome = bulk.assign_owner(lea, Account.objects.filter(owner=alice), bob)
    assert (outcome.changed, outcome.already, outcome.refused) == (3, 0, 0)


def test_a_csm_tags_the_own_book_only_and_hears_how_many_were_refused(alice: Any, bob: Any, make_account: Any) -> None:
    make_account("A", owner=alice)
    make_account("B", owner=bob)
    outcome = bulk.add_tag(alice, Account.objects.all(), "  wave   1 ")
    assert (outcome.changed, outcome.refused) == (1, 1)
    assert list(AccountTag.objects.values_list("account_id", "tag")) == [("A", "wave 1")]


@pytest.mark.parametrize("role", ["vera", "dana"])
def test_who_may_not_write_changes_nothing(
    role: str, alice: Any, make_account: Any, request: pytest.FixtureRequest
) -> None:
    make_account("A", owner=alice)
    outcome = bulk.add_tag(request.getfixturevalue(role), Account.objects.all(), "x")
    assert (outcome.changed, outcome.refused) == (0, 1)
    assert not Change.objects.exists()


def test_only_leads_assign(alice: Any, bob: Any, make_account: Any) -> None:
    make_account("A", owner=alice)
    with pytest.raises(Http404):
        bulk.assign_owner(alice, Account.objects.all(), bob)


def test_adding_a_tag_twice_changes_nothing_the_second_time(lea: Any, make_account: Any) -> None:
    make_account("A")
    bulk.add_tag(lea, Account.objects.all(), "pilot")
    assert bulk.add_tag(lea, Account.objects.all(), "pilot").already == 1
    assert Change.objects.count() == 1


def test_undo_gives_back_each_owner(lea: Any, alice: Any, bob: Any, make_account: Any) -> None:
    for key, owner in (("A", alice), ("B", bob), ("C", None)):
        make_account(key, owner=owner)
    before = owners()
    at = bulk.assign_owner(lea, Account.objects.all(), lea).at
    assert bulk.undo(lea, at).changed == 3
    assert owners() == before
    assert Change.objects.filter(reason="Undo").count() == 3


def test_undo_leaves_what_somebody_changed_since(lea: Any, ada: Any, alice: Any, bob: Any, make_account: Any) -> None:
    for key in "AB":
        make_account(key, owner=alice)
    at = bulk.assign_owner(lea, Account.objects.all(), bob).at
    edit_account(ada, "A", {"owner": ada.email})
    outcome = bulk.undo(lea, at)
    assert (outcome.changed, outcome.already) == (1, 1)
    assert owners() == {"A": ada.email, "B": alice.email}


def test_undo_of_tags_both_ways(lea: Any, make_account: Any) -> None:
    make_account("A", tags=("pilot",))
    make_account("B")
    added = bulk.add_tag(lea, Account.objects.all(), "pilot").at
    bulk.undo(lea, added)
    assert list(AccountTag.objects.values_list("account_id", flat=True)) == ["A"]
    removed = bulk.remove_tag(lea, Account.objects.all(), "pilot").at
    bulk.undo(lea, removed)
    assert list(AccountTag.objects.values_list("account_id", flat=True)) == ["A"]


def test_nobody_undoes_the_work_of_another(lea: Any, ada: Any, alice: Any, make_account: Any) -> None:
    make_account("A")
    at = bulk.assign_owner(lea, Account.objects.all(), alice).at
    assert bulk.undo(ada, at).changed == 0
    assert owners() == {"A": alice.email}


def test_undo_ends_after_an_hour(lea: Any, db: None) -> None:
    with pytest.raises(EditError, match="an hour"):
        bulk.undo(lea, timezone.now() - timedelta(hours=2))


@pytest.mark.parametrize("tag", ["", "   ", "x" * 61])
def test_it_refuses_wrong_tags(lea: Any, make_account: Any, tag: str) -> None:
    make_account("A")
    with pytest.raises(EditError):
        bulk.add_tag(lea, Account.objects.all(), tag)
