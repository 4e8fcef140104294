"""Verbs about people: invite, change the role, switch off and on again. Each is journaled."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from tenure.company.models import Role, User
from tenure.company.roles import require
from tenure.journal.write import record


class PeopleError(ValueError):
    """What cannot be done with a person; the message is a sentence."""


def invite(actor: Any, email: str, name: str, role: str) -> User:
    """A person without a password: they choose one behind the link of `password_link`."""
    require(actor, "manage_people")
    user = User(email=User.objects.normalize_email(email).lower(), name=" ".join(name.split()), role=role)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
            record("user.invited", user, actor=actor, after={"email": user.email, "name": user.name, "role": role})
    except IntegrityError:
        raise PeopleError(f"{user.email} is already here. Change the role in the list.") from None
    return user


def password_link(actor: Any, request: HttpRequest, user: User) -> str:
    """An address that lets `user` choose a password, good for three days or until it is used."""
    require(actor, "manage_people")
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=parts))


def change_role(actor: Any, pk: int, role: str) -> User:
    with transaction.atomic():
        user = _locked(actor, pk)
        if user.role != role:
            before, user.role = user.role, Role(role)
            _keep_an_administrator(user)
            user.save(update_fields=["role"])
            record("user.role_changed", user, actor=actor, before={"role": before}, after={"role": role})
    return user


def set_active(actor: Any, pk: int, active: bool) -> User:
    """Who is switched off is signed out at once; their accounts keep them as owner until reassigned."""
    with transaction.atomic():
        user = _locked(actor, pk)
        if user.is_active != active:
            user.is_active = active
            _keep_an_administrator(user)
            user.save(update_fields=["is_active"])
            verb = "user.reactivated" if active else "user.deactivated"
            record(verb, user, actor=actor, before={"active": not active}, after={"active": active})
    return user


def _locked(actor: Any, pk: int) -> User:
    require(actor, "manage_people")
    user = User.objects.select_for_update().filter(pk=pk).first()
    if user is None:
        raise PeopleError("This person is not here any more.")
    return user


def _keep_an_administrator(changed: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=changed.pk)
    if not (changed.role == Role.ADMINISTRATOR and changed.is_active) and not others.exists():
        raise PeopleError(f"{changed} is the last administrator. Make another person administrator first.")
