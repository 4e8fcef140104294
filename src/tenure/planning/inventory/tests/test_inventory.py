"""The goals inventory: from the customer's words to an objective, or to a reason why not."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.planning.access import shared_proposals
from tenure.planning.inventory import verbs
from tenure.planning.models import ProposedGoal, SuccessPlan

pytestmark = pytest.mark.django_db
SAID = {"statement": " Close the books in three days ", "unit": "days", "baseline": Decimal(8), "target": Decimal(3),
        "due_on": date(2026, 9, 30), "importance": 1}  # fmt: skip


@pytest.fixture
def theirs(acme: Account, cora: Contact) -> ProposedGoal:
    return verbs.propose(None, acme, SAID, contact=cora)


def seen(proposal: ProposedGoal) -> str:
    return verbs.version(ProposedGoal.objects.get(pk=proposal.pk))


def test_a_contact_proposes_for_their_own_company(theirs: ProposedGoal, acme: Account, zoe: Contact) -> None:
    assert (theirs.statement, theirs.state, theirs.shared) == ("Close the books in three days", "proposed", True)
    assert (theirs.by_name, theirs.proposed_by) == ("Cora Diaz", None)
    change = Change.objects.get(verb="proposal.made")
    assert (change.origin, change.actor, change.after["contact_id"]) == ("portal", None, "cora")
    with pytest.raises(NotAccepted, match="not your company"):
        verbs.propose(None, acme, SAID, contact=zoe)


def test_accepted_it_becomes_an_objective_as_agreed_on_the_way(
    theirs: ProposedGoal, plan: SuccessPlan, alice: User, cora: Contact
) -> None:
    goal = verbs.accept(alice, theirs.pk, plan, {"target": Decimal(4)}, seen=seen(theirs))
    assert (goal.name, goal.unit) == ("Close the books in three days", "days")
    assert [goal.target, goal.baseline] == [4, 8]
    assert (goal.contact, goal.shared, goal.importance, goal.owner) == (cora, True, 1, alice)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.goal, theirs.decided_by) == ("accepted", goal, alice)
    with pytest.raises(NotAccepted, match="is accepted"):
        verbs.accept(alice, theirs.pk, plan, {}, seen=seen(theirs))
    assert plan.goals.count() == 1


def test_asked_back_it_waits_for_them_and_then_for_us(theirs: ProposedGoal, alice: User, cora: Contact) -> None:
    verbs.ask_back(alice, theirs.pk, "Which books?", seen=seen(theirs))
    theirs.refresh_from_db()
    assert (theirs.state, theirs.answer) == ("asked", "Which books?")
    verbs.revise(None, theirs.pk, {"why": "The monthly ones."}, seen=seen(theirs), contact=cora)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.why) == ("proposed", "The monthly ones.")


def test_declined_with_a_reason(theirs: ProposedGoal, alice: User) -> None:
    with pytest.raises(NotAccepted, match="Say why"):
        verbs.decline(alice, theirs.pk, " ", seen=seen(theirs))
    assert verbs.decline(alice, theirs.pk, "Our product does not do that.", seen=seen(theirs)).state == "declined"
    assert Change.objects.get(verb="proposal.declined").reason == "Our product does not do that."


def test_two_at_once_lose_nothing(theirs: ProposedGoal, alice: User, cora: Contact, now: object) -> None:
    before = seen(theirs)
    now.shift(1)  # type: ignore[attr-defined]
    verbs.revise(None, theirs.pk, {"target": Decimal(2)}, seen=before, contact=cora)
    with pytest.raises(ChangedMeanwhile) as other:
        verbs.revise(alice, theirs.pk, {"target": Decimal(5)}, seen=before)
    assert other.value.now.target == 2


def test_what_we_propose_they_see_when_it_is_shared(acme: Account, alice: User, cora: Contact, zoe: Contact) -> None:
    ours = verbs.propose(alice, acme, SAID)
    assert not shared_proposals(cora).exists()
    with pytest.raises(NotAccepted, match="does not see this proposal"):
        verbs.ask_back(alice, ours.pk, "Is it so?", seen=seen(ours))
    verbs.revise(alice, ours.pk, {"shared": True}, seen=seen(ours))
    assert [*shared_proposals(cora)] == [ours]
    assert not shared_proposals(zoe).exists()
    with pytest.raises(Http404):
        verbs.revise(None, ours.pk, {"why": "x"}, seen=seen(ours), contact=zoe)
    with pytest.raises(NotAccepted, match="no shared"):
        verbs.revise(None, ours.pk, {"shared": False}, seen=seen(ours), contact=cora)


def test_each_side_withdraws_its_own(theirs: ProposedGoal, alice: User, cora: Contact) -> None:
    with pytest.raises(NotAccepted, match="the side that proposed"):
        verbs.withdraw(alice, theirs.pk, seen=seen(theirs))
    assert verbs.withdraw(None, theirs.pk, seen=seen(theirs), contact=cora).state == "withdrawn"


def test_others_decide_nothing(theirs: ProposedGoal, plan: SuccessPlan, bob: User, vera: User) -> None:
    for stranger in (bob, vera):
        with pytest.raises(Http404):
            verbs.accept(stranger, theirs.pk, plan, {}, seen=seen(theirs))


def test_a_plan_of_another_account_takes_none(theirs: ProposedGoal, zoe: Contact, lea: User) -> None:
    other = SuccessPlan.objects.create(id="other", account_id="zeta", name="Other")
    with pytest.raises(NotAccepted, match="of another account"):
        verbs.accept(lea, theirs.pk, other, {}, seen=seen(theirs))


def test_a_flood_is_stopped(acme: Account, cora: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST_OPEN", 1)
    verbs.propose(None, acme, SAID, contact=cora)
    with pytest.raises(NotAccepted, match="1 proposed goals wait"):
        verbs.propose(None, acme, SAID, contact=cora)
