"""What a form of a touchpoint says: as it was typed, and as the verbs take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import QueryDict

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.feedback.labelling import label_now
from tenure.feedback.models import Tone
from tenure.feedback.verbs import correct_label
from tenure.web.days import day_of
from tenure.work.access import workers
from tenure.work.actions import Action
from tenure.work.models import Touchpoint
from tenure.work.verbs import More

ROWS: Final = 3  # of action items that are offered
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Typed:
    """One action item as a row of the form. `by` is who does it: contact:… or person:…, nothing for oneself."""

    title: str = ""
    by: str = ""
    due: str = ""


def written(given: QueryDict) -> dict[str, Any]:
    """Everything as it was typed, so that nothing is lost when something is wrong."""
    texts = {name: given.get(name, "") for name in ("body", "kind", "on", "subject", "decisions", "felt")}
    return texts | {"contacts": given.getlist("contact"), "colleagues": given.getlist("colleague"),
                    "actions": typed_actions(given), "open": True}  # fmt: skip


def kept(touchpoint: Touchpoint) -> dict[str, Any]:
    """A touchpoint as the form shows it."""
    people = list(touchpoint.people.select_related("user"))
    return {
        "body": touchpoint.body, "kind": touchpoint.kind, "subject": touchpoint.subject,
        "decisions": "\n".join(touchpoint.decisions), "contacts": [one.contact_id for one in people if one.contact_id],
        "colleagues": [one.user.email for one in people if one.user], "actions": [], "felt": "",
        "open": bool(touchpoint.subject or touchpoint.decisions or people),
    }  # fmt: skip


def offered(today: date, typed: Sequence[Typed] = ()) -> list[Typed]:
    """Rows for action items: what was typed, and some that are empty, due in a week."""
    due = (today + _WEEK).isoformat()
    return [*typed, *[Typed(due=due)] * max(1, ROWS - len(typed))]


def more_of(given: QueryDict) -> More:
    return More(given.get("subject", ""), given.get("decisions", "").splitlines(), given.getlist("contact"),
                given.getlist("colleague"))  # fmt: skip


def actions_of(given: QueryDict, account: Account) -> list[Action]:
    return [_action(row, account) for row in typed_actions(given)]


def feel(user: User, touchpoint: Touchpoint, felt: str) -> None:
    """A person's word on what it sounds like, which wins over the model's."""
    row = label_now(touchpoint) if felt in Tone.values else None
    if row is not None:
        correct_label(user, row, felt)


def said_of(touchpoint: Touchpoint) -> str:
    """What stands there now, for who wrote something else meanwhile; as Markdown."""
    lines = [f"**{touchpoint.subject}**" if touchpoint.subject else "", touchpoint.body]
    lines += ["\n".join(f"- {one}" for one in touchpoint.decisions)] if touchpoint.decisions else []
    lines += [f"With {', '.join(touchpoint.participants)}"] if touchpoint.participants else []
    return "\n\n".join(filter(None, lines))


def typed_actions(given: QueryDict) -> list[Typed]:
    """The rows that say something, as they were typed."""
    titles, by, due = (given.getlist(name) for name in ("action", "action_by", "action_due"))
    rows = zip(titles, [*by, *[""] * len(titles)], [*due, *[""] * len(titles)], strict=False)
    return [Typed(title, who, day) for title, who, day in rows if title.strip()]


def _action(row: Typed, account: Account) -> Action:
    kind, _, key = row.by.partition(":")
    owner = workers().filter(pk=int(key)).first() if kind == "person" and key.isdecimal() and len(key) < 18 else None
    contact = Contact.objects.filter(pk=key, account=account).first() if kind == "contact" else None
    if row.by and owner is None and contact is None:
        raise NotAccepted(f"Action item “{row.title[:60]}”: choose again who does it.")
    return Action(row.title, day_of(row.due), owner=owner, contact=contact)
