"""Reading the mailbox that the operator named: mails that were not read yet, each marked when it is kept."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

from tenure.jobs.problems import GiveUp
from tenure.work.mailbox.parsing import LARGEST
from tenure.work.mailbox.taking import take_in

_TIMEOUT: Final = 30
_AT_ONCE: Final = 200


def read_mailbox() -> int:
    """Take in what is new; returns how many mails were looked at.

    A mail is marked as read after it is kept, so one that was interrupted is looked at again, and counted once.
    """
    if not settings.TENURE_MAILBOX_URL:
        return 0
    with _mailbox(settings.TENURE_MAILBOX_URL) as box:
        _, found = box.uid("SEARCH", "UNSEEN")
        uids = (found[0] or b"").split()[:_AT_ONCE]
        for uid in uids:
            _take(box, uid.decode())
        return len(uids)


def _take(box: imaplib.IMAP4, uid: str) -> None:
    if _size(box, uid) <= LARGEST:
        _, parts = box.uid("FETCH", uid, "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if raw:
            take_in(raw, "mailbox")
    box.uid("STORE", uid, "+FLAGS", r"(\Seen)")


def _size(box: imaplib.IMAP4, uid: str) -> int:
    """In bytes; a mail that is too large to be read is only marked."""
    _, parts = box.uid("FETCH", uid, "(RFC822.SIZE)")
    said = parts[0] if parts and isinstance(parts[0], bytes) else b""
    digits = said.rpartition(b"RFC822.SIZE")[2].strip(b" )")
    return int(digits) if digits.isdigit() else 0


@contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    """Open, with its folder chosen. Only what the environment names is ever connected to."""
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        box = _connected(parts.scheme, parts.hostname or "", parts.port)
    except OSError as error:
        raise GiveUp(f"The mailbox cannot be reached: {error.strerror or error}. See TENURE_MAILBOX_URL.") from error
    try:
        try:
            box.login(unquote(parts.username or ""), unquote(parts.password or ""))
            answer, _ = box.select(f'"{folder}"')
        except imaplib.IMAP4.error as error:
            raise GiveUp("The mailbox does not accept the name and password of TENURE_MAILBOX_URL.") from error
        if answer != "OK":
            raise GiveUp(f"The mailbox has no folder {folder!r}; see TENURE_MAILBOX_URL.")
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT)
    return imaplib.IMAP4(host, port or 143, timeout=_TIMEOUT)
