"""People who may sign in, from the command line."""

import secrets
import sys

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tenure.cli.upkeep import require_migrated
from tenure.company.models import Role, User
from tenure.journal.write import record


@click.command()
@click.argument("email")
@click.option("--name", default="", help="Name shown in the application.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def admin(email: str, name: str, password_stdin: bool) -> None:
    """Make EMAIL an administrator, or give that person a new password.

    The first administrator of a new installation is made this way; everybody else on the People page. Without
    --password-stdin a password is made and printed.
    """
    require_migrated()
    email = _checked(email)
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if password_stdin and not given:
        raise click.ClickException("There is no password on standard input.")
    password = given or secrets.token_urlsafe(15)
    user, made = _administrator(email, name, password)
    click.echo(f"{user.email} is {'now' if made else 'still'} an administrator with a new password.")
    if not given:
        click.echo(f"Password: {password}")


def _checked(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from None
    return User.objects.normalize_email(email).lower()


@transaction.atomic
def _administrator(email: str, name: str, password: str) -> tuple[User, bool]:
    user = User.objects.filter(email=email).first() or User(email=email)
    before = {"role": user.role, "active": user.is_active} if user.pk else {}
    made = user.role != Role.ADMINISTRATOR or not user.pk
    user.name, user.role, user.is_active = name or user.name, Role.ADMINISTRATOR, True
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    after = {"role": user.role, "active": True, "password": "new"}
    record("user.made_administrator", user, before=before, after=after, origin="command")
    return user, made
