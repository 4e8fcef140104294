import re
from typing import Any

import pytest
from django.test import Client

from tenure.company.models import Settings, User, settings_row
from tenure.jobs.models import Job
from tenure.journal.models import Change


@pytest.fixture
def browser(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def form(browser: Client, **changed: Any) -> dict[str, Any]:
    """What the page's form would send: every field as shown, what was seen in hidden fields, and the changes."""
    shown = browser.get("/settings/").context["form"]
    sent = {name: shown[name].value() for name in shown.fields}
    return {**{f"initial-{name}": value for name, value in sent.items()}, **sent, **changed}


def test_settings_are_saved_and_journaled(browser: Client, ada: User) -> None:
    browser.post("/settings/", form(browser, name="Acme", time_zone="Europe/Paris", events="page_view\n\n ping \nping"))
    row = settings_row()
    assert (row.name, row.time_zone, row.not_core_events) == ("Acme", "Europe/Paris", ["page_view", "ping"])
    change = Change.objects.get(verb="settings.changed")
    assert change.actor == ada
    assert change.before == {"name": "Our company", "time_zone": "UTC", "not_core_events": []}


def test_a_setting_behind_the_numbers_has_them_computed_anew_once(browser: Client, ada: User) -> None:
    browser.post("/settings/", form(browser, name="Acme"))
    assert not Job.objects.exists()
    browser.post("/settings/", form(browser, currency="EUR"))
    browser.post("/settings/", form(browser, longest_pause_days="30"))
    assert [(job.task, job.by) for job in Job.objects.all()] == [("tenure.engine.tasks.refresh", ada)]


def test_two_administrators_who_change_different_settings_both_succeed(browser: Client) -> None:
    first, second = form(browser, name="Acme"), form(browser, gross_margin_percent=70)
    browser.post("/settings/", first)
    browser.post("/settings/", second)
    row = Settings.objects.get()
    assert (row.name, row.gross_margin_percent) == ("Acme", 70)


@pytest.mark.parametrize(
    "wrong",
    [{"time_zone": "Mars"}, {"currency": "XXX"}, {"gross_margin_percent": 101}, {"name": ""}, {"adoption_days": -1}],
)
def test_wrong_settings_are_refused(browser: Client, wrong: dict[str, Any]) -> None:
    assert browser.post("/settings/", form(browser, **wrong)).status_code == 422
    assert not Change.objects.exists()


def test_an_invited_person_chooses_a_password_behind_the_link(browser: Client, ada: User) -> None:
    browser.post("/settings/people/", {"email": "New@Example.com", "name": "Nia", "role": "csm"})
    page = browser.get("/settings/").content.decode()
    link = re.search(r"http://testserver(/sign-in/password/reset/key/[^<\s]+)", page)
    assert link
    assert "reset/key" not in browser.get("/settings/").content.decode(), "it is shown once"
    nia = Client()
    chosen = nia.get(link[1], follow=True)
    assert "Choose a password" in chosen.content.decode()
    sent = {"password1": "a new long one", "password2": "a new long one"}
    saved = nia.post(chosen.request["PATH_INFO"], sent, follow=True).content.decode()
    assert 'href="/sign-in/login/"' in saved, "whoever chose one is led to where it is asked for"
    assert "This link does not work any more" in Client().get(link[1], follow=True).content.decode()
    assert nia.post("/sign-in/login/", {"login": "new@example.com", "password": "a new long one"}).status_code == 302
    user = User.objects.get(email="new@example.com")
    assert (user.name, user.role) == ("Nia", "csm")
    change = Change.objects.get(verb="user.invited")
    assert change.after == {"email": "new@example.com", "name": "Nia", "role": "csm"}


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "x", "role": "csm"},
        {"email": "ada@example.com", "role": "csm"},
        {"email": "n@example.com", "role": "king"},
    ],
)
def test_a_wrong_invitation_makes_nobody(browser: Client, sent: dict[str, str]) -> None:
    assert browser.post("/settings/people/", sent).status_code == 422
    assert User.objects.count() == 1


def test_roles_change_and_people_are_switched_off_and_on(browser: Client, bob: User) -> None:
    browser.post(f"/settings/people/{bob.pk}/role/", {"role": "lead"})
    browser.post(f"/settings/people/{bob.pk}/active/", {"active": "no"})
    bob.refresh_from_db()
    assert (bob.role, bob.is_active) == ("lead", False)
    browser.post(f"/settings/people/{bob.pk}/active/", {"active": "yes"})
    verbs = Change.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["user.role_changed", "user.deactivated", "user.reactivated"]


@pytest.mark.parametrize(("path", "sent"), [("role", {"role": "csm"}), ("active", {"active": "no"})])
def test_the_last_administrator_stays(browser: Client, ada: User, path: str, sent: dict[str, str]) -> None:
    page = browser.post(f"/settings/people/{ada.pk}/{path}/", sent, follow=True)
    assert "is the last administrator" in page.content.decode()
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == ("administrator", True)
    assert not Change.objects.exists()


def test_only_administrators_find_the_page(client: Client, lea: User) -> None:
    client.force_login(lea)
    assert client.get("/settings/").status_code == 404
    assert "/settings/" not in client.get("/me/").content.decode()
