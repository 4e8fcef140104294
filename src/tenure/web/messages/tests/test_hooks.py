"""The provider's webhooks: only its own, only with the secret, and only what it signs."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from tenure.customers.models import Account, Contact
from tenure.work.messages.models import IncomingMail, Mail, MailStop

pytestmark = pytest.mark.django_db
INBOUND, TRACKING = "/m/hooks/postmark/inbound/", "/m/hooks/postmark/tracking/"
RIGHT = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"hook:a-long-secret-of-ours").decode()}
REPLY = {
    "From": "ada@ostrelle.example",
    "FromFull": {"Email": "ada@ostrelle.example", "Name": "Ada"},
    "ToFull": [{"Email": "s@fernwell.example", "Name": ""}],
    "CcFull": [],
    "BccFull": [],
    "Subject": "Re",
    "Headers": [{"Name": "Message-ID", "Value": "<h1@o>"}],
    "TextBody": "Thanks",
    "HtmlBody": "",
    "Attachments": [],
    "MessageID": "x",
    "OriginalRecipient": "s@fernwell.example",
}


@pytest.fixture
def provider(settings: Any) -> None:
    settings.TENURE_MAIL_KIND = "postmark"
    settings.TENURE_MAIL_REPLIES = "s@fernwell.example"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "hook:a-long-secret-of-ours"}
    account = Account.objects.create(id="A1", name="Ostrelle")
    Contact.objects.create(id="C1", account=account, name="Ada", email="ada@ostrelle.example")
    Mail.objects.create(account=account, to_email="ada@ostrelle.example", provider_id="m-1", state="sent")


def send(client: Client, url: str, content: Any, **more: Any) -> int:
    return client.post(url, json.dumps(content), content_type="application/json", **more).status_code


def test_a_reply_comes_in(client: Client, provider: None) -> None:
    assert send(client, INBOUND, REPLY, **RIGHT) == 200
    row = IncomingMail.objects.get()
    assert (row.state, row.source, row.contact_id, row.text) == ("taken", "postmark", "C1", "Thanks")


def test_without_the_secret_nothing_does(client: Client, provider: None) -> None:
    wrong = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"hook:guess").decode()}
    assert send(client, INBOUND, REPLY) == send(client, INBOUND, REPLY, **wrong) == 400
    assert not IncomingMail.objects.exists()


def test_another_provider_or_no_secret_of_ours_is_not_there(client: Client, provider: None, settings: Any) -> None:
    assert send(client, "/m/hooks/mailgun/inbound/", REPLY, **RIGHT) == 404
    assert send(client, "/m/hooks/postmark/anything/", REPLY, **RIGHT) == 404
    settings.ANYMAIL = {}
    assert send(client, INBOUND, REPLY, **RIGHT) == 404


def test_an_address_that_does_not_exist_is_stopped(client: Client, provider: None) -> None:
    bounce = {
        "RecordType": "Bounce", "ID": 1, "Type": "HardBounce", "MessageID": "m-1", "Email": "ada@ostrelle.example",
        "BouncedAt": "2026-03-02T10:00:00Z", "Description": "No such user",
    }  # fmt: skip
    assert send(client, TRACKING, bounce | {"MessageID": "other"}, **RIGHT) == 200
    assert not MailStop.objects.exists()
    assert send(client, TRACKING, bounce | {"Type": "SoftBounce"}, **RIGHT) == 200
    assert not MailStop.objects.exists()
    assert send(client, TRACKING, bounce, **RIGHT) == 200
    assert MailStop.objects.get().kind == "bounced"
