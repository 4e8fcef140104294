from typing import Any

import pytest
from django.core import mail
from django.core.cache.backends import locmem
from django.test import Client, override_settings

from tenure.company.models import User


def attempt(client: Client, email: str, password: str) -> Any:
    return client.post("/sign-in/login/", {"login": email, "password": password})


def test_the_right_password_opens_the_day(client: Client, alice: User, vera: User) -> None:
    assert attempt(client, "Alice@example.com", "a long password")["Location"] == "/"
    assert client.get("/")["Location"] == "/my-day/"
    assert client.get("/me/").status_code == 200
    client.force_login(vera)
    assert client.get("/")["Location"] == "/accounts/", "who only reads has no day"


@pytest.mark.parametrize(
    ("email", "password"), [("alice@example.com", "wrong"), ("nobody@example.com", "a long password")]
)
def test_a_wrong_one_does_not_and_does_not_say_which_was_wrong(
    client: Client, alice: User, email: str, password: str
) -> None:
    reply = attempt(client, email, password)
    assert reply.status_code == 200
    assert "are not correct" in reply.content.decode()


def test_guessing_is_stopped(client: Client, alice: User) -> None:
    for _ in range(6):
        reply = attempt(client, "alice@example.com", "guess")
    assert "Too many failed" in reply.content.decode()
    assert "Location" not in attempt(client, "alice@example.com", "a long password").headers


def test_guessing_is_stopped_in_every_process(client: Client, alice: User) -> None:
    for _ in range(6):
        attempt(client, "alice@example.com", "guess")
    vars(locmem)["_caches"].clear()  # what another process does not know
    assert "Too many failed" in attempt(client, "alice@example.com", "a long password").content.decode()


def test_guessing_from_one_place_behind_a_proxy_does_not_stop_others(
    client: Client, alice: User, settings: Any
) -> None:
    settings.TENURE_PROXIES = 1
    for n in range(11):
        guesses = Client(headers={"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.1"})
        attempt(guesses, f"nobody{n}@example.com", "guess")
    assert "Location" not in attempt(guesses, "alice@example.com", "a long password").headers
    elsewhere = Client(headers={"X-Forwarded-For": "203.0.113.2"})
    assert attempt(elsewhere, "alice@example.com", "a long password")["Location"] == "/"


def test_who_is_switched_off_is_signed_out_and_stays_out(client: Client, alice: User) -> None:
    attempt(client, "alice@example.com", "a long password")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get("/accounts/").status_code == 302
    assert attempt(client, "alice@example.com", "a long password")["Location"] != "/"


def test_nobody_signs_up(client: Client, db: None) -> None:
    sent = {"email": "new@example.com", "password1": "a long password", "password2": "a long password"}
    assert "By invitation" in client.post("/sign-in/signup/", sent).content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_through_the_mailed_link(client: Client, alice: User) -> None:
    client.post("/sign-in/password/reset/", {"email": "alice@example.com"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another long one", "password2": "another long one"})
    assert attempt(Client(), "alice@example.com", "another long one")["Location"] == "/"


def test_an_unknown_address_gets_the_same_answer(client: Client, alice: User) -> None:
    known = client.post("/sign-in/password/reset/", {"email": "alice@example.com"})
    unknown = client.post("/sign-in/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_pages_of_one_s_own_sign_in_stand_in_the_frame(client: Client, alice: User) -> None:
    attempt(client, "alice@example.com", "a long password")
    for url in ("/sign-in/password/change/", "/sign-in/2fa/"):
        assert "tn-side" in client.get(url, follow=True).content.decode()


@pytest.mark.parametrize("url", ["/nothing/", "/accounts/nothing/", "/sign-in/nothing/"])
def test_an_address_that_is_not_there_says_so_in_our_look(client: Client, alice: User, url: str) -> None:
    client.force_login(alice)
    reply = client.get(url)
    assert reply.status_code == 404
    assert "There is nothing here" in reply.content.decode()


def test_a_failure_says_so_in_our_look(client: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from tenure.web.accounts import table

    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(table, "context", fail)
    client.force_login(alice)
    client.raise_request_exception = False
    reply = client.get("/accounts/")
    assert reply.status_code == 500
    assert "Something went wrong on the server" in reply.content.decode()


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_form_from_elsewhere_is_refused(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    reply = attempt(client, "alice@example.com", "a long password")
    assert reply.status_code == 403
    assert "The page is too old to send" in reply.content.decode()


def test_the_health_check_asks_the_database(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
