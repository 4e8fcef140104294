"""What is new stands on the first page: to the contact it is for, and to nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import ProposedGoal
from tenure.planning.plans import verbs as plans
from tenure.web.portal.tests.conftest import soon
from tenure.work import tasks
from tenure.work.portal import news
from tenure.work.portal.models import PortalNews

pytestmark = pytest.mark.django_db
PART = "/page/?part=news"


def part(browser: Client) -> str:
    return browser.get(PART, headers={"HX-Request": "true"}).content.decode()


@pytest.fixture
def proposal(contact: Contact) -> ProposedGoal:
    return inventory.propose(None, contact.account, {"statement": "Rotas 14 days ahead"}, contact=contact)


def test_what_became_of_their_goal_stands_there(
    dana_client: Client, open_as: Callable[[Contact], Client], alice: User, contact: Contact, ben: Contact,
    proposal: ProposedGoal,
) -> None:  # fmt: skip
    assert "What is new" not in part(dana_client)
    inventory.decline(alice, proposal.pk, "Not this <b>year</b>.", seen=inventory.version(proposal))
    shown = part(dana_client)
    assert "Your goal “Rotas 14 days ahead” was not accepted" in shown
    assert "Not this &lt;b&gt;year" in shown
    assert f'href="/page/goals/{proposal.pk}/"' in shown
    assert "What is new" not in part(open_as(ben))
    assert "Your goal" in dana_client.get(PART).content.decode()  # without a script it is in the whole page


def test_an_accepted_one_is_told_and_ours_are_not(
    dana_client: Client, alice: User, account: Account, proposal: ProposedGoal
) -> None:
    plan = plans.begin(alice, account, "Save time")
    ours = inventory.propose(alice, account, {"statement": "Ours", "shared": True})
    for one in (proposal, ours):
        inventory.accept(alice, one.pk, plan, {}, seen=inventory.version(one))
    assert [one.title for one in PortalNews.objects.all()] == ["Your goal “Rotas 14 days ahead” was accepted"]


def test_looking_counts_as_told_and_a_preview_does_not(
    dana_client: Client, client: Client, vera: User, alice: User, contact: Contact, proposal: ProposedGoal
) -> None:
    inventory.decline(alice, proposal.pk, "No.", seen=inventory.version(proposal))
    client.force_login(vera)
    assert "Your goal" in client.get(f"/customer-view/{contact.pk}/", {"part": "news"}).content.decode()
    assert PortalNews.objects.get().seen_at is None
    part(dana_client)
    assert PortalNews.objects.get().seen_at is not None


def test_of_a_step_that_is_not_shared_any_more_nothing_stands_there(
    dana_client: Client, alice: User, contact: Contact, account: Account
) -> None:
    task = tasks.add_task(alice, "Send a file", soon(3), account=account, contact=contact)
    news.tell(contact, f"step:{task.pk}", "“Send a file” is due later", account_id=account.pk, page="task",
              subject_id=task.pk)  # fmt: skip
    assert "is due later" in part(dana_client)
    type(task).objects.filter(pk=task.pk).update(shared=False)
    assert "is due later" not in part(dana_client)
