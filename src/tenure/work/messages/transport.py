"""Handing one mail to the mail server or provider, and understanding what it answered."""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError, sanitize_address
from requests.exceptions import ConnectTimeout

from tenure.work.messages import tokens
from tenure.work.messages.models import Mail
from tenure.work.portal.leaving import filled

_TOLD: Final = 200
_NO_SUCH_ADDRESS: Final = re.compile(r"\b5\.1\.\d+\b")


class Outcome(Enum):
    LATER = "later"  # certainly not sent; it may work another time
    NEVER = "never"  # certainly not sent, and it would be refused again
    UNKNOWN = "unknown"  # it may have been sent


@dataclass
class NotSent(Exception):
    """Why a mail was not sent, or that nobody can tell; `bounced` when its address does not exist."""

    outcome: Outcome
    sentence: str
    bounced: bool = False


def hand_over(mail: Mail, before: Callable[[], None]) -> str:
    """Send it; returns the provider's id of it, if it gave one. `before` is called before it can have left.

    Raises NotSent. A failure before `before` was called is never UNKNOWN.
    """
    handed = False

    def leaving() -> None:
        nonlocal handed
        before()
        handed = True

    connection = get_connection(fail_silently=False)
    message = _built(mail, connection)
    try:
        _open(connection)
        try:
            if hasattr(connection, "tell"):
                connection.tell(leaving)
            else:
                leaving()
            connection.send_messages([message])
        finally:
            _close(connection)
    except (smtplib.SMTPException, OSError, AnymailError, BadHeaderError, ValueError, ImportError) as error:
        raise _understood(error, handed) from error
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or "")[:200]


def _open(connection: Any) -> None:
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        sentence = "The mail server does not accept our name and password; see TENURE_MAIL_URL."
        raise NotSent(Outcome.LATER, sentence) from error
    except (smtplib.SMTPException, OSError) as error:
        sentence = f"The mail server cannot be reached: {_said(error)}."
        raise NotSent(Outcome.LATER, sentence) from error


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        return  # it has answered before; how it says goodbye changes nothing


def _built(mail: Mail, connection: Any) -> EmailMultiAlternatives:
    text, html = filled(mail)
    message = EmailMultiAlternatives(
        subject=mail.subject, body=text, from_email=_named(mail.from_name, mail.from_email),
        to=[_named(mail.to_name, mail.to_email)], reply_to=[_reply_to(mail)], connection=connection,
        headers=_headers(mail),
    )  # fmt: skip
    if html:
        message.attach_alternative(html, "text/html")
    if mail.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in mail.calendar else "REQUEST"
        message.attach_alternative(mail.calendar, f"text/calendar; method={method}")
    return message


def _headers(mail: Mail) -> dict[str, str]:
    headers = {"Message-ID": mail.header_id or ""}
    if settings.TENURE_URL and mail.kind in Mail.STOPPABLE:
        headers["List-Unsubscribe"] = f"<{tokens.no_more(mail.pk)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _named(name: str, address: str) -> str:
    return sanitize_address((name, address), "utf-8") if name else address


def _reply_to(mail: Mail) -> str:
    """The mailbox that is read, with the mail's key; the sender's own address while there is none."""
    if mail.kind == Mail.Kind.NOTICE:
        return mail.from_email  # an answer to it is nothing for a timeline
    if settings.TENURE_MAIL_REPLIES:
        box, _, domain = settings.TENURE_MAIL_REPLIES.rpartition("@")
        return f"{box}+{mail.pk}@{domain}"
    return mail.sender.email if mail.sender else mail.from_email


def _understood(error: Exception, handed: bool) -> NotSent:
    if isinstance(error, smtplib.SMTPException):
        return _of_smtp(error, handed)
    if isinstance(error, AnymailError):
        return _of_provider(error)
    if isinstance(error, OSError):
        outcome = Outcome.UNKNOWN if handed and _leaves_by_network() else Outcome.LATER
        return NotSent(outcome, f"The mail could not be handed over: {_said(error)}.")
    if isinstance(error, ImportError):
        return NotSent(Outcome.LATER, f"The mail provider of TENURE_MAIL_URL needs a package: {_said(error)}.")
    return NotSent(Outcome.NEVER, f"The mail cannot be written: {_said(error)}.")


def _leaves_by_network() -> bool:
    return settings.TENURE_MAIL_KIND not in ("file", "console")


def _of_smtp(error: smtplib.SMTPException, handed: bool) -> NotSent:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _answered("The address was refused", code, text, bounced=code >= 500)
    if isinstance(error, smtplib.SMTPResponseException):  # of the sender or of the text: a definite answer
        return _answered("The mail server refused the mail", error.smtp_code, error.smtp_error)
    if handed:
        return NotSent(Outcome.UNKNOWN, f"The mail server broke off before it said whether it took it: {_said(error)}.")
    return NotSent(Outcome.LATER, f"The mail server broke off: {_said(error)}.")


def _answered(what: str, code: int, text: bytes | str, bounced: bool = False) -> NotSent:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    sentence = f"{what}: {code} {' '.join(said.split())[:_TOLD]}"
    if code < 500:
        return NotSent(Outcome.LATER, sentence)
    return NotSent(Outcome.NEVER, sentence, bounced and bool(_NO_SUCH_ADDRESS.search(said)))


def _of_provider(error: AnymailError) -> NotSent:
    said = _said(error)
    if isinstance(error, AnymailRecipientsRefused):
        return NotSent(Outcome.NEVER, "The provider refused the address.")
    status = getattr(error, "status_code", None)
    if isinstance(error, ConnectTimeout) or status in (408, 429, 500, 503):
        return NotSent(Outcome.LATER, f"The provider could not take it: {said}.")
    if isinstance(error, AnymailAPIError) and (status is None or status > 500):
        return NotSent(Outcome.UNKNOWN, f"The provider did not say whether it took it: {said}.")
    return NotSent(Outcome.NEVER, f"The provider refused the mail: {said}.")


def _said(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:_TOLD].rstrip(".")
