"""A mail as it came, read once at the door: who, when, which mail it answers, and what is new in its text."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

import nh3
from django.utils import timezone
from django.utils.html import strip_tags

LARGEST: Final = 25 * 1024 * 1024
_LONGEST: Final = 20_000
_MOST: Final = 50  # addresses, references, attachments that are looked at
_ID: Final = re.compile(r"<[^<>\s]{3,250}>")
# Where what is quoted begins: "On ... wrote:", Outlook's line or block, a signature, a forwarded mail.
_QUOTED: Final = re.compile(
    r"^(on\b.{0,200}\bwrote:|am\b.{0,200}\bschrieb.{0,80}:|le\b.{0,200}\ba écrit\s?:|-{2,}\s*original message\s*-{2,}"
    r"|_{20,}|from:\s.+|--)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """`header_id` names the mail for good; without one it is named by its content."""

    header_id: str
    at: datetime
    from_name: str
    from_email: str
    to: list[str]
    subject: str
    text: str
    references: list[str] = field(default_factory=list)
    attachments: list[dict[str, object]] = field(default_factory=list)
    calendar: str = ""  # an answer to an invitation
    automatic: bool = False  # an absence note or a report: nobody wrote it


def parse(raw: bytes) -> Incoming:
    made = message_from_bytes(raw, policy=policy.default)
    senders = _addresses(made, "From")
    name, address = senders[0] if senders else ("", "")
    return Incoming(
        header_id=_header_id(made, raw),
        at=_date(made),
        from_name=_line(name, 200),
        from_email=address[:254],
        to=[one for _, one in _addresses(made, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")][:_MOST],
        subject=_line(_header(made, "Subject"), 300),
        text=new_part(_text(made)),
        references=_ID.findall(_header(made, "In-Reply-To") + " " + _header(made, "References"))[:_MOST],
        attachments=list(_attachments(made))[:_MOST],
        calendar=_calendar(made),
        automatic=_automatic(made),
    )


def new_part(text: str) -> str:
    """Without what it quotes and without a signature below two dashes; all of it when nothing else is left."""
    lines = text.replace("\r\n", "\n").replace("\x00", "").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        joined = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        if line.startswith(">") or _QUOTED.match(line.rstrip()) or _wrapped(line, joined):
            break
        kept.append(line.rstrip())
    return ("\n".join(kept).strip() or "\n".join(lines).strip())[:_LONGEST]


def _wrapped(line: str, joined: str) -> bool:
    """“On ... wrote:” broken over two lines."""
    return bool(re.match(r"^(on|am|le)\b.{10,}$", line, re.IGNORECASE)) and bool(_QUOTED.match(joined.rstrip()))


def _header(made: EmailMessage, name: str) -> str:
    try:
        return str(made.get(name, "") or "")
    except (ValueError, IndexError, AttributeError):  # headers that the standard library cannot read
        return ""


def _addresses(made: EmailMessage, *names: str) -> list[tuple[str, str]]:
    found = getaddresses([value for name in names for value in _all(made, name)])
    return [(name, address.strip().lower()) for name, address in found if "@" in address and len(address) <= 254]


def _all(made: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in made.get_all(name, [])]
    except (ValueError, IndexError, AttributeError):
        return []


def _header_id(made: EmailMessage, raw: bytes) -> str:
    found = _ID.search(_header(made, "Message-ID"))
    if found and len(found[0]) <= 200:
        return found[0]
    return f"<{hashlib.sha256(raw).hexdigest()}@without-an-id>"


def _date(made: EmailMessage) -> datetime:
    """When it was written, never after now: a sender's clock may be wrong."""
    now = timezone.now()
    try:
        at = parsedate_to_datetime(_header(made, "Date"))
    except (ValueError, TypeError):
        return now
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(at, now) if at.year >= 1990 else now


def _text(made: EmailMessage) -> str:
    part = made.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return _of_html(content) if part.get_content_type() == "text/html" else content


def _of_html(html: str) -> str:
    """Words only; what a program shows as quoted ends it."""
    html = re.split(r"<blockquote|<div[^>]{0,80}gmail_quote", html, maxsplit=1, flags=re.IGNORECASE)[0]
    clean = nh3.clean(html, tags={"p", "br", "div", "li", "tr"}, attributes={})
    broken = re.sub(r"<br\s*/?>|</(p|div|li|tr)>", "\n", clean)
    words = strip_tags(broken).replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"\n{3,}", "\n\n", words)


def _attachments(made: EmailMessage) -> Iterator[dict[str, object]]:
    """Named, not kept."""
    for part in made.iter_attachments():
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        yield {
            "name": _line(part.get_filename() or "without a name", 150),
            "type": part.get_content_type(),
            "size": size,
        }


def _calendar(made: EmailMessage) -> str:
    part = next((one for one in made.walk() if one.get_content_type() == "text/calendar"), None)
    payload = part.get_payload(decode=True) if part else None
    return payload.decode("utf-8", "replace")[:100_000] if isinstance(payload, bytes) else ""


def _automatic(made: EmailMessage) -> bool:
    said = _header(made, "Auto-Submitted").lower()
    return bool(said and said != "no") or made.get_content_type() == "multipart/report"


def _line(text: str, longest: int) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:longest]
