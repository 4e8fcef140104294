"""Naming a colleague in a text: @ and their name, or what stands before the @ of their address."""

import re
from collections.abc import Iterable
from typing import Any, Final

from tenure.company.models import User
from tenure.customers.models import Account
from tenure.work.notices.models import Notice
from tenure.work.notices.verbs import colleagues, notify

_MARK: Final = re.compile(r"(?<![\w.@/-])@(?=\w)")
_AROUND: Final = 80
_LONGEST_NAME: Final = 200


def tell(actor: Any, kind: str, key: str, text: str, *, account: Account | None = None, title: str = "") -> None:
    """Tell everybody named in the text of what `kind` and `key` say, once each, however often it is edited."""
    where = f": {title}" if title else f" on {account}" if account else ""
    for user, place in mentioned(text):
        if user.pk != actor.pk:
            notify(user, Notice.Kind.MENTION, f"mention:{kind}:{key}", f"{actor} named you{where}",
                   text=_around(text, place), account=account, about=(kind, key), actor=actor)  # fmt: skip


def mentioned(text: str) -> list[tuple[User, int]]:
    """Who is named, each once, with the place where they are first. Of two colleagues of one name both are."""
    places = [match.end() for match in _MARK.finditer(text)]
    if not places:
        return []
    names = _names(colleagues())
    found: dict[int, tuple[User, int]] = {}
    for place in places:
        for user in _at(text, place, names):
            found.setdefault(user.pk, (user, place))
    return list(found.values())


def _names(people: Iterable[User]) -> dict[str, list[User]]:
    """By name and by the first part of the address, in small letters, the longest first."""
    found: dict[str, list[User]] = {}
    for user in people:
        for name in {user.name.strip().casefold(), user.email.partition("@")[0].casefold()} - {""}:
            found.setdefault(name, []).append(user)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _at(text: str, place: int, names: dict[str, list[User]]) -> list[User]:
    rest = text[place : place + _LONGEST_NAME].casefold()
    for name, users in names.items():
        following = rest[len(name) : len(name) + 1]
        if rest.startswith(name) and not (following.isalnum() or following == "_"):
            return users
    return []


def _around(text: str, place: int) -> str:
    """Of a long text the part in which somebody is named."""
    return text if place <= 2 * _AROUND else "…" + text[place - _AROUND : place + 3 * _AROUND]
