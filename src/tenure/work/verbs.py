"""What people do on a timeline: each verb checks who may, writes once, and leaves a row in the journal."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.roles import may
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.journal.write import record
from tenure.work import participants
from tenure.work.actions import Action, add_actions
from tenure.work.models import Touchpoint
from tenure.work.notices import mentions
from tenure.work.notices.verbs import colleagues

KINDS: Final = ("note", "call", "email", "meeting")
LONGEST: Final = 20_000
SOURCE: Final = "Tenure"
_ALWAYS: Final = ("kind", "subject", "body")
_KEPT: Final = (*_ALWAYS, "decisions", "participants", "contact_id")
_LONGEST_LINE: Final = 300
_MOST_DECISIONS: Final = 50


@dataclass(frozen=True, slots=True)
class More:
    """What a touchpoint says besides its text; contacts by id, colleagues by address."""

    subject: str = ""
    decisions: Sequence[str] = ()
    contacts: Sequence[str] = ()
    colleagues: Sequence[str] = ()


def may_edit_touchpoint(user: Any, touchpoint: Touchpoint) -> bool:
    """Only its author changes a touchpoint; what a file brought is changed where it came from."""
    writes = may(user, "write_own_accounts") or may(user, "write_all_accounts")
    return bool(writes and touchpoint.author_id is not None and touchpoint.author_id == user.pk)


def version(touchpoint: Touchpoint) -> str:
    """Names the state a person has before them, so that a later write can tell whether it is still the same."""
    return touchpoint.loaded_at.isoformat()


def write_touchpoint(
    user: Any, account: Account, body: str, kind: str = "note", *, occurred_at: datetime | None = None,
    more: More | None = None, actions: Sequence[Action] = (),
) -> Touchpoint:  # fmt: skip
    """Write one down, with who took part, what was decided, and tasks for what is to be done; all or nothing."""
    if not may_write(user, account):
        raise Http404
    now = timezone.now()
    more = more or More()
    touchpoint = Touchpoint(
        id=f"touchpoint-{uuid.uuid4().hex}", account=account, occurred_at=_past(occurred_at, now), csm_id=user.email,
        author=user, source=SOURCE, **_accepted(kind, body, more),
    )  # fmt: skip
    with transaction.atomic():
        touchpoint.save(force_insert=True)
        _take_part(touchpoint, more)
        record("touchpoint.written", touchpoint, actor=user, account_id=account.pk, after=_content(touchpoint))
        add_actions(user, account, ("touchpoint", touchpoint.pk), actions)
        _tell(user, touchpoint)
    return touchpoint


def edit_touchpoint(
    user: Any, touchpoint: Touchpoint, body: str, kind: str, *, seen: str, more: More | None = None,
    actions: Sequence[Action] = (),
) -> Touchpoint:  # fmt: skip
    """Write over the version that the person has seen; raises ChangedMeanwhile when that is no longer the latest.

    Without `more` only text and kind are written; `actions` are added to those it has.
    """
    if not may_edit_touchpoint(user, touchpoint):
        raise Http404
    with transaction.atomic():
        latest = _as_seen(touchpoint, seen)
        add_actions(user, latest.account, ("touchpoint", latest.pk), actions)
        before = _content(latest)
        values = _accepted(kind, body, more or More(latest.subject, latest.decisions))
        for name, value in values.items():
            setattr(latest, name, value)
        if more is not None:
            _take_part(latest, more)
        if _content(latest) == before:
            return latest
        latest.edited_at = timezone.now()
        latest.save()
        record(
            "touchpoint.edited", latest, actor=user, account_id=latest.account_id, before=before, after=_content(latest)
        )
        _tell(user, latest)
    return latest


def delete_touchpoint(user: Any, touchpoint: Touchpoint, *, seen: str) -> Change:
    """Take it off the timeline. The journal keeps what it said, so that `restore_touchpoint` can bring it back."""
    if not may_edit_touchpoint(user, touchpoint):
        raise Http404
    with transaction.atomic():
        latest = _as_seen(touchpoint, seen)
        before = _content(latest) | {"occurred_at": latest.occurred_at.isoformat()}
        change = record("touchpoint.deleted", latest, actor=user, account_id=latest.account_id, before=before)
        latest.delete()
    return change


def restore_touchpoint(user: Any, deleted: Change) -> Touchpoint:
    """Bring back what one deleted oneself; doing it twice brings back one."""
    account = Account.objects.filter(pk=deleted.account_id).first()
    own = deleted.verb == "touchpoint.deleted" and deleted.actor_id is not None and deleted.actor_id == user.pk
    if account is None or not own or not may(user, "write_own_accounts"):
        raise Http404
    kept = {name: deleted.before[name] for name in _KEPT if name in deleted.before}
    at = datetime.fromisoformat(deleted.before["occurred_at"])
    with transaction.atomic():
        touchpoint, made = Touchpoint.objects.get_or_create(
            pk=deleted.subject_id,
            defaults={"account": account, "occurred_at": at, "author": user, "csm_id": user.email, "source": SOURCE}
            | kept,
        )
        if made:
            _bring_back(touchpoint, deleted.before.get("took_part", []))
            record("touchpoint.restored", touchpoint, actor=user, account_id=account.pk, after=kept)
    return touchpoint


def _as_seen(touchpoint: Touchpoint, seen: str) -> Touchpoint:
    """The row, locked, if it still is what the person saw."""
    latest = Touchpoint.objects.select_for_update().filter(pk=touchpoint.pk).first()
    if latest is None or version(latest) != seen:
        raise ChangedMeanwhile(latest)
    return latest


def _content(touchpoint: Touchpoint) -> dict[str, Any]:
    """What it says, as the journal keeps it: enough to bring it back."""
    people = touchpoint.people.order_by("pk").values_list("name", "contact_id", "user__email")
    said = {name: getattr(touchpoint, name) for name in _ALWAYS}
    more = {name: getattr(touchpoint, name) for name in _KEPT} | {"took_part": [list(one) for one in people]}
    return said | {name: value for name, value in more.items() if value}


def _take_part(touchpoint: Touchpoint, more: More) -> None:
    theirs, team = participants.chosen(touchpoint.account, more.contacts, more.colleagues)
    participants.write(touchpoint, theirs, team)
    touchpoint.participants = [str(one) for one in (*theirs, *team)]
    touchpoint.contact_id = theirs[0].pk if theirs else ""
    Touchpoint.objects.filter(pk=touchpoint.pk).update(
        participants=touchpoint.participants, contact_id=touchpoint.contact_id
    )


def _bring_back(touchpoint: Touchpoint, took_part: Sequence[Sequence[Any]]) -> None:
    contacts, emails = ([one[n] for one in took_part if one[n]] for n in (1, 2))
    theirs = Contact.objects.filter(account=touchpoint.account_id, pk__in=contacts).order_by("name", "pk")
    participants.write(touchpoint, list(theirs), list(colleagues().filter(email__in=emails)))


def _tell(user: Any, touchpoint: Touchpoint) -> None:
    text = "\n".join((touchpoint.body, *touchpoint.decisions))
    mentions.tell(user, "touchpoint", touchpoint.pk, text, account=touchpoint.account, title=touchpoint.subject)


def _accepted(kind: str, body: str, more: More) -> Mapping[str, Any]:
    text = body.replace("\r\n", "\n").replace("\x00", "").strip()
    subject, decided = _line(more.subject), [line for line in map(_line, more.decisions) if line]
    if kind not in KINDS:
        raise NotAccepted(f"{kind!r} is not a kind of touchpoint; use {', '.join(KINDS)}.")
    if not (text or subject or decided):
        raise NotAccepted("Write something first: an empty note says nothing.")
    if len(text) > LONGEST:
        raise NotAccepted(f"The note has {len(text):,} characters; {LONGEST:,} fit. Shorten it or split it in two.")
    if len(subject) > _LONGEST_LINE or any(len(line) > _LONGEST_LINE for line in decided):
        raise NotAccepted(f"A subject and a decision have at most {_LONGEST_LINE} characters each.")
    if len(decided) > _MOST_DECISIONS:
        raise NotAccepted(f"These are {len(decided)} decisions; {_MOST_DECISIONS} can be written down.")
    return {"kind": kind, "body": text, "subject": subject, "decisions": decided}


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _past(occurred_at: datetime | None, now: datetime) -> datetime:
    if occurred_at is not None and occurred_at > now:
        raise NotAccepted("This is in the future: log a touchpoint when it has happened.")
    return occurred_at or now
