"""A company that writes, and a real mail server on this machine."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tenure.company.models import User, settings_row
from tenure.customers.models import Account, AccountState, Contact
from tenure.work.messages import drafting
from tenure.work.messages.models import Mail, Message


@dataclass
class MailServer:
    """Keeps what it took. `answer` is said to RCPT, `at_data` to the text of a mail; "drop" breaks off instead."""

    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    at_data: str = "250 Taken"
    port: int = 0
    silent_at: str = ""  # "RCPT" or "DATA": it hears that and does not answer
    heard: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        await self._silence("RCPT")
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.at_data.startswith(("4", "5")):
            made = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(made, EmailMessage)
            self.mails.append(made)
        await self._silence("DATA")
        if self.at_data == "drop":
            server.transport.abort()
        return self.at_data

    async def _silence(self, at: str) -> None:
        self.heard.append(at)
        if self.silent_at == at:
            await asyncio.sleep(60)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    taking = MailServer()
    taking.port = free_port()
    controller = Controller(taking, hostname="127.0.0.1", port=taking.port)
    controller.start()
    settings.EMAIL_BACKEND = "tenure.work.messages.smtp.EmailBackend"
    settings.TENURE_MAIL_KIND = "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", taking.port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield taking
    controller.stop()


@pytest.fixture
def account(alice: User) -> Account:
    settings_row()
    made = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    AccountState.objects.create(account=made, as_of="2026-11-20", status="customer", seats=40, active_users_30d=0)
    return made


@pytest.fixture
def ada_f(account: Account) -> Contact:
    return Contact.objects.create(
        id="C1", account=account, name="Ada Ferreira", email="Ada@ostrelle.example", role="champion"
    )


@pytest.fixture
def ben(account: Account) -> Contact:
    return Contact.objects.create(id="C2", account=account, name="Ben Okoye", email="ben@ostrelle.example")


@pytest.fixture
def draft(alice: User, account: Account, ada_f: Contact) -> Message:
    body = "Hello {{ contact.first_name }},\n\nsee [the plan](https://plan.example/a?b=1).\n\n{{ owner.name }}"
    return drafting.begin(alice, account, "News for {{ account.name }}", body, [ada_f.pk])


def mail_of(message: Message) -> Mail:
    return message.mails.get(kind="message")
