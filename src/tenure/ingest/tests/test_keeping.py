"""What was changed here against files that come again: who says something new last, wins."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.bulk import assign_owner
from tenure.customers.models import Account
from tenure.customers.verbs import edit_account
from tenure.ingest import storing
from tenure.ingest.tests.conftest import Bring, counts
from tenure.journal.models import Change
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Goal, Review
from tenure.work.models import Touchpoint

ACCOUNTS = "account_id,name,segment,owner_email\nA1,Acme,SMB,ana@example.com\n"
ONBOARDINGS = "onboarding_id,account_id,started_on,completed_on,cancelled_on\no1,A1,2024-01-01,,\no2,A1,2024-02-01,,\n"
KEPT = "1 row keeps what was changed in Tenure since: the file says nothing new about it."


@pytest.fixture
def completed(bring: Bring) -> Onboarding:
    """o1 is running in the files and was completed here."""
    bring({"accounts.csv": ACCOUNTS, "onboardings.csv": ONBOARDINGS})
    found = Onboarding.objects.get(pk="o1")
    found.completed_on = date(2024, 3, 1)
    found.save()
    return found


def _again(bring: Bring, table: str, text: str, **options: Any) -> tuple[tuple[int, int, int, int], list[str]]:
    outcome = bring({f"{table}.csv": text}, **options)[f"{table}.csv"].outcome
    assert outcome is not None
    return counts(outcome), outcome.notes


def test_the_same_file_takes_nothing_back(bring: Bring, completed: Onboarding) -> None:
    stored = Onboarding.objects.order_by("pk").values()
    before = list(stored)
    assert _again(bring, "onboardings", ONBOARDINGS) == ((0, 0, 2, 0), [KEPT])
    assert list(stored.all()) == before


def test_what_was_not_changed_here_goes_on_to_follow_the_file(bring: Bring, completed: Onboarding) -> None:
    moved = ONBOARDINGS.replace("2024-01-01", "2024-01-05")
    assert _again(bring, "onboardings", moved) == ((0, 1, 1, 0), [KEPT])
    found = Onboarding.objects.get(pk="o1")
    assert (found.started_on, found.completed_on) == (date(2024, 1, 5), date(2024, 3, 1))


def test_a_file_that_says_something_new_is_the_later_of_the_two(bring: Bring, completed: Onboarding) -> None:
    later = ONBOARDINGS.replace("2024-01-01,,", "2024-01-01,2024-02-20,")
    assert _again(bring, "onboardings", later) == ((0, 1, 1, 0), [])
    assert Onboarding.objects.get(pk="o1").completed_on == date(2024, 2, 20)
    assert Onboarding.objects.get(pk="o1").file_said == {}
    # What the file said before that is forgotten: saying it again is news again.
    assert _again(bring, "onboardings", ONBOARDINGS) == ((0, 1, 1, 0), [])
    assert Onboarding.objects.get(pk="o1").completed_on is None


def test_a_file_that_catches_up_says_the_same_from_then_on(bring: Bring, completed: Onboarding) -> None:
    caught_up = ONBOARDINGS.replace("2024-01-01,,", "2024-01-01,2024-03-01,")
    _again(bring, "onboardings", caught_up)
    assert Onboarding.objects.get(pk="o1").file_said == {}
    _again(bring, "onboardings", ONBOARDINGS)
    assert Onboarding.objects.get(pk="o1").completed_on is None


def test_columns_that_the_file_lacks_stay_known(bring: Bring, completed: Onboarding) -> None:
    _again(bring, "onboardings", "onboarding_id,account_id,started_on\no1,A1,2024-01-09\n")
    assert _again(bring, "onboardings", ONBOARDINGS)[1] == [KEPT]
    assert Onboarding.objects.get(pk="o1").completed_on == date(2024, 3, 1)


def test_a_trial_says_so_and_forgets_nothing(bring: Bring, completed: Onboarding) -> None:
    assert _again(bring, "onboardings", ONBOARDINGS, dry_run=True) == ((0, 0, 2, 0), [KEPT])
    assert Onboarding.objects.get(pk="o1").file_said == {"completed_on": None}


def test_an_account_keeps_its_new_owner_and_name(bring: Bring, lea: User, ada: User) -> None:
    bring({"accounts.csv": ACCOUNTS})
    edit_account(ada, "A1", {"owner": lea.email, "name": "Acme Group"})
    text = ACCOUNTS.replace("SMB", "Enterprise")
    assert _again(bring, "accounts", text) == ((0, 1, 0, 0), [KEPT])
    account = Account.objects.get()
    assert (account.owner, account.name, account.segment) == (lea, "Acme Group", "Enterprise")
    change = Change.objects.get(verb="account.imported")
    assert (change.before, change.after) == ({"segment": "SMB"}, {"segment": "Enterprise"})


def test_owners_who_were_given_to_many_at_once_stay(bring: Bring, lea: User, ada: User) -> None:
    text = ACCOUNTS + "A2,Beta,SMB,\n"
    bring({"accounts.csv": text})
    edit_account(ada, "A2", {"name": "Beta Group"})
    assign_owner(ada, Account.objects.all(), lea)
    assert dict(Account.objects.values_list("pk", "file_said")) == {
        "A1": {"owner_id": User.objects.get(email="ana@example.com").pk}, "A2": {"name": "Beta", "owner_id": None},
    }  # fmt: skip
    _again(bring, "accounts", text)
    assert set(Account.objects.values_list("owner", flat=True)) == {lea.pk}


def test_instants_numbers_and_flags_are_known_again(bring: Bring) -> None:
    files = {
        "accounts.csv": ACCOUNTS,
        "touchpoints.csv": "touchpoint_id,account_id,kind,occurred_at\nt1,A1,call,2024-01-05T10:00:00.25Z\n",
        "success_plans.csv": "plan_id,account_id\np1,A1\n",
        "goals.csv": "goal_id,plan_id,name,target\ng1,p1,Use it,10.5\n",
        "reviews.csv": "review_id,account_id,due_on,status,customer_attended\nr1,A1,2024-05-01,scheduled,0\n",
    }
    bring(files)
    _change(Touchpoint, occurred_at=Touchpoint.objects.get().occurred_at.replace(hour=12))
    _change(Goal, target=12)
    _change(Review, status="held", held_on=date(2024, 5, 2), customer_attended=True)
    kept = [list(model.objects.values()) for model in (Touchpoint, Goal, Review)]
    again = bring(files)
    assert {r.file for r in again.values() if r.outcome and r.outcome.notes == [KEPT]} == {
        "touchpoints.csv", "goals.csv", "reviews.csv",
    }  # fmt: skip
    assert [list(model.objects.values()) for model in (Touchpoint, Goal, Review)] == kept


def test_a_change_made_while_a_file_is_written_stays(
    bring: Bring, completed: Onboarding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare_then_change(*given: Any) -> Any:
        found = compare(*given)
        _change(Onboarding, pk="o2", cancelled_on=date(2024, 4, 1))
        return found

    compare = storing.compare
    monkeypatch.setattr("tenure.ingest.pipeline.compare", compare_then_change)
    moved = ONBOARDINGS.replace("2024-02-01", "2024-02-05")
    done, notes = _again(bring, "onboardings", moved)
    assert (done, notes[-1]) == (
        (0, 0, 2, 0), "1 row was changed in Tenure meanwhile and stays as it is. Import the file again."
    )  # fmt: skip
    assert Onboarding.objects.get(pk="o2").started_on == date(2024, 2, 1)


@pytest.mark.parametrize("seen_as", ["now", "before"])
def test_owners_given_to_many_while_a_file_is_written_stay(
    bring: Bring, lea: User, ada: User, monkeypatch: pytest.MonkeyPatch, seen_as: str
) -> None:
    """A late piece of a large change carries the instant of the whole; and what was saved before the comparison may be
    committed after it."""
    bring({"accounts.csv": ACCOUNTS})
    begun = timezone.now()

    def compare_then_assign(*given: Any) -> Any:
        found = compare(*given)
        assign_owner(ada, Account.objects.all(), lea, begun)
        if seen_as == "before":
            Account.objects.update(loaded_at=begun)
        return found

    compare = storing.compare
    monkeypatch.setattr("tenure.ingest.pipeline.compare", compare_then_assign)
    done, notes = _again(bring, "accounts", ACCOUNTS.replace("SMB", "Enterprise"))
    assert (done, notes[-1][:33]) == ((0, 0, 1, 0), "1 row was changed in Tenure meanw")
    assert Account.objects.get().owner == lea


def _change(model: Any, pk: str = "", **values: Any) -> None:
    found = model.objects.get(**({"pk": pk} if pk else {}))
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
