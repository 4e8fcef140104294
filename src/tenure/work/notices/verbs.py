"""Telling a person something, once, and what they do with it."""

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.company.roles import may
from tenure.customers.models import Account
from tenure.work.notices.models import Notice, NoticeSettings

_LONGEST_TITLE: Final = 200
_LONGEST_TEXT: Final = 300


def notify(
    user: User, kind: Notice.Kind, key: str, title: str, *, text: str = "", account: Account | None = None,
    about: tuple[str, str] = ("", ""), actor: Any = None,
) -> Notice | None:  # fmt: skip
    """Tell a colleague; with the same key a second time it changes nothing. None for who does not read accounts.

    `about` is the kind and the id of what it leads to. It belongs to the transaction of what happened.
    """
    if not user.is_active or not may(user, "read_accounts"):
        return None
    wants_mail = NoticeSettings.objects.filter(user=user, mail=True).exists()
    values = {"kind": kind, "title": _short(title, _LONGEST_TITLE), "text": _short(text, _LONGEST_TEXT),
              "account": account, "about_kind": about[0], "about_id": about[1], "actor": actor, "at": timezone.now(),
              "to_mail": wants_mail}  # fmt: skip
    return Notice.objects.get_or_create(user=user, key=key, defaults=values)[0]


def of(user: Any) -> QuerySet[Notice]:
    """Everything that this person was told, the newest first."""
    return Notice.objects.filter(user=user).select_related("account", "actor").order_by("-at", "-pk")


def unread(user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def notice_or_404(user: Any, notice_id: int) -> Notice:
    notice = Notice.objects.select_related("account").filter(user=user, pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice


def mark(user: Any, notice_id: int, *, read: bool) -> Notice:
    """Read, or unread again; doing it again changes nothing."""
    notice = notice_or_404(user, notice_id)
    if (notice.read_at is not None) != read:
        notice.read_at = timezone.now() if read else None
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose_mail(user: User, wanted: bool) -> None:
    """Whether notices come by mail too. Those of before are not sent afterwards."""
    NoticeSettings.objects.update_or_create(user=user, defaults={"mail": wanted})
    if not wanted:
        Notice.objects.filter(user=user, to_mail=True).update(to_mail=False)


def by_mail(user: Any) -> bool:
    return NoticeSettings.objects.filter(user=user, mail=True).exists()


def colleagues() -> QuerySet[User]:
    """Everybody of ours who may read accounts, and so may be named."""
    return User.objects.filter(is_active=True).exclude(role=Role.CUSTOMER).order_by("name", "email")


def _short(text: str, most: int) -> str:
    """On one line, cut at a word where there is one."""
    line = " ".join(text.replace("\x00", "").split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"
