"""One's own page: tokens are made there, shown once, and revoked."""

import re

import pytest
from django.test import Client

from tenure.company.models import User
from tenure.tokens import verbs
from tenure.tokens.models import Token


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def test_a_token_is_shown_once_and_works(as_alice: Client, alice: User) -> None:
    assert "No tokens yet" in as_alice.get("/me/").content.decode()
    sent = {"name": "Nightly <report>", "lasts": "30", "may": "write"}
    page = as_alice.post("/me/tokens/", sent, follow=True).content.decode()
    [secret] = re.findall(r"tenure_[\w-]{30,}", page)
    token = verbs.read(secret)
    assert token is not None
    assert (token.user, token.may_write, token.name) == (alice, True, "Nightly <report>")
    assert token.expires_at
    again = as_alice.get("/me/").content.decode()
    assert secret not in again
    assert "Nightly &lt;report&gt;" in again


def test_a_token_reads_only_unless_told_otherwise(as_alice: Client) -> None:
    as_alice.post("/me/tokens/", {"name": "Report", "lasts": ""})
    token = Token.objects.get()
    assert (token.may_write, token.expires_at) == (False, None)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"name": " ", "lasts": "30"}, "what the token is for"), ({"name": "Kept", "lasts": "7"}, "how long it lasts"),
     ({"name": "Kept", "lasts": "x"}, "how long")],
)  # fmt: skip
def test_what_cannot_be_made_is_said_and_what_was_typed_is_kept(
    as_alice: Client, sent: dict[str, str], sentence: str
) -> None:
    reply = as_alice.post("/me/tokens/", sent)
    assert reply.status_code == 422
    assert sentence.split()[0] in reply.content.decode()
    assert f'value="{sent["name"]}"' in reply.content.decode()
    assert not Token.objects.exists()


def test_a_revoked_token_is_turned_away_and_stays_in_the_list(as_alice: Client, alice: User, bob: User) -> None:
    token, secret = verbs.create(alice, alice, "Report", may_write=False)
    other, _ = verbs.create(bob, bob, "His secret report", may_write=False)
    assert "Report is revoked" in as_alice.post(f"/me/tokens/{token.pk}/revoke/", follow=True).content.decode()
    assert verbs.read(secret) is None
    page = as_alice.get("/me/").content.decode()
    assert "Revoked" in page
    assert "His secret report" not in page
    assert as_alice.post(f"/me/tokens/{other.pk}/revoke/").status_code == 404


def test_a_customer_has_no_tokens(client: Client, dana: User) -> None:
    client.force_login(dana)
    assert "Access tokens" not in client.get("/me/").content.decode()
    assert client.post("/me/tokens/", {"name": "x", "lasts": ""}).status_code == 404
