"""Contacts that people add and change here; files go on to bring theirs, see `EditableFact`."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404

from tenure.company.clock import today
from tenure.core import words
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import may_write, visible_rows
from tenure.customers.models import Account, Contact
from tenure.journal.write import record

HERE: Final = "Tenure"  # the source of those who were added here
LABELS: Final[Mapping[str, str]] = {
    "name": "Name", "email": "E-mail address", "phone": "Phone", "title": "Title", "role": "Role", "left_on": "Left on",
}  # fmt: skip
_MOST: Final = {"name": 200, "email": 200, "phone": 60, "title": 200, "role": 60}  # characters, as in the table


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes of a contact; on `left_on` they are no longer there."""

    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    role: str = ""
    left_on: date | None = None

    @classmethod
    def of(cls, contact: Contact) -> Self:
        return cls(**{one.name: getattr(contact, one.name) for one in fields(cls)})

    def trimmed(self) -> Self:
        """Without blanks around; raises NotAccepted where something does not fit."""
        texts: dict[str, Any] = {name: getattr(self, name).strip() for name in _MOST}
        for name, text in texts.items():
            _fits(name, text)
        return replace(self, **texts)


def add(user: Any, account: Account, written: Written) -> Contact:
    """Somebody at an account. An address that another contact of it has already is refused."""
    _require(user, account)
    found = written.trimmed()
    with transaction.atomic():
        _lock(account)
        _accept(account, found, Written())
        made = Contact(
            id=f"contact-{uuid.uuid4().hex}", account=account, created_on=today(), source=HERE, **_values(found)
        )
        made.save(force_insert=True)
        record("contact.added", made, actor=user, account_id=account.pk, after=_said(found))
    return made


def edit(user: Any, contact_id: str, written: Written, seen: str) -> Contact:
    """Raises ChangedMeanwhile when it is not any more what was `seen`, a `version`.

    Only what is changed has to be in order: a file may have brought an address that is none, or somebody twice.
    """
    found = written.trimmed()
    with transaction.atomic():
        _lock(contact_or_404(user, contact_id).account)  # before the contact, as whoever adds one does
        held = contact_or_404(user, contact_id, lock=True)
        _require(user, held.account)
        before = Written.of(held)
        if version(held) != seen:
            raise ChangedMeanwhile(held)
        if found == before:
            return held
        _accept(held.account, found, before, held)
        for name, value in _values(found).items():
            setattr(held, name, value)
        held.save()
        was, now = _said(before), _said(found)
        changed = [name for name in now if was[name] != now[name]]
        record("contact.edited", held, actor=user, account_id=held.account_id,
               before={name: was[name] for name in changed},
               after={name: now[name] for name in {"name", *changed}})  # fmt: skip
    return held


def contact_or_404(user: Any, contact_id: str, *, lock: bool = False) -> Contact:
    found = visible_rows(user, Contact.objects.select_related("account__owner").filter(pk=contact_id))
    held = (found.select_for_update(of=("self",)) if lock else found).first()
    if held is None:
        raise Http404
    return held


def version(contact: Contact) -> str:
    """Of what can be changed here, so that a file that says the same again is no change."""
    return sha256(repr(Written.of(contact)).encode()).hexdigest()[:16]


def _lock(account: Account) -> None:
    """So that of two at the same moment one sees what the other wrote."""
    Account.objects.select_for_update().get(pk=account.pk)


def _require(user: Any, account: Account) -> None:
    if not may_write(user, account):
        raise Http404


def _fits(name: str, text: str) -> None:
    if "\x00" in text or len(text) > _MOST[name]:
        raise NotAccepted(f"{LABELS[name]}: at most {_MOST[name]} characters, please.")


def _accept(account: Account, found: Written, before: Written, held: Contact | None = None) -> None:
    """Raises NotAccepted with what is wrong with that which is new, and how to mend it."""
    if not found.name and not found.email:
        raise NotAccepted("Give a name or an e-mail address.")
    if found.left_on and found.left_on != before.left_on and found.left_on > today():
        raise NotAccepted("That day is still to come; say it when they have left.")
    if found.left_on and found.left_on != before.left_on:
        _not_before(held.created_on if held else today(), found.left_on)
    if found.email and found.email != before.email:
        _addressed(found.email)
    if found.email and not found.left_on and (found.email, None) != (before.email, before.left_on):
        _only_one(account, found.email, held.pk if held else "")


def _not_before(came: date | None, left: date) -> None:
    if came and left < came:
        raise NotAccepted(f"They are known since {words.day(came)}; give that day or a later one.")


def _addressed(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise NotAccepted(f"“{email}” is no e-mail address; it looks like ada@customer.example.") from None


def _only_one(account: Account, email: str, key: str) -> None:
    there = Contact.objects.filter(account=account, email__iexact=email, left_on=None)
    other = there.exclude(pk=key).first()
    if other is not None:
        raise NotAccepted(f"{other} has this address already. Change that contact, or say that they have left.")


def _values(written: Written) -> dict[str, Any]:
    return {name: getattr(written, name) for name in LABELS}


def _said(written: Written) -> dict[str, Any]:
    """As the journal keeps it, where a title would be what a change was done to."""
    left = written.left_on.isoformat() if written.left_on else None
    return {"name": written.name, "email": written.email, "phone": written.phone, "position": written.title,
            "role": written.role, "left_on": left}  # fmt: skip
