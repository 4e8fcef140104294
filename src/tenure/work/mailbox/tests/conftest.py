"""A company whose mail was sent, and an IMAP server of a few commands on this machine."""

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.models import User, settings_row
from tenure.customers.models import Account, Contact
from tenure.work.messages import deciding, drafting
from tenure.work.messages.models import Mail


@dataclass
class Box:
    """What an IMAP server has: mails by number, those that were read, and what it was asked."""

    mails: dict[int, bytes] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    port: int = 0
    password: str = "secret"


class _Session(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, said = line.decode().strip().partition(" ")
            if not self._answer(tag, said):
                return

    def _answer(self, tag: str, said: str) -> bool:
        box: Box = self.server.box
        word = said.split(" ")[0].upper()
        ok = "OK done"
        if word == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN":
            ok = ok if box.password in said else "NO wrong"
        elif word == "SELECT":
            self._say(f"* {len(box.mails)} EXISTS")
        elif word == "UID":
            self._uid(box, said)
        self._say(f"{tag} {ok}")
        return word != "LOGOUT"

    def _uid(self, box: Box, said: str) -> None:
        numbers = re.findall(r" (\d+) ", said)
        if "SEARCH" in said:
            self._say("* SEARCH " + " ".join(str(n) for n in sorted(box.mails.keys() - box.read)))
        elif "RFC822.SIZE" in said:
            number = int(numbers[0])
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(box.mails[number])})")
        elif "BODY.PEEK" in said:
            raw = box.mails[int(numbers[0])]
            self.wfile.write(f"* 1 FETCH (UID {numbers[0]} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif "STORE" in said:
            box.read.add(int(numbers[0]))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        held = Box(port=server.server_address[1])
        server.box = held  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TENURE_MAILBOX_URL = f"imap://success:secret@127.0.0.1:{held.port}/INBOX"
        yield held
        server.shutdown()


@pytest.fixture
def sent(alice: User, settings: Any) -> Mail:
    """A mail to Ada of Ostrelle that was sent."""
    settings.TENURE_MAIL_REPLIES = "success@fernwell.example"
    settings_row()
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="C1", account=account, name="Ada Ferreira", email="Ada@ostrelle.example")
    Contact.objects.create(id="C2", account=account, name="Ben Okoye", email="ben@ostrelle.example")
    draft = drafting.begin(alice, account, "News", "Hello", ["C1"])
    deciding.submit(alice, draft, seen=drafting.version(draft))
    Mail.objects.update(state="sent", sent_at=timezone.now())
    return Mail.objects.get()


def raw(sender: str, to: str, text: str = "Thank you.", **headers: str) -> bytes:
    given = {"Message-ID": "<r1@ostrelle.example>", "Subject": "Re: News", "Date": "Mon, 02 Mar 2026 10:00:00 +0100"}
    named = given | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"From: {sender}", f"To: {to}", *(f"{name}: {value}" for name, value in named.items() if value)]
    return ("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text])).encode()
