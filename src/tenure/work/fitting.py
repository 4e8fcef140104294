"""What may stand in a task: each thing that does not fit is a sentence."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone

from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.work.access import works
from tenure.work.models import Task

LONGEST_NOTE: Final = 20_000
_FARTHEST: Final = 10 * 366 * DAY


def accepted(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    if "title" in kept:
        kept["title"] = " ".join(str(kept["title"]).replace("\x00", "").split())
    if "note" in kept:
        kept["note"] = str(kept["note"]).replace("\r\n", "\n").replace("\x00", "").strip()
    problem = next(filter(None, (check(kept) for check in _CHECKS)), "")
    if problem:
        raise NotAccepted(problem)
    return kept


def _title_fits(kept: Mapping[str, Any]) -> str:
    title = kept.get("title", "-")
    if not title:
        return "Say in a few words what is to be done."
    return f"The title has {len(title)} characters; 200 fit. Put the rest into the note." if len(title) > 200 else ""


def _note_fits(kept: Mapping[str, Any]) -> str:
    length = len(kept.get("note", ""))
    return f"The note has {length:,} characters; {LONGEST_NOTE:,} fit. Shorten it." if length > LONGEST_NOTE else ""


def _day_is_near(kept: Mapping[str, Any]) -> str:
    far = "due_on" in kept and abs(kept["due_on"] - timezone.now().date()) > _FARTHEST
    return "The due date is more than ten years away; look at its year." if far else ""


def _priority_is_known(kept: Mapping[str, Any]) -> str:
    return "" if kept.get("priority", Task.Priority.NORMAL) in Task.Priority.values else "Choose a priority."


def _owner_works(kept: Mapping[str, Any]) -> str:
    owner = kept.get("owner")
    unfit = owner is not None and not works(owner)
    return f"{owner} does not work on accounts; hand it to somebody who does." if unfit else ""


def _contact_is_there(kept: Mapping[str, Any]) -> str:
    contact, account = kept.get("contact"), kept.get("account")
    if contact is None or "account" not in kept:
        return ""
    if account is None:
        return f"Say which account it is about: {contact} is to do it for theirs."
    return "" if contact.account_id == account.pk else f"{contact} is no contact of {account.name}."


_CHECKS: Final = (_title_fits, _note_fits, _day_is_near, _priority_is_known, _owner_works, _contact_is_there)
