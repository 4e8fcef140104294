"""Nothing of another account, and nothing that is not shared, whatever address is tried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Account, Contact, ProductUser
from tenure.journal.models import Change
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import Goal, GoalComment, Minutes, Review, SuccessPlan
from tenure.web.portal import urls
from tenure.web.portal.tests.conftest import soon
from tenure.work import tasks
from tenure.work.meetings import verbs as meetings
from tenure.work.portal import resources
from tenure.work.portal.models import PortalNews
from tenure.work.portal.resources import Content

pytestmark = pytest.mark.django_db
VERBS = {"task_id": ("done", "undo", "ask"), "proposal_id": ("revise", "withdraw"), "goal_id": ("comment", "confirm")}
SENT = ("leave", "feedback", "invite", "review-feedback", "goals-send", "goals-draft")
SECRET = "Hushed"  # stands in every name that Dana must not see


@dataclass
class Planted:
    """Ids, by capture, of rows that exist and that Dana must not reach; and of those she may."""

    foreign: dict[str, list[Any]] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def planted(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> Planted:
    made = Planted()
    for maker in (_tasks, _meetings, _resources, _users, _proposals, _goals, _reviews):
        foreign, own, name = maker(alice, lea, contact, ben, eve)
        made.foreign[name], made.own[name] = foreign, own
    return made


def _tasks(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    def task(title: str, account: Account | None, **more: Any) -> int:
        return tasks.add_task(alice, title, soon(3), account=account, **more).pk

    cancelled = task(f"{SECRET} cancelled", contact.account, contact=contact)
    tasks.cancel(alice, cancelled)
    foreign = [
        task(f"{SECRET} of Kestrel", eve.account, contact=eve),
        task(f"{SECRET} shared by Kestrel", eve.account, shared=True),
        task(f"{SECRET} ours alone", contact.account),
        task(f"{SECRET} of no account", None),
        cancelled,
    ]
    return foreign, task("Send a test file", contact.account, contact=contact), "task_id"


def _meetings(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    day = soon(2)
    from datetime import datetime

    def plan(title: str, account: Account, contacts: list[str]) -> int:
        agreed = meetings.Plan(title, datetime(day.year, day.month, day.day, 10), 45, "Europe/Paris", title)  # noqa: DTZ001
        return meetings.plan(alice, account, agreed, contacts).pk

    foreign = [plan(f"{SECRET} with Kestrel", eve.account, [eve.pk]), plan(f"{SECRET} with Ben", ben.account, [ben.pk])]
    return foreign, plan("Kick-off", contact.account, [contact.pk]), "meeting_id"


def _resources(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    retired = resources.add(lea, Content(f"{SECRET} retired", "guide", body="x"))
    resources.retire(lea, retired)
    foreign = [
        resources.add(alice, Content(f"{SECRET} of Kestrel", "guide", body="x"), eve.account).pk,
        resources.add(lea, Content(f"{SECRET} for small ones", "guide", body="x", condition="segment = SMB")).pk,
        retired.pk,
    ]
    return foreign, resources.add(lea, Content("First steps", "guide", body="Begin here.")).pk, "resource_id"


def _users(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    ProductUser.objects.create(id="U1", account=contact.account, name="Arvid Holm")
    ProductUser.objects.create(id="U2", account=eve.account, name=f"{SECRET} Strand")
    ProductUser.objects.create(id="U3", account=contact.account, name=f"{SECRET} Colleague", is_internal=True)
    ProductUser.objects.create(id="U4", account=contact.account, name=f"{SECRET} Gone", deactivated_on=soon(-2))
    return ["U2", "U3", "U4"], "U1", "user_id"


def _proposals(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    foreign = [
        inventory.propose(None, eve.account, {"statement": f"{SECRET} of Kestrel"}, contact=eve).pk,
        inventory.propose(alice, contact.account, {"statement": f"{SECRET} of ours"}).pk,
    ]
    own = inventory.propose(None, contact.account, {"statement": "Rotas 14 days ahead"}, contact=contact)
    return foreign, own.pk, "proposal_id"


def _goals(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    def plan(name: str, account: Account, **more: Any) -> SuccessPlan:
        return SuccessPlan.objects.create(id=name, account=account, name=SECRET, **more)

    def goal(key: str, of: SuccessPlan, shared: bool = True, **more: Any) -> str:
        return Goal.objects.create(**{"id": key, "plan": of, "name": f"{SECRET} {key}", "shared": shared} | more).pk

    shared = plan("P1", contact.account, shared=True)
    foreign = [
        goal("G1", plan("P2", eve.account, shared=True)),
        goal("G2", plan("P3", contact.account)),
        goal("G3", shared, shared=False),
        goal("G4", shared, status="cancelled"),
        goal("G5", plan("P4", contact.account, shared=True, closed_on=soon(-1))),
    ]
    own = goal("G/6", shared, name="Overtime below 4%")
    GoalComment.objects.create(goal_id=own, body=f"{SECRET} among us", by_name="Alice", at=timezone.now())
    return foreign, own, "goal_id"


def _reviews(alice: User, lea: User, contact: Contact, ben: Contact, eve: Contact) -> tuple[list[Any], Any, str]:
    def review(name: str, account: Account, title: str, shared: bool = True, **more: Any) -> Review:
        at = timezone.now() if shared else None
        return Review.objects.create(id=name, account=account, title=title, shared_at=at, **more)

    foreign = [
        review("R1", eve.account, f"{SECRET} of Kestrel").pk,
        review("R2", contact.account, f"{SECRET} not shared", shared=False).pk,
        review("R3", contact.account, f"{SECRET} cancelled", status="cancelled").pk,
    ]
    own = review("R/4", contact.account, "The first quarter", status="held", held_on=soon(-3))
    for number, (title, more) in enumerate((("Usage", {}), (f"{SECRET} internal", {"internal": True}),
                                            (f"{SECRET} hidden", {"hidden": True}))):  # fmt: skip
        own.blocks.create(place=number, kind="text", title=title, body="**What we saw**", **more)
    Minutes.objects.create(review=own, notes=f"{SECRET} notes", decisions=["Legal begins"], edited_at=timezone.now())
    return foreign, own.pk, "review_id"


def addresses_with(planted: Planted) -> list[str]:
    """Every address of the page, with every foreign id in each of its places."""
    found = []
    for pattern in urls.urlpatterns:
        captures = list(pattern.pattern.converters)
        if "token" in captures:
            continue  # the door: see test_entering
        for capture in captures:
            for foreign in planted.foreign.get(capture, []):
                for verb in VERBS.get(capture, ()) if "verb" in captures else ("",):
                    given = {name: verb if name == "verb" else planted.own.get(name) for name in captures}
                    found.append(reverse(f"portal:{pattern.name}", kwargs=given | {capture: foreign}))
    return found


def test_every_capture_has_rows_planted(planted: Planted) -> None:
    """A new kind of page has to plant what it must not show."""
    captures = {name for pattern in urls.urlpatterns for name in pattern.pattern.converters}
    assert captures - {"token", "verb"} == planted.foreign.keys()


def test_no_foreign_id_is_reached_by_any_address(dana_client: Client, planted: Planted) -> None:
    before, wrong = Change.objects.count(), []
    tried = addresses_with(planted)
    assert len(tried) > 20
    for address in tried:
        for method in ("get", "post"):
            data = {"data": {"words": "Hello", "rating": "5"}} if method == "post" else {}
            reply = getattr(dana_client, method)(address, **data)
            if reply.status_code not in (404, 405) or SECRET in reply.content.decode():
                wrong.append(f"{method} {address} gave {reply.status_code}")
    assert not wrong, "\n".join(wrong)
    assert Change.objects.count() == before


def test_nothing_of_it_stands_on_any_page(dana_client: Client, planted: Planted) -> None:
    for pattern in urls.urlpatterns:
        captures = list(pattern.pattern.converters)
        if "token" in captures or "verb" in captures or pattern.name in SENT:
            continue
        given = {name: planted.own[name] for name in captures}
        reply = dana_client.get(reverse(f"portal:{pattern.name}", kwargs=given))
        assert reply.status_code in (200, 302)
        body = reply.content.decode(errors="replace")
        assert SECRET not in body, pattern.name
        assert "Kestrel" not in body
        assert "Eve Moss" not in body


def test_what_is_theirs_is_reached(dana_client: Client, planted: Planted) -> None:
    for name, capture, text in (
        ("task", "task_id", "Send a test file"), ("guide", "resource_id", "Begin here."),
        ("meeting", "meeting_id", "Kick-off"),
        ("proposal", "proposal_id", "Rotas 14 days ahead"),
        ("objective", "goal_id", "Overtime below 4%"),
        ("review", "review_id", "Legal begins"),
    ):  # fmt: skip
        reply = dana_client.get(reverse(f"portal:{name}", args=[planted.own[capture]]))
        assert text in reply.content.decode()


def test_a_colleague_reads_and_does_not_do(
    open_as: Callable[[Contact], Client], planted: Planted, ben: Contact
) -> None:
    browser, task = open_as(ben), planted.own["task_id"]
    assert browser.get(f"/page/tasks/{task}/").status_code == 200
    assert browser.post(f"/page/tasks/{task}/done/").status_code == 404
    assert "It is done" not in browser.get(f"/page/tasks/{task}/").content.decode()


def test_a_preview_shows_the_same_and_no_more(client: Client, vera: User, planted: Planted, contact: Contact) -> None:
    client.force_login(vera)
    for capture, name in (
        ("task_id", "task"),
        ("meeting_id", "meeting"),
        ("resource_id", "guide"),
        ("proposal_id", "proposal"),
        ("goal_id", "objective"),
        ("review_id", "review"),
    ):
        for foreign in planted.foreign[capture]:
            assert client.get(reverse(f"customer-view:{name}", args=[contact.pk, foreign])).status_code == 404
    for name in ("home", "guides", "people", "goals"):
        assert SECRET not in client.get(reverse(f"customer-view:{name}", args=[contact.pk])).content.decode()


def test_who_moved_reads_nothing_of_the_account_before(
    open_as: Callable[[Contact], Client], alice: User, contact: Contact, eve: Contact
) -> None:
    """What became of a goal that they proposed there, before they moved and after."""
    for decided_before in (True, False):
        Contact.objects.filter(pk=eve.pk).update(account="A2")
        eve.refresh_from_db()
        made = inventory.propose(None, eve.account, {"statement": f"{SECRET} of Kestrel"}, contact=eve)
        if decided_before:
            inventory.decline(alice, made.pk, SECRET, seen=inventory.version(made))
        Contact.objects.filter(pk=eve.pk).update(account=contact.account)
        if not decided_before:
            inventory.decline(alice, made.pk, SECRET, seen=inventory.version(made))
        assert PortalNews.objects.get(subject_id=made.pk).account_id == "A2"
        moved = open_as(Contact.objects.get(pk=eve.pk))
        page = moved.get("/page/", {"part": "news"})
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
