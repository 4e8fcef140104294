"""What the mail provider reports: mails that came in, and addresses that do not exist. The provider's signature and the
secret of TENURE_MAIL_HOOK_SECRET are checked by django-anymail before anything of this is called.
"""

from typing import Any, Final

from anymail.signals import inbound, tracking

from tenure.work.mailbox.taking import take_in
from tenure.work.messages import stops
from tenure.work.messages.models import Mail, MailStop

_STOPPING: Final = {"bounced": MailStop.Kind.BOUNCED, "complained": MailStop.Kind.COMPLAINED,
                    "unsubscribed": MailStop.Kind.OPTED_OUT}  # fmt: skip


def listen() -> None:
    """django-anymail has no other way to hand over what it received."""
    inbound.connect(_came_in, dispatch_uid="tenure.inbound")
    tracking.connect(_reported, dispatch_uid="tenure.tracking")


def _came_in(sender: Any, event: Any, esp_name: str, **_: Any) -> None:
    take_in(event.message.as_bytes(), esp_name.lower())


def _may_be_full(event: Any) -> bool:
    """Whether it may work another day. Providers say so in a field of their own."""
    said = event.esp_event if isinstance(event.esp_event, dict) else {}
    kinds = [str(said.get(name, "")).lower() for name in ("Type", "bounceType", "severity", "event", "type")]
    soft = any(word in kind for kind in kinds for word in ("soft", "transient", "temporary", "block"))
    return soft or event.reject_reason not in ("bounced", "invalid")


def _reported(sender: Any, event: Any, esp_name: str, **_: Any) -> None:
    """Only of mails that Tenure sent, and only when the address is bad for good: a full mailbox is no reason."""
    kind = _STOPPING.get(event.event_type)
    if kind is None or not event.recipient:
        return
    if event.event_type == "bounced" and _may_be_full(event):
        return
    if Mail.objects.filter(to_email=event.recipient.lower(), provider_id=event.message_id or "-").exists():
        stops.stop(event.recipient, kind, str(event.description or event.reject_reason or ""))
