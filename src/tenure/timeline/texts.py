"""What people wrote and said: touchpoints, tickets, answers to surveys."""

from datetime import datetime
from typing import Final, cast
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower

from tenure.company.models import User
from tenure.core.words import number
from tenure.customers.models import Contact, ProductUser
from tenure.feedback.models import SurveyResponse, TextKind
from tenure.timeline.entry import Entry, Link, Place
from tenure.timeline.source import Reach, Said, Source, entry
from tenure.work.models import Participant, Ticket, Touchpoint

TOUCHPOINT_KINDS: Final = {
    "note": ("Note", "note", ""),
    "call": ("Call", "phone", "info"),
    "email": ("Mail", "mail", "info"),
    "meeting": ("Meeting", "users", "info"),
}
_CONTACT: Final = Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("name")[:1])
_HELD_BY: Final = Subquery(User.objects.filter(email=Lower(OuterRef("csm_id"))).values("name")[:1])
_USER: Final = Subquery(ProductUser.objects.filter(pk=OuterRef("user_id")).values("name")[:1])


def touchpoint_entry(row: Touchpoint) -> Entry:
    """A note, call, mail or meeting as it stands on the timeline; for a part of a page that shows one."""
    place = Place(row.occurred_at, 0, row.pk)
    return entry(TOUCHPOINTS, place, row, Reach(row.account_id, ZoneInfo("UTC"), 1, place))


def _touchpoint(row: Touchpoint, reach: Reach) -> Said:
    word, icon, tone = TOUCHPOINT_KINDS.get(row.kind, ("Touchpoint", "note", ""))
    contact = getattr(row, "contact_name", None)
    if row.direction == "out":
        icon, tone = "send", ""
    return Said(
        row.subject or (f"{word} with {contact}" if contact else word), icon, tone, row.body,
        str(row.author) if row.author else getattr(row, "held_by", "") or row.csm_id, _more(row), row,
        kind=row.kind,
    )  # fmt: skip


def _more(row: Touchpoint) -> Link | None:
    """Of a mail that was sent from here, its message; of a meeting or a review that was planned here, its page."""
    kind, _, key = row.pk.partition("-")
    sent = kind == "mail" and row.direction == "out" and not key.startswith("in-")
    if kind == "held" and row.kind == "meeting":
        return Link("review", key)
    if kind == "meeting" and key.isdecimal() and row.kind == "meeting":
        return Link("meeting", key)
    return Link("mail", key) if sent else None


def _by(user: User) -> Q:
    took_part = Exists(Participant.objects.filter(touchpoint=OuterRef("pk"), user=user))
    return Q(author=user) | Q(csm_id__iexact=user.email) | Q(took_part)


def _with(contact: str) -> Q:
    took_part = Exists(Participant.objects.filter(touchpoint=OuterRef("pk"), contact=contact))
    return Q(contact_id=contact) | Q(took_part)


TOUCHPOINTS: Final = Source(
    tuple(TOUCHPOINT_KINDS), Touchpoint, "occurred_at", _touchpoint, of_kinds=lambda kinds: Q(kind__in=kinds),
    words=("subject", "body"), person=_by, contact=_with, text=TextKind.TOUCHPOINT, join=("author",),
    more={"contact_name": _CONTACT, "held_by": _HELD_BY},
)  # fmt: skip


def _opened(row: Ticket, reach: Reach) -> Said:
    return Said(
        f"Ticket {row.pk}: {row.subject}" if row.subject else f"Ticket {row.pk}", "ticket",
        "bad" if row.escalated else "warn", _ticket_text(row, reach.end), getattr(row, "contact_name", "") or "",
    )  # fmt: skip


def _ticket_text(row: Ticket, end: datetime | None) -> str:
    words = [f"Priority {row.priority}" if row.priority else "", _ticket_state(row, end),
             "escalated" if row.escalated else ""]  # fmt: skip
    text = ", ".join(word for word in words if word)
    return text[:1].upper() + text[1:] + "."


def _ticket_state(row: Ticket, end: datetime | None) -> str:
    """Of a past day only being solved has a date; other states are said to be those of now."""
    if end is None or (row.solved_at is None and row.status in ("solved", "closed")):
        return f"now {row.status}"
    return "solved" if row.solved_at is not None and row.solved_at < end else "open then"


def _solved(row: Ticket, reach: Reach) -> Said:
    solved_at = cast(datetime, row.solved_at)  # the moment at which they stand here
    hours = (solved_at - row.opened_at).total_seconds() / 3600
    took = f"{number(hours / 24)} days" if hours >= 48 else f"{number(hours)} hours"
    subject = f": {row.subject}" if row.subject else ""
    return Said(f"Ticket {row.pk} solved{subject}", "circle-check", "good", f"After {took}.")


OPENED: Final = Source(
    ("ticket",), Ticket, "opened_at", _opened, words=("subject",), contact=lambda contact: Q(contact_id=contact),
    text=TextKind.TICKET, more={"contact_name": _CONTACT},
)  # fmt: skip
SOLVED: Final = Source(
    ("ticket",), Ticket, "solved_at", _solved, words=("subject",), contact=lambda contact: Q(contact_id=contact)
)


def _survey(row: SurveyResponse, reach: Reach) -> Said:
    score = "" if row.score is None else f": {row.score} of {row.scale_max}"
    who = getattr(row, "user_name", "") or ""
    return Said(f"{row.type.upper()} answer{score}", "message-star", _survey_tone(row), row.comment, who)


def _survey_tone(row: SurveyResponse) -> str:
    """Promoters and detractors as NPS counts them; other scales by their upper and lower fifth."""
    if row.score is None or row.scale_max <= row.scale_min:
        return ""
    share = (row.score - row.scale_min) / (row.scale_max - row.scale_min)
    high, low = (0.9, 0.6) if row.type == "nps" else (0.75, 0.25)
    return "good" if share >= high else "bad" if share <= low else ""


SURVEYS: Final = Source(
    ("survey",), SurveyResponse, "responded_on", _survey, words=("comment",), text=TextKind.SURVEY,
    more={"user_name": _USER},
)  # fmt: skip
