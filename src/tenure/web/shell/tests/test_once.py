"""What a form makes is made once, however often the same form is sent."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tenure.company.models import User, settings_row
from tenure.customers.models import Account, Contact
from tenure.tokens.models import SentForm
from tenure.web.shell.tests.test_every_url import addresses
from tenure.work.meetings import verbs
from tenure.work.meetings.models import Meeting
from tenure.work.messages.models import Mail
from tenure.work.models import Task, Touchpoint

pytestmark = pytest.mark.django_db

# Addresses at which something is made that was not there; a new one belongs here.
MAKING = {
    "account:contact-new", "account:write", "customer-pages:act", "customer-pages:guide-new", "day:note", "library:act",
    "library:new",
    "meetings:hold", "meetings:plan", "messages:act", "messages:decide", "messages:write", "notices:remind",
    "onboarding:remind", "onboarding:start", "onboarding:step-meeting", "onboarding:step-message",
    "onboarding:step-new", "plans:act-objective", "plans:add", "plans:decide", "plans:new", "plans:propose",
    "portal:act", "portal:feedback", "portal:goals-send", "portal:objective-act", "reviews:block-new",
    "reviews:found", "reviews:hold", "reviews:meeting", "reviews:new", "reviews:step", "risks:raise",
    "tasks:item-add", "tasks:new", "token-make",
}  # fmt: skip

# Addresses at which something that was seen is replaced: a second click on them is no conflict with oneself.
REPLACING = {
    "account:contact", "account:delete-note", "account:note", "customer-pages:guide", "journeys:save", "lab:publish",
    "lab:save", "lab:suggested-draft", "library:act", "library:edit", "measures:edit", "meetings:cancel",
    "meetings:edit", "messages:act", "messages:assign", "messages:edit", "messages:template-save", "onboarding:act",
    "onboarding:move", "onboarding:step", "onboarding:step-act", "plans:account", "plans:act", "plans:act-objective",
    "plans:cadences", "plans:decide", "plans:edit", "plans:place", "portal:proposal-act", "reviews:act",
    "reviews:minutes", "reviews:people", "risks:act", "risks:signal-publish", "risks:signal-save", "tasks:detail",
}  # fmt: skip


def test_every_address_that_makes_something_does_so_once() -> None:
    assert {name for name, found in addresses() if getattr(found.callback, "sent_once", False)} == MAKING


def test_every_address_that_replaces_something_takes_a_second_click() -> None:
    assert {name for name, found in addresses() if getattr(found.callback, "clicked_once", False)} == REPLACING


@pytest.fixture
def client(alice: User) -> Client:
    settings_row()
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="C1", account=account, name="Ada Ferreira", email="ada@ostrelle.example")
    made = Client()
    made.force_login(alice)
    return made


def shown(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    """The form as a browser holds it: what is chosen in it already, and what is typed into it."""
    page = client.get(address)
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()))
    return {"csrfmiddlewaretoken": token} | typed


PLAN = "/meetings/plan/A1/"
KICK_OFF = {"title": "Kick-off", "starts": "2036-12-03T10:00", "minutes": "45", "zone": "Europe/Paris", "to": "C1"}


def test_a_meeting_that_is_sent_twice_invites_once(client: Client) -> None:
    form = shown(client, PLAN, **KICK_OFF)
    first, again = client.post(PLAN, form), client.post(PLAN, form)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    assert Meeting.objects.count() == 1
    assert Mail.objects.filter(to_email="ada@ostrelle.example").count() == 1


def test_a_form_that_is_shown_anew_makes_another(client: Client) -> None:
    for _ in range(2):
        client.post(PLAN, shown(client, PLAN, **KICK_OFF))
    assert Meeting.objects.count() == 2


def test_what_was_refused_may_be_mended_and_sent_again(client: Client) -> None:
    form = shown(client, PLAN, **KICK_OFF | {"title": ""})
    assert [client.post(PLAN, form).status_code for _ in range(2)] == [422, 422]
    assert client.post(PLAN, form | {"title": "Kick-off"}).status_code == 302
    assert Meeting.objects.count() == 1
    assert SentForm.objects.count() == 1


def test_a_dialog_that_comes_back_with_what_is_wrong_is_not_kept(client: Client, alice: User) -> None:
    form = shown(client, "/tasks/new/", title="Call them", account="Ostrelle", due_on="2036-12-03", owner=alice.pk)
    htmx = {"HX-Request": "true"}
    Account.objects.update(name="Ostrelle before")
    assert "There is no account" in client.post("/tasks/new/", form, headers=htmx).content.decode()
    Account.objects.update(name="Ostrelle")
    first, again = (client.post("/tasks/new/", form, headers=htmx) for _ in range(2))
    assert first.content == again.content
    assert again["HX-Trigger-After-Swap"] == "task-changed"
    assert Task.objects.count() == 1


def test_what_was_written_and_taken_back_is_a_refusal(client: Client) -> None:
    page = "/account/A1/notes/"
    token = {"csrfmiddlewaretoken": "as shown"}
    form = token | {"body": "They are well.", "kind": "call", "subject": "", "action": "x" * 250, "action_by": "",
                    "action_due": "2036-12-03"}  # fmt: skip
    assert client.post(page, form, headers={"HX-Request": "true"}).status_code == 200
    assert not Touchpoint.objects.exists()
    assert not SentForm.objects.exists()


def test_another_person_or_address_is_another_form(client: Client, bob: User) -> None:
    Account.objects.create(id="A2", name="Kestrel", owner=bob)
    form = {"csrfmiddlewaretoken": "same", "body": "They are well.", "kind": "call"}
    his = Client()
    his.force_login(bob)
    for _ in range(2):
        client.post("/my-day/note/A1/", form)
        his.post("/my-day/note/A2/", form)
    assert sorted(Touchpoint.objects.values_list("account_id", "author__email")) == [
        ("A1", "alice@example.com"), ("A2", "bob@example.com"),
    ]  # fmt: skip


def test_a_second_click_on_an_edit_is_no_conflict_with_oneself(client: Client) -> None:
    client.post(PLAN, shown(client, PLAN, **KICK_OFF))
    held = Meeting.objects.get()
    edit = f"/meetings/{held.pk}/edit/"
    form = shown(client, edit, **KICK_OFF | {"title": "Kick-off, moved", "seen": verbs.version(held)})
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [client.post(edit, form).status_code for _ in range(2)] == [302, 302]
        clock.shift(61)  # then it is judged by what stands there
        assert client.post(edit, form).status_code == 422
    held.refresh_from_db()
    assert (held.title, held.sequence) == ("Kick-off, moved", 1)
