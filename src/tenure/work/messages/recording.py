"""Mails as touchpoints on the account's timeline."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.messages.rendering import without_foot
from tenure.work.models import Touchpoint

SOURCE: Final = "Tenure"
_SUBJECT, _BODY = 300, 20_000


def to_timeline(mail: Mail) -> None:
    """A mail that was sent, without the recipient's own link to have no more of them: it is not for us to follow.

    It has no author, because nobody may rewrite what was sent.
    """
    key = f"mail-{mail.pk}"
    Touchpoint.objects.get_or_create(
        pk=key,
        defaults=_row(mail.account_id, mail.contact_id, timezone.now(), mail.subject, without_foot(mail))
        | {
            "csm_id": mail.sender.email if mail.sender else "",
            "direction": "out",
            "participants": [mail.to_name or mail.to_email],
        },
    )
    Mail.objects.filter(pk=mail.pk).update(touchpoint_id=key)


def came_in(incoming: IncomingMail) -> str:
    """A mail that came in, of an account that is known; returns the touchpoint's id, the same one for the same mail."""
    key = f"mail-in-{incoming.pk}"
    Touchpoint.objects.get_or_create(
        pk=key,
        defaults=_row(incoming.account_id or "", incoming.contact_id, incoming.at, incoming.subject, incoming.text)
        | {
            "csm_id": incoming.author.email if incoming.author else "",
            "direction": "out" if incoming.ours else "in",
            "participants": [incoming.from_name or incoming.from_email],
        },
    )
    return key


def _row(account_id: str, contact_id: str, at: datetime, subject: str, text: str) -> dict[str, object]:
    return {
        "account_id": account_id,
        "contact_id": contact_id,
        "kind": "email",
        "occurred_at": min(at, timezone.now()),
        "subject": subject[:_SUBJECT],
        "body": text[:_BODY],
        "source": SOURCE,
    }
