"""Where entries come from: a line for each kind of fact. The rank only orders entries of the same instant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.urls import reverse

from tenure.advocacy.models import AdvocacyAct, ReferralEvent
from tenure.company.models import User
from tenure.core.model import Fact
from tenure.customers.models import Contact, Milestone, ProductUser
from tenure.feedback.models import SurveyResponse, TextKind
from tenure.feedback.tones import of
from tenure.health.models import Pulse
from tenure.health.pulses import PULSES, band_of, giver_of, named
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Review
from tenure.web.account.markdown import rendered
from tenure.web.account.timeline.changes import changes
from tenure.web.account.timeline.entry import Entry, Place
from tenure.web.account.timeline.reach import Reach
from tenure.web.account.timeline.subscriptions import subscriptions
from tenure.web.format import number
from tenure.work.models import Ticket, Touchpoint

_KINDS: Final = {
    "note": ("Note", "note", ""),
    "call": ("Call", "phone", "info"),
    "email": ("Mail", "mail", "info"),
    "meeting": ("Meeting", "users", "info"),
}
_CONTACT: Final = Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("name")[:1])
_HELD_BY: Final = Subquery(User.objects.filter(email=Lower(OuterRef("csm_id"))).values("name")[:1])
_USER: Final = Subquery(ProductUser.objects.filter(pk=OuterRef("user_id")).values("name")[:1])


@dataclass(frozen=True, slots=True)
class Source:
    people: bool | None  # None: some of its entries are
    read: Callable[[Reach, int, bool | None], Iterator[Entry]]
    texts: bool = False  # its rows hold texts, which have labels


def _origin(row: Fact) -> str:
    return row.source or "Unknown source"


def _touchpoints(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    rows = Touchpoint.objects.filter(account_id=reach.account_id).select_related("author")
    rows = reach.texts(rows, TextKind.TOUCHPOINT)
    for _, row in reach.by_instant(rows.annotate(contact_name=_CONTACT, held_by=_HELD_BY), "occurred_at", rank):
        yield touchpoint_entry(row, rank, getattr(row, "contact_name", "") or "")


def touchpoint_entry(row: Touchpoint, rank: int = 0, contact: str = "") -> Entry:
    """A note, call, mail or meeting as it stands on the timeline."""
    word, icon, tone = _KINDS.get(row.kind, ("Touchpoint", "note", ""))
    if row.direction == "out":
        icon, tone = "send", ""
    return Entry(
        Place(row.occurred_at, rank, row.pk),
        row.subject or (f"{word} with {contact}" if contact else word),
        icon,
        tone,
        rendered(row.body),
        who=str(row.author) if row.author else getattr(row, "held_by", "") or row.csm_id,
        people=True,
        source=_origin(row),
        loaded_at=row.loaded_at,
        touchpoint=row,
        url=_more(row),
        label=of(getattr(row, "told", None)),
    )


def _more(row: Touchpoint) -> str:
    """Of a mail that was sent from here, its message; of a meeting that was planned here, its page."""
    kind, _, key = row.pk.partition("-")
    sent = kind == "mail" and row.direction == "out" and not key.startswith("in-")
    if kind == "meeting" and key.isdecimal() and row.kind == "meeting":
        return reverse("meetings:detail", args=[key])
    return reverse("messages:mail", args=[key]) if sent else ""


def _tickets(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    """Opened and solved, from one query: those that were opened last and those that were solved last."""
    rows = reach.texts(Ticket.objects.filter(account_id=reach.account_id), TextKind.TICKET)
    opened, solved = (
        reach.keys_by_instant(rows, field, rank + n) for n, field in enumerate(("opened_at", "solved_at"))
    )
    found = reach.texts(Ticket.objects.filter(Q(pk__in=opened) | Q(pk__in=solved)), TextKind.TICKET)
    for row in found.annotate(contact_name=_CONTACT):
        entries = [_opened(row, rank, reach.end)]
        if row.solved_at and not reach.tone:  # that it was solved is no text
            entries.append(_solved(row, rank + 1))
        yield from (entry for entry in entries if reach.shows(entry.place))


def _opened(row: Ticket, rank: int, end: datetime | None) -> Entry:
    return Entry(
        Place(row.opened_at, rank, row.pk),
        f"Ticket {row.pk}: {row.subject}" if row.subject else f"Ticket {row.pk}",
        "ticket",
        "bad" if row.escalated else "warn",
        _ticket_text(row, end),
        who=getattr(row, "contact_name", "") or "",
        people=True,
        source=_origin(row),
        loaded_at=row.loaded_at,
        label=of(getattr(row, "told", None)),
    )


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


def _solved(row: Ticket, rank: int) -> Entry:
    assert row.solved_at  # noqa: S101 - only of those that are
    hours = (row.solved_at - row.opened_at).total_seconds() / 3600
    took = f"{number(hours / 24)} days" if hours >= 48 else f"{number(hours)} hours"
    subject = f": {row.subject}" if row.subject else ""
    return Entry(
        Place(row.solved_at, rank, row.pk), f"Ticket {row.pk} solved{subject}", "circle-check", "good",
        f"After {took}.", people=True, source=_origin(row), loaded_at=row.loaded_at,
    )  # fmt: skip


def _pulses(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    rows = named(Pulse.objects.filter(account_id=reach.account_id))
    for at, row in reach.by_instant(rows, "given_at", rank):
        _, mark, word = PULSES[band_of(row.score)]
        yield Entry(
            Place(at, rank, row.pk), f"CSM pulse: {word}", "heartbeat", mark, row.reason,
            who=giver_of(row), people=True, source=_origin(row), loaded_at=row.loaded_at,
        )  # fmt: skip


def _surveys(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    answers = SurveyResponse.objects.filter(account_id=reach.account_id)
    rows = reach.texts(answers, TextKind.SURVEY).annotate(user_name=_USER)
    for at, row in reach.by_day(rows, "responded_on", rank):
        score = "" if row.score is None else f": {row.score} of {row.scale_max}"
        yield Entry(
            Place(reach.at(at), rank, row.pk), f"{row.type.upper()} answer{score}", "message-star",
            _survey_tone(row), row.comment, who=getattr(row, "user_name", "") or "", timed=False, people=True,
            source=_origin(row), loaded_at=row.loaded_at, label=of(getattr(row, "told", None)),
        )  # fmt: skip


def _survey_tone(row: SurveyResponse) -> str:
    """Promoters and detractors as NPS counts them; other scales by their upper and lower fifth."""
    if row.score is None or row.scale_max <= row.scale_min:
        return ""
    share = (row.score - row.scale_min) / (row.scale_max - row.scale_min)
    high, low = (0.9, 0.6) if row.type == "nps" else (0.75, 0.25)
    return "good" if share >= high else "bad" if share <= low else ""


def _referral_events(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    rows = ReferralEvent.objects.filter(account_id=reach.account_id).annotate(user_name=_USER)
    for at, row in reach.by_instant(rows, "occurred_at", rank):
        title = row.event.replace("_", " ").capitalize()
        yield Entry(
            Place(at, rank, row.pk), title, "share", "info",
            f"By {row.channel.replace('_', ' ')}." if row.channel else "", who=getattr(row, "user_name", "") or "",
            people=True, source=_origin(row), loaded_at=row.loaded_at,
        )  # fmt: skip


def _advocacy(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    for at, row in reach.by_day(AdvocacyAct.objects.filter(account_id=reach.account_id), "occurred_on", rank):
        yield Entry(
            Place(reach.at(at), rank, row.pk), row.act.replace("_", " ").capitalize(), "star", "good",
            timed=False, people=True, source=_origin(row), loaded_at=row.loaded_at,
        )  # fmt: skip


def _reviews(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    for at, row in reach.by_day(Review.objects.filter(account_id=reach.account_id, status="held"), "held_on", rank):
        yield Entry(
            Place(reach.at(at), rank, row.pk), "Business review held", "presentation-analytics", "info",
            "The customer attended." if row.customer_attended else "Without the customer.", timed=False, people=True,
            source=_origin(row), loaded_at=row.loaded_at,
        )  # fmt: skip


def _onboardings(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    if people:
        return
    for row in Onboarding.objects.filter(account_id=reach.account_id):
        ends = (("started", row.started_on, ""), ("completed", row.completed_on, "good"),
                ("cancelled", row.cancelled_on, "bad"))  # fmt: skip
        for word, day, tone in ends:
            if day is None:
                continue
            entry = Entry(
                Place(reach.at(day), rank, f"{row.pk} {word}"), f"Onboarding {word}", "rocket", tone, timed=False,
                source=_origin(row), loaded_at=row.loaded_at,
            )  # fmt: skip
            if reach.shows(entry.place):
                yield entry


def _milestones(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    """Of the account as a whole; those of single users would bury the rest."""
    for at, row in reach.by_instant(
        Milestone.objects.filter(account_id=reach.account_id, user_id=""), "reached_at", rank
    ):
        yield Entry(
            Place(at, rank, row.pk), f"Reached {row.milestone.replace('_', ' ')}", "flag", "good",
            source=_origin(row), loaded_at=row.loaded_at,
        )  # fmt: skip


RANKS: Final = 2  # a source's entries have its rank, or that and the next one
SOURCES: Final[tuple[Source, ...]] = (
    Source(False, subscriptions),
    Source(False, _milestones),
    Source(False, _onboardings),
    Source(None, changes),
    Source(True, _reviews),
    Source(True, _advocacy),
    Source(True, _referral_events),
    Source(True, _surveys, texts=True),
    Source(True, _tickets, texts=True),
    Source(True, _pulses),
    Source(True, _touchpoints, texts=True),
)
